//! What waits to be said, and when it may be: the limits of one account, as a machine without I/O. How it is sent is `outbound`'s.

mod duplicates;
mod limits;
pub(crate) mod outgoing;
mod queue;
pub(crate) mod rests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use types::UserId;

use duplicates::Duplicates;
use limits::Limits;
use outgoing::Outgoing;
use queue::{Pace, Queue, Waiting};
use rests::{Reason, Rests};

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Send this, and tell what became of it; until then nothing else is sent to its channel.
    Send(Outgoing),
    /// Nobody would understand this any more, because it waited for so long, and for that.
    Expired(Outgoing, Wait),
    /// It is not tried, and this is why.
    Refuse(Outgoing, Refusal),
}

/// What a message waited for that has waited too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// That Twitch's limits allow another message.
    Limits,
    /// What becomes of the message before it in its channel.
    Answer,
}

/// Why a message is not even tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no room for more; the newest of the least important is refused.
    Full,
    /// The same was said last in this channel, less than 30 seconds ago.
    Duplicate,
    /// The channel refused a message for this reason a while ago, and would refuse this one too.
    Resting(Reason),
}

/// What the config says about messages.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    /// Whether a text that was said a moment ago is changed so that nobody sees it, instead of being refused.
    pub vary_duplicates: bool,
    /// Whether Twitch's limits of a verified bot hold.
    pub is_verified: bool,
}

/// What one account has to say: the more important first, in each channel in the order in which it came, and never
/// more than Twitch allows.
///
/// One message at a time is under way in a channel, so that order is kept and an answer of chat is the answer to that
/// message; channels do not wait for each other.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    settings: Settings,
    queue: Queue,
    turns: VecDeque<Turn>,
    /// What was sent, and when.
    under_way: BTreeMap<UserId, (Instant, Waiting)>,
    /// When the last outcome came that was long in coming.
    slow: BTreeMap<UserId, Instant>,
    limits: Limits,
    duplicates: Duplicates,
    rests: Rests,
}

