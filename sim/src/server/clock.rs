//! The clock of a server: the machine's own, or one that stands still until it is told to move.

use std::time::{Duration, Instant, SystemTime};

use types::Timestamp;

/// A clock that is running.
#[derive(Debug)]
pub(super) struct Ticking {
    /// The machine's monotonic clock at the start, if it is the one that counts.
    started: Option<Instant>,
    base: Timestamp,
}

impl Ticking {
    /// A clock that runs as time does outside.
    pub(super) fn real() -> Self {
        Self {
            started: Some(Instant::now()),
            base: wall_clock(),
        }
    }

    /// A clock that stands still until it is moved by hand.
    pub(super) fn manual(base: Timestamp) -> Self {
        Self {
            started: None,
            base,
        }
    }

    /// The moment it is, or the moment of the start on a clock that is moved by hand.
    pub(super) fn now(&self) -> Timestamp {
        match self.started {
            // The wall clock is read once only: it may jump, time here may not.
            Some(started) => self.base.plus(started.elapsed()),
            None => self.base,
        }
    }

    /// Accepts that time was moved ahead by hand; a real clock goes on from there.
    pub(super) fn catch_up(&mut self, moved_to: Timestamp) {
        self.base = self.base.plus(moved_to.since(self.now()));
    }

    /// How long to wait for a moment; for ever if only a hand moves time.
    pub(super) fn wait_for(&self, moment: Timestamp) -> Option<Duration> {
        self.started.map(|_| moment.since(self.now()))
    }
}

fn wall_clock() -> Timestamp {
    let since_1970 = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::default().plus(since_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_moved_by_hand_stands_where_it_was_put() {
        let start = Timestamp::from_unix_millis(1_000);
        let mut clock = Ticking::manual(start);
        assert_eq!(clock.now(), start);
        clock.catch_up(Timestamp::from_unix_millis(5_000));
        assert_eq!(clock.now(), Timestamp::from_unix_millis(5_000));
        assert_eq!(clock.wait_for(Timestamp::from_unix_millis(9_000)), None);
    }

    #[test]
    fn a_real_clock_that_was_moved_goes_on_from_there() {
        let mut clock = Ticking::real();
        let tomorrow = clock.now().plus(Duration::from_secs(86_400));
        clock.catch_up(tomorrow);
        assert!(clock.now() >= tomorrow);
        assert!(clock.now().since(tomorrow) < Duration::from_secs(60));
    }
}
