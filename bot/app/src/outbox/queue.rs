//! What waits to be said, in a lane for each channel. It is told when a lane is open; why it is not is known elsewhere.
//!
//! Nothing here looks through all that waits: a flood of messages costs each of them the same few steps.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use engine::Priority;
use types::UserId;

use super::outgoing::Outgoing;

/// All that waits.
#[derive(Debug, Default)]
pub(super) struct Queue {
    lanes: BTreeMap<UserId, Lane>,
    /// Everything, the oldest first within each priority.
    ages: BTreeMap<Key, UserId>,
    /// The lanes from which something may be said now, by what stands first in them.
    open: [BTreeMap<Key, UserId>; PACES],
    /// The lanes that open by themselves, and when.
    later: BTreeSet<(Instant, UserId)>,
    newest: u64,
}

/// A message that waits, or is under way.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Counts the messages in the order in which they came.
    number: u64,
    since: Instant,
    pub(super) outgoing: Outgoing,
}

/// When something may be said in a channel, as far as that depends on the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Now.
    Open(Pace),
    /// From then on.
    Later(Instant, Pace),
    /// Not before it is known what became of the message that is under way.
    Busy,
}

/// Which of Twitch's limits for an account holds in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// The one for broadcasters, moderators and VIPs.
    Privileged,
    /// The one for everybody.
    Plain,
}

/// What waits for one channel. There is none that is empty.
#[derive(Debug)]
struct Lane {
    place: Place,
    waiting: BTreeMap<Key, Waiting>,
}

