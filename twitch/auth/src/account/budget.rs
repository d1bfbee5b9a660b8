//! How often an account may be refreshed within an hour, so that no mistake of ours or Twitch's becomes a storm.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The refreshes of the last hour that Twitch answered with a verdict; failed attempts are paced by back-off instead.
#[derive(Debug, Default)]
pub(super) struct Budget {
    spent_at: VecDeque<Instant>,
}

impl Budget {
    /// Counts a refresh.
    pub(super) fn spend(&mut self, now: Instant) {
        self.spent_at.push_back(now);
        if self.spent_at.len() > LIMIT {
            self.spent_at.pop_front();
        }
    }

    /// When the next refresh is allowed, if it is not now.
    pub(super) fn exhausted_until(&self, now: Instant) -> Option<Instant> {
        if self.spent_at.len() < LIMIT {
            return None;
        }
        let free_at = *self.spent_at.front()? + WINDOW;
        (free_at > now).then_some(free_at)
    }
}

const LIMIT: usize = 6;
const WINDOW: Duration = Duration::from_secs(60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test starts at any moment")]
    fn a07_the_seventh_refresh_waits_until_the_first_is_an_hour_old() {
        let start = Instant::now();
        let minutes = |minutes: u64| start + Duration::from_secs(minutes * 60);
        let mut budget = Budget::default();
        for minute in 0..6 {
            assert_eq!(budget.exhausted_until(minutes(minute)), None);
            budget.spend(minutes(minute));
        }
        assert_eq!(budget.exhausted_until(minutes(6)), Some(minutes(60)));
        assert_eq!(budget.exhausted_until(minutes(60)), None);
        budget.spend(minutes(60));
        assert_eq!(budget.exhausted_until(minutes(60)), Some(minutes(61)));
    }
}
