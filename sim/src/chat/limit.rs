//! Twitch's limits of speed: how often an account may speak, join and log in. What follows from going beyond is decided by the callers.

use std::collections::VecDeque;
use std::time::Duration;

use types::Timestamp;

/// What one account used up, over all its connections and all doors.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Every attempt to speak, also those that were dropped later.
    pub(crate) messages: SlidingLog,
    pub(crate) joins: SlidingLog,
    pub(crate) logins: SlidingLog,
    /// Until when messages vanish; set by sending too many.
    pub(crate) ignored_until: Option<Timestamp>,
}

/// The moments of the newest attempts.
///
/// A log and no bucket that refills: a bucket would let nearly twice the number pass in the worst window.
#[derive(Debug, Default)]
pub(crate) struct SlidingLog(VecDeque<Timestamp>);

/// So many within such a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) count: usize,
    pub(crate) window: Duration,
}

impl SlidingLog {
    /// How many attempts lie within the window that ends now.
    pub(crate) fn count(&mut self, now: Timestamp, window: Duration) -> usize {
        while self
            .0
            .front()
            .is_some_and(|oldest| now.since(*oldest) >= window)
        {
            self.0.pop_front();
        }
        self.0.len()
    }

    /// Notes an attempt; false if it is beyond the limit, and then it does not count.
    pub(crate) fn try_add(&mut self, now: Timestamp, limit: Limit) -> bool {
        let is_within = self.count(now, limit.window) < limit.count;
        if is_within {
            self.0.push_back(now);
        }
        is_within
    }

    /// Forgets the newest attempt.
    pub(crate) fn take_back(&mut self) {
        self.0.pop_back();
    }

    /// Notes an attempt whatever the limit is.
    pub(crate) fn add(&mut self, now: Timestamp) {
        self.0.push_back(now);
    }
}

impl Limit {
    const fn new(count: usize, seconds: u64) -> Self {
        Self {
            count,
            window: Duration::from_secs(seconds),
        }
    }
}

/// Messages of an account that is nobody special in the channel.
pub(crate) const MESSAGES: Limit = Limit::new(20, 30);
/// Messages of a broadcaster, moderator or VIP in the channel.
pub(crate) const PRIVILEGED_MESSAGES: Limit = Limit::new(100, 30);
/// Messages of a verified bot, wherever.
pub(crate) const VERIFIED_MESSAGES: Limit = Limit::new(7_500, 30);
/// Attempts to join, one per channel named.
pub(crate) const JOINS: Limit = Limit::new(20, 10);
pub(crate) const VERIFIED_JOINS: Limit = Limit::new(2_000, 10);
pub(crate) const LOGINS: Limit = Limit::new(20, 10);
pub(crate) const VERIFIED_LOGINS: Limit = Limit::new(200, 10);
/// How long messages vanish after too many.
pub(crate) const IGNORED_FOR: Duration = Duration::from_secs(60 * 60);
/// Joined channels per account; its own and those that it moderates are not counted.
pub(crate) const JOINED_CHANNELS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b10_no_window_of_ten_seconds_ever_holds_more_than_twenty() {
        let mut log = SlidingLog::default();
        let mut granted = Vec::new();
        // One attempt every 7 ms never lines up with the edges of any window.
        for millis in (0..60_000).step_by(7) {
            let now = Timestamp::from_unix_millis(millis);
            if log.try_add(now, JOINS) {
                granted.push(now);
            }
        }
        for (position, first) in granted.iter().enumerate() {
            let within = granted[position..]
                .iter()
                .take_while(|moment| moment.since(*first) < JOINS.window);
            assert!(within.count() <= JOINS.count, "from {first} on");
        }
        assert!(granted.len() >= 6 * JOINS.count, "the limit is used up");
    }
}
