//! The loop breaker: two programs that answer each other must not go on for ever, and must not flood a channel.

use std::time::Instant;

use types::UserId;

use crate::expiring::{Entry, Expiring, Keys};
use crate::settings::LoopLimits;

/// Counts answers per channel and per person, and says when enough is enough.
#[derive(Debug)]
pub(crate) struct Breaker {
    limits: LoopLimits,
    counts: Expiring<u32>,
    pauses: Expiring<()>,
    keys: Keys,
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

    /// Counts one answer, for the channel and for the person if it is one that could be a program.
    pub(crate) fn count(&mut self, now: Instant, channel: &UserId, person: Option<&UserId>) {
        let key = self.channel_key(channel);
        let limit = self.limits.channel_answers;
        self.count_key(now, key, (limit, now + self.limits.channel_window));
        if let Some(person) = person {
            let key = self.person_key(channel, person);
            let limit = self.limits.person_answers;
            self.count_key(now, key, (limit, now + self.limits.person_window));
        }
    }

    /// The window begins with its first answer, so a loop of any phase is caught in its second window at the latest.
    fn count_key(&mut self, now: Instant, key: u64, (limit, window_end): (u32, Instant)) {
        let (ends, value) = match self.counts.find(now, key) {
            Some((ends, count)) => (ends, count + 1),
            None => (window_end, 1),
        };
        self.counts.insert(now, key, Entry { ends, value });
        if value >= limit {
            let ends = now + self.limits.pause;
            self.pauses.insert(now, key, Entry { ends, value: () });
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
