//! Twitch's limits for one account: 20 messages in 30 s, 100 where it is privileged, and one a second in each channel where it is not.
//! A verified bot has 7,500 in 30 s everywhere.
//!
//! They are kept with a log of what was sent, not with a refilling bucket: a bucket of 20 lets 39 messages into one
//! window, and the punishment for that is an hour of silence.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use types::UserId;

use super::queue::{Pace, Place};

/// What was sent lately, and what the account is in each channel.
#[derive(Debug, Default)]
pub(super) struct Limits {
    is_verified: bool,
    /// When the outcomes of messages came. Twitch counts from a message's arrival, which was not later.
    log: VecDeque<Instant>,
    /// Messages whose outcomes are not known. They count as long as that is so, for each may arrive at any moment.
    under_way: usize,
    /// Those among them for which the lower limit holds.
    plain_under_way: usize,
    rooms: BTreeMap<UserId, Room>,
}

/// One channel.
#[derive(Debug, Default)]
struct Room {
    is_privileged: bool,
    /// The pace of the message that is under way.
    under_way: Option<Pace>,
    /// When the outcome of the last message came.
    last: Option<Instant>,
}

impl Limits {
    pub(super) fn new(is_verified: bool) -> Self {
        Self {
            is_verified,
            ..Self::default()
        }
    }

    /// Learns whether the account is broadcaster, moderator or VIP in a channel; true if it has just become that.
    pub(super) fn set_privileged(&mut self, channel: &UserId, is_privileged: bool) -> bool {
        let room = self.room(channel);
        let was_privileged = std::mem::replace(&mut room.is_privileged, is_privileged);
        is_privileged && !was_privileged
    }

    pub(super) fn is_privileged(&self, channel: &UserId) -> bool {
        self.rooms
            .get(channel)
            .is_some_and(|room| room.is_privileged)
    }

    /// A message to this channel is under way from now on.
    pub(super) fn begin(&mut self, channel: &UserId) {
        let room = self.room(channel);
        let pace = room.pace();
        if room.under_way.replace(pace).is_none() {
            self.under_way += 1;
            self.plain_under_way += usize::from(pace == Pace::Plain);
        }
    }

    /// The outcome of the message to this channel is known.
    pub(super) fn end(&mut self, now: Instant, channel: &UserId) {
        let room = self.room(channel);
        if let Some(pace) = room.under_way.take() {
            room.last = Some(now);
            self.under_way -= 1;
            self.plain_under_way -= usize::from(pace == Pace::Plain);
            self.log.push_back(now);
        }
    }

    /// When something may be said in this channel, as far as that depends on the channel.
    pub(super) fn place(&self, channel: &UserId) -> Place {
        let Some(room) = self.rooms.get(channel) else {
            return Place::Open(Pace::Plain);
        };
        let pace = room.pace();
        let gap = match pace {
            Pace::Privileged => PRIVILEGED_GAP,
            Pace::Plain => GAP,
        };
        match room.last {
            _ if room.under_way.is_some() => Place::Busy,
            Some(last) => Place::Later(last + gap, pace),
            None => Place::Open(pace),
        }
    }

    /// Which channels the account may write to now: all, those where it is privileged, or none.
    pub(super) fn pace(&mut self, now: Instant) -> Option<Pace> {
        while let Some(sent) = self.log.front()
            && now.saturating_duration_since(*sent) > WINDOW
        {
            self.log.pop_front();
        }
        match self.log.len() + self.under_way {
            count if count < self.limit(Pace::Plain) => Some(Pace::Plain),
            count if count < self.limit(Pace::Privileged) => Some(Pace::Privileged),
            _ => None,
        }
    }

    /// From when on the account may write at this pace, if that does not depend on a message that is under way.
    pub(super) fn opens(&self, now: Instant, pace: Pace) -> Option<Instant> {
        let count = self.log.len() + self.under_way;
        match count.checked_sub(self.limit(pace)) {
            Some(surplus) => self.log.get(surplus).map(|sent| *sent + WINDOW + TICK),
            None => Some(now),
        }
    }

    /// Messages may overtake each other on their way, and privileged ones count for the others too: so many of them
    /// must not arrive before a plain one that it finds its limit broken.
    fn limit(&self, pace: Pace) -> usize {
        match pace {
            _ if self.is_verified => VERIFIED_LIMIT,
            Pace::Privileged if self.plain_under_way == 0 => PRIVILEGED_LIMIT,
            Pace::Privileged | Pace::Plain => LIMIT,
        }
    }

    fn room(&mut self, channel: &UserId) -> &mut Room {
        self.rooms.entry(channel.clone()).or_default()
    }
}

impl Room {
    fn pace(&self) -> Pace {
        if self.is_privileged {
            Pace::Privileged
        } else {
            Pace::Plain
        }
    }
}

/// Twitch's windows, with a margin for clocks and for the way there.
const WINDOW: Duration = Duration::from_secs(32);
const LIMIT: usize = 19;
const PRIVILEGED_LIMIT: usize = 99;
const VERIFIED_LIMIT: usize = 7_400;
const GAP: Duration = Duration::from_millis(1_100);
const PRIVILEGED_GAP: Duration = Duration::from_millis(100);
const TICK: Duration = Duration::from_millis(1);
