//! How long to wait before the next attempt: full jitter, so that thousands of clients do not come back at once.

use std::time::Duration;

use super::random::Random;

/// Counts failures and says how long to wait after each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// How long to wait after another failure.
    pub(crate) fn next(&mut self, random: &mut Random) -> Duration {
        let ceiling = FIRST_CEILING.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        random.between(LEAST, ceiling.min(MOST))
    }

    /// Forgets the failures; to be called when service has been proven, not when it begins.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }

    /// Forgets half of the failures; to be called when service goes well and is not proven yet.
    pub(crate) const fn ease(&mut self) {
        self.failures /= 2;
    }

    /// Whether there was no failure since the last proven service.
    pub(crate) const fn is_fresh(&self) -> bool {
        self.failures == 0
    }
}

const LEAST: Duration = Duration::from_millis(500);
const FIRST_CEILING: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i04_waits_are_spread_from_half_a_second_to_a_growing_ceiling_of_a_minute() {
        let mut random = Random::new(7);
        let mut longest = vec![Duration::ZERO; 12];
        for _ in 0..2000 {
            let mut backoff = Backoff::default();
            for longest in &mut longest {
                let wait = backoff.next(&mut random);
                assert!((LEAST..=MOST).contains(&wait), "{wait:?} is out of bounds");
                *longest = wait.max(*longest);
            }
        }
        for (failures, longest) in longest.iter().enumerate() {
            let ceiling = Duration::from_secs(1 << failures).min(MOST);
            assert!(*longest <= ceiling, "wait {failures} reached {longest:?}");
            assert!(
                *longest > ceiling.mul_f64(0.98),
                "wait {failures}: {longest:?}"
            );
        }
    }
}