impl Outbox {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            limits: Limits::new(settings.is_verified),
            ..Self::default()
        }
    }

    /// Learns whether the account is broadcaster, moderator or VIP in a channel.
    pub(crate) fn set_privileged(&mut self, channel: &UserId, is_privileged: bool) {
        if self.limits.set_privileged(channel, is_privileged) {
            self.wake(channel);
        }
        self.settle(channel);
    }

    /// Sends nothing to a channel for a while, because it would be refused like the message before.
    pub(crate) fn rest(&mut self, channel: &UserId, until: Instant, reason: Reason) {
        self.rests.begin(channel, until, reason);
    }

    /// Tries a channel again, because something has changed there.
    pub(crate) fn wake(&mut self, channel: &UserId) {
        self.rests.end(channel);
    }

    /// Takes a message; [`poll`](Self::poll) says what becomes of it.
    pub(crate) fn push(&mut self, now: Instant, outgoing: Outgoing) {
        if self.queue.len() == MOST_WAITING {
            let Some(lesser) = self.queue.pop_below(outgoing.priority) else {
                let refused = Turn::Refuse(outgoing, Refusal::Full);
                return self.turns.push_back(refused);
            };
            self.turns.push_back(Turn::Refuse(lesser, Refusal::Full));
        }
        let place = self.limits.place(&outgoing.channel);
        self.queue.push(now, outgoing, place);
    }

    /// What is to be done now, if anything.
    pub(crate) fn poll(&mut self, now: Instant) -> Option<Turn> {
        if let Some(turn) = self.turns.pop_front() {
            return Some(turn);
        }
        if let Some(outgoing) = self.queue.pop_expired(now) {
            let wait = self.wait_of(now, &outgoing.channel);
            return Some(Turn::Expired(outgoing, wait));
        }
        self.queue.open_lanes(now);
        let pace = self.limits.pace(now)?;
        let mut waiting = self.queue.pop(pace)?;
        if let Some(refusal) = self.refusal(now, &mut waiting.outgoing) {
            return Some(Turn::Refuse(waiting.outgoing, refusal));
        }
        let outgoing = waiting.outgoing.clone();
        self.limits.begin(&outgoing.channel);
        self.settle(&outgoing.channel);
        self.under_way
            .insert(outgoing.channel.clone(), (now, waiting));
        Some(Turn::Send(outgoing))
    }

    /// Learns that the outcome of the message to this channel is known.
    ///
    /// Twitch counts from its arrival, which may have been as late as now.
    pub(crate) fn note_outcome(&mut self, now: Instant, channel: &UserId) {
        if let Some((since, _)) = self.under_way.remove(channel)
            && now.saturating_duration_since(since) >= SLOW
        {
            self.slow.insert(channel.clone(), now);
        }
        self.limits.end(now, channel);
        self.settle(channel);
    }

    /// Learns that the message to this channel did not appear because the message is gone that it was to answer. It
    /// is sent once more before all others there, and stands alone; so this is no outcome.
    pub(crate) fn note_parent_gone(&mut self, now: Instant, channel: &UserId) {
        let waiting = self.under_way.remove(channel);
        self.note_outcome(now, channel);
        if let Some((_, waiting)) = waiting {
            let alone = waiting.without_parent();
            self.queue.put_back(alone, self.limits.place(channel));
        }
    }

    /// Learns that a message appeared.
    pub(crate) fn note_said(&mut self, now: Instant, outgoing: &Outgoing) {
        self.duplicates.note(now, outgoing);
    }

    /// Learns that a message may have appeared or not; so nobody knows what was said last there.
    pub(crate) fn note_unknown(&mut self, channel: &UserId) {
        self.duplicates.forget(channel);
    }

    /// Gives back all that still waits, because nothing is going to be sent any more.
    pub(crate) fn give_up(&mut self) -> Vec<Outgoing> {
        let refused = self.turns.drain(..).map(|turn| match turn {
            Turn::Send(outgoing) | Turn::Expired(outgoing, _) | Turn::Refuse(outgoing, _) => {
                outgoing
            }
        });
        self.queue.drain().chain(refused).collect()
    }

    /// When [`poll`](Self::poll) will have something, if nothing else happens.
    pub(crate) fn poll_timeout(&self, now: Instant) -> Option<Instant> {
        if !self.turns.is_empty() {
            return Some(now);
        }
        let paces = [Pace::Privileged, Pace::Plain].into_iter();
        let opens = paces
            .filter(|pace| self.queue.has_open(*pace))
            .filter_map(|pace| self.limits.opens(now, pace));
        let timeout = self.queue.poll_timeout().into_iter().chain(opens).min();
        timeout.map(|timeout| timeout.max(now))
    }

    fn settle(&mut self, channel: &UserId) {
        self.queue.place(channel, self.limits.place(channel));
    }

    /// What a message to this channel waited for until now.
    fn wait_of(&self, now: Instant, channel: &UserId) -> Wait {
        let is_long = |since: &Instant, long| now.saturating_duration_since(*since) >= long;
        let under_way = self.under_way.get(channel);
        let is_slow = under_way.is_some_and(|(since, _)| is_long(since, SLOW));
        let mut slow = self.slow.get(channel).into_iter();
        if is_slow || slow.any(|ended| !is_long(ended, SLOW_FOR)) {
            Wait::Answer
        } else {
            Wait::Limits
        }
    }

    /// Why Twitch would not let this appear, as far as that can be known beforehand; perhaps it is changed so that it does.
    fn refusal(&mut self, now: Instant, outgoing: &mut Outgoing) -> Option<Refusal> {
        let channel = &outgoing.channel;
        if let Some(reason) = self.rests.find(now, channel) {
            return Some(Refusal::Resting(reason));
        }
        if self.limits.is_privileged(channel) || !self.duplicates.holds(now, outgoing) {
            return None;
        }
        match duplicates::varied(outgoing).filter(|_| self.settings.vary_duplicates) {
            Some(text) => outgoing.text = text,
            None => return Some(Refusal::Duplicate),
        }
        None
    }
}

/// A flood of commands must not fill the memory.
const MOST_WAITING: usize = 1_000;

/// Whoever waits for so long for the outcome of a message waits for the network, or for Twitch.
const SLOW: Duration = Duration::from_secs(3);
/// What waited behind such a message has waited because of it, until it is understood no more.
const SLOW_FOR: Duration = Duration::from_secs(10);
