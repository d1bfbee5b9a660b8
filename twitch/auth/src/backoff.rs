//! How long to wait before trying again: longer with each failure, by chance, never long. Tries nothing itself.

use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;

/// Full jitter: anything between nearly nothing and a limit that doubles up to a minute.
///
/// Many bots lose Twitch at the same moment; chance keeps them from coming back at the same one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Counts a failure and says how long to wait.
    pub(crate) fn fail(&mut self, rng: &mut StdRng) -> Duration {
        let limit = FIRST_LIMIT
            .saturating_mul(1 << self.failures.min(16))
            .min(LIMIT);
        self.failures = self.failures.saturating_add(1);
        rng.random_range(LEAST..=limit)
    }

    /// Forgets the failures.
    pub(crate) fn succeed(&mut self) {
        self.failures = 0;
    }
}

const LEAST: Duration = Duration::from_millis(250);
const FIRST_LIMIT: Duration = Duration::from_secs(1);
/// Whoever was away is back within a minute after the trouble ends.
const LIMIT: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a04_no_wait_is_longer_than_a_minute_and_early_ones_are_short() {
        let mut rng = StdRng::seed_from_u64(4);
        let mut backoff = Backoff::default();
        assert!(backoff.fail(&mut rng) <= FIRST_LIMIT);
        for _ in 0..1_000 {
            let wait = backoff.fail(&mut rng);
            assert!((LEAST..=LIMIT).contains(&wait), "{wait:?}");
        }
        backoff.succeed();
        assert!(backoff.fail(&mut rng) <= FIRST_LIMIT);
    }
}