/// What is said first: the more important, then the older.
type Key = (Priority, u64);

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.ages.len()
    }

    /// Takes a message; `place` says how its channel stands.
    pub(super) fn push(&mut self, now: Instant, outgoing: Outgoing, place: Place) {
        self.newest += 1;
        let waiting = Waiting {
            number: self.newest,
            since: now,
            outgoing,
        };
        self.put_back(waiting, place);
    }

    /// Takes back a message that has to be said once more; it stands where it stood.
    pub(super) fn put_back(&mut self, waiting: Waiting, place: Place) {
        let channel = waiting.outgoing.channel.clone();
        self.unlist(&channel);
        let key = waiting.key();
        self.ages.insert(key, channel.clone());
        let lane = self.lanes.entry(channel.clone()).or_insert_with(|| Lane {
            place,
            waiting: BTreeMap::new(),
        });
        lane.place = place;
        lane.waiting.insert(key, waiting);
        self.list(&channel);
    }

    /// Learns how a channel stands.
    pub(super) fn place(&mut self, channel: &UserId, place: Place) {
        if !self.lanes.contains_key(channel) {
            return;
        }
        self.unlist(channel);
        if let Some(lane) = self.lanes.get_mut(channel) {
            lane.place = place;
        }
        self.list(channel);
    }

    /// Takes out the message that is to be said next, if a lane is open for this pace.
    pub(super) fn pop(&mut self, pace: Pace) -> Option<Waiting> {
        let open = match pace {
            Pace::Privileged => self.open[0].first_key_value(),
            // Where more is allowed, less is allowed too.
            Pace::Plain => {
                let firsts = self.open.iter().filter_map(BTreeMap::first_key_value);
                firsts.min_by_key(|(key, _)| **key)
            }
        };
        let (key, channel) = open?;
        let (key, channel) = (*key, channel.clone());
        self.take(key, &channel)
    }

    /// Takes out a message that has waited too long, if there is one.
    pub(super) fn pop_expired(&mut self, now: Instant) -> Option<Outgoing> {
        let expired = self.oldest().find_map(|(key, patience)| {
            let channel = &self.ages[&key];
            let since = self.lanes.get(channel)?.waiting.get(&key)?.since;
            (now.saturating_duration_since(since) > patience).then(|| (key, channel.clone()))
        });
        let (key, channel) = expired?;
        self.take(key, &channel).map(|waiting| waiting.outgoing)
    }

    /// Takes out the newest message that is less important than this, if there is one.
    pub(super) fn pop_below(&mut self, priority: Priority) -> Option<Outgoing> {
        let (key, channel) = self.ages.last_key_value()?;
        let (key, channel) = (*key, channel.clone());
        let waiting = (key.0 > priority).then(|| self.take(key, &channel))?;
        waiting.map(|waiting| waiting.outgoing)
    }

    /// Takes out everything.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Outgoing> + use<> {
        let lanes = std::mem::take(self).lanes;
        let waiting = lanes.into_values().flat_map(|lane| lane.waiting);
        waiting.map(|(_, waiting)| waiting.outgoing)
    }

    /// Whether a lane is open for this pace and no other.
    pub(super) fn has_open(&self, pace: Pace) -> bool {
        !self.open[pace.index()].is_empty()
    }

    /// When something changes here by itself: a lane opens, or a message has waited too long.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let opens = self.later.first().map(|(opens, _)| *opens);
        let expires = self.oldest().filter_map(|(key, patience)| {
            let lane = self.lanes.get(&self.ages[&key])?;
            Some(lane.waiting.get(&key)?.since + patience + TICK)
        });
        expires.chain(opens).min()
    }

    /// The oldest message of each priority that does not wait for ever.
    fn oldest(&self) -> impl Iterator<Item = (Key, Duration)> {
        PATIENCE.iter().filter_map(|(priority, patience)| {
            let (key, _) = self.ages.range((*priority, 0)..).next()?;
            (key.0 == *priority).then_some((*key, *patience))
        })
    }

    /// Opens the lanes whose time has come; without it [`poll_timeout`](Self::poll_timeout) would name that time again.
    pub(super) fn open_lanes(&mut self, now: Instant) {
        while let Some((opens, _)) = self.later.first()
            && *opens <= now
            && let Some((_, channel)) = self.later.pop_first()
        {
            if let Some(lane) = self.lanes.get_mut(&channel)
                && let Place::Later(_, pace) = lane.place
            {
                lane.place = Place::Open(pace);
            }
            self.list(&channel);
        }
    }

    fn take(&mut self, key: Key, channel: &UserId) -> Option<Waiting> {
        self.unlist(channel);
        self.ages.remove(&key);
        let lane = self.lanes.get_mut(channel)?;
        let waiting = lane.waiting.remove(&key);
        if lane.waiting.is_empty() {
            self.lanes.remove(channel);
        }
        self.list(channel);
        waiting
    }

    /// Enters a lane where it is looked for.
    fn list(&mut self, channel: &UserId) {
        let Some(lane) = self.lanes.get(channel) else {
            return;
        };
        match (lane.place, lane.waiting.first_key_value()) {
            (Place::Open(pace), Some((key, _))) => {
                self.open[pace.index()].insert(*key, channel.clone());
            }
            (Place::Later(opens, _), _) => {
                self.later.insert((opens, channel.clone()));
            }
            (Place::Open(_), None) | (Place::Busy, _) => {}
        }
    }

    /// Strikes a lane out before it changes.
    fn unlist(&mut self, channel: &UserId) {
        let Some(lane) = self.lanes.get(channel) else {
            return;
        };
        match (lane.place, lane.waiting.first_key_value()) {
            (Place::Open(pace), Some((key, _))) => {
                self.open[pace.index()].remove(key);
            }
            (Place::Later(opens, _), _) => {
                self.later.remove(&(opens, channel.clone()));
            }
            (Place::Open(_), None) | (Place::Busy, _) => {}
        }
    }
}

impl Waiting {
    /// The same in its place, as a message that stands alone.
    pub(super) fn without_parent(self) -> Self {
        Self {
            outgoing: self.outgoing.without_parent(),
            ..self
        }
    }

    fn key(&self) -> Key {
        (self.outgoing.priority, self.number)
    }
}

impl Pace {
    const fn index(self) -> usize {
        match self {
            Self::Privileged => 0,
            Self::Plain => 1,
        }
    }
}

const PACES: usize = 2;

/// How long a message may wait. An answer that comes later confuses more than it helps; the text of a timer is
/// understood whenever it comes, but two of them in a row are one too many. What moderators do is done however late.
const PATIENCE: [(Priority, Duration); 2] = [
    (Priority::Reply, Duration::from_secs(10)),
    (Priority::Timer, Duration::from_secs(60)),
];
const TICK: Duration = Duration::from_millis(1);
