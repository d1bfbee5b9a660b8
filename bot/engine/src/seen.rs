//! Which calls of commands were seen already: Twitch may deliver one twice, and during a reconnect both connections carry it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The keys of recent messages, in two generations, so that forgetting costs nothing per message.
#[derive(Debug)]
pub(crate) struct Seen {
    current: HashSet<u64>,
    previous: HashSet<u64>,
    turned: Instant,
}

impl Seen {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            current: HashSet::new(),
            previous: HashSet::new(),
            turned: now,
        }
    }

    /// Remembers a message; false if it was seen before.
    pub(crate) fn insert(&mut self, now: Instant, key: u64) -> bool {
        let is_old = now.saturating_duration_since(self.turned) >= GENERATION;
        if is_old || self.current.len() >= CAPACITY {
            self.previous = std::mem::take(&mut self.current);
            self.turned = now;
        }
        !self.previous.contains(&key) && self.current.insert(key)
    }
}

/// A message is remembered for one to two generations.
const GENERATION: Duration = Duration::from_secs(300);

/// Of each generation.
const CAPACITY: usize = 32_768;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l04_old_messages_are_forgotten_by_time_and_by_number() {
        #[expect(
            clippy::disallowed_methods,
            reason = "virtual time has to begin somewhere"
        )]
        let now = Instant::now();
        let mut seen = Seen::new(now);
        assert!(seen.insert(now, 1));
        assert!(!seen.insert(now + GENERATION, 1), "seen a generation ago");
        for key in 2..1_000_000 {
            assert!(seen.insert(now + GENERATION, key));
        }
        assert!(seen.current.len() + seen.previous.len() <= 2 * CAPACITY);
    }
}
