//! The loop breaker: two programs that answer each other must not go on for ever, and must not flood a channel.

use std::time::Instant;

use types::UserId;

use crate::expiring::{Expiring, Keys};
use crate::settings::LoopLimits;

/// Counts answers per channel and per person, and says when enough is enough.
#[derive(Debug)]
pub(crate) struct Breaker {
    limits: LoopLimits,
    counts: Expiring<u32>,
    pauses: Expiring<()>,
    keys: Keys,
}

/// For whom an answer is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Party {
    /// Counts for the channel and for the person.
    Person,
    /// Counts for the channel only.
    Broadcaster,
}

impl Breaker {
    pub(crate) fn new(limits: LoopLimits, keys: Keys) -> Self {
        Self {
            limits,
            counts: Expiring::new(CAPACITY),
            pauses: Expiring::new(CAPACITY),
            keys,
        }
    }

    /// Whether answers to this person or in this channel are paused.
    pub(crate) fn is_open(&self, now: Instant, channel: &UserId, sender: &UserId) -> bool {
        [self.channel_key(channel), self.person_key(channel, sender)]
            .iter()
            .any(|key| self.pauses.find(now, *key).is_some())
    }

    /// Counts one answer.
    pub(crate) fn count(&mut self, now: Instant, channel: &UserId, sender: &UserId, party: Party) {
        let key = self.channel_key(channel);
        let LoopLimits {
            channel_answers,
            channel_window,
            person_answers,
            person_window,
            ..
        } = self.limits;
        self.count_key(now, key, (channel_answers, now + channel_window));
        if let Party::Person = party {
            let key = self.person_key(channel, sender);
            self.count_key(now, key, (person_answers, now + person_window));
        }
    }

    /// The window begins with its first answer, so a loop of any phase is caught in its second window at the latest.
    fn count_key(&mut self, now: Instant, key: u64, (limit, window_end): (u32, Instant)) {
        let (ends, count) = match self.counts.find(now, key) {
            Some((ends, count)) => (ends, count + 1),
            None => (window_end, 1),
        };
        self.counts.insert(now, key, ends, count);
        if count >= limit {
            self.pauses.insert(now, key, now + self.limits.pause, ());
        }
    }

    fn channel_key(&self, channel: &UserId) -> u64 {
        self.keys.key(&[channel.as_str()])
    }

    fn person_key(&self, channel: &UserId, sender: &UserId) -> u64 {
        self.keys.key(&[channel.as_str(), sender.as_str()])
    }
}

/// Of people who were answered within the last window.
const CAPACITY: usize = 16_384;
