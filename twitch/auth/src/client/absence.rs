//! Notices that the machine was asleep: the clock on the wall went on, the one that counts did not. Reads neither itself.

use std::time::{Duration, Instant, SystemTime};

/// Two clocks as they were when somebody last looked.
#[derive(Debug)]
pub(super) struct Absence {
    looked_at: Instant,
    wall: SystemTime,
}

impl Absence {
    /// Nobody was away yet.
    pub(super) fn new(now: Instant, wall: SystemTime) -> Self {
        Self {
            looked_at: now,
            wall,
        }
    }

    /// When to look again.
    pub(super) fn look_at(&self) -> Instant {
        self.looked_at + INTERVAL
    }

    /// Looks, and says whether the machine was asleep since the last look.
    ///
    /// A wall clock that somebody sets forward looks the same, which costs a validation.
    pub(super) fn was_away(&mut self, now: Instant, wall: SystemTime) -> bool {
        let counted = now.saturating_duration_since(self.looked_at);
        // One that was set back tells nothing.
        let shown = wall.duration_since(self.wall).unwrap_or_default();
        *self = Self::new(now, wall);
        shown > counted + NOTICEABLE
    }
}

/// How long a token may be lent after a sleep before somebody looks at it.
const INTERVAL: Duration = Duration::from_secs(30);
/// Less than this is a clock that is being put right.
const NOTICEABLE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test starts at any moment")]
    fn a04_a_sleep_is_noticed_and_a_clock_that_is_put_right_is_not() {
        let (now, wall) = (Instant::now(), SystemTime::UNIX_EPOCH + INTERVAL * 1_000);
        let seconds = Duration::from_secs;
        for (counted, shown, was_away) in [
            (seconds(30), seconds(30), false),
            (seconds(30), seconds(90), false),
            (seconds(30), seconds(91), true),
            (seconds(0), seconds(8 * 60 * 60), true),
            (seconds(8 * 60 * 60), seconds(8 * 60 * 60), false),
            (seconds(8 * 60 * 60), seconds(0), false),
        ] {
            let mut absence = Absence::new(now, wall);
            let found = absence.was_away(now + counted, wall + shown);
            assert_eq!(found, was_away, "{counted:?} counted, {shown:?} shown");
            let again = absence.was_away(now + counted, wall + shown);
            assert!(!again, "told once");
        }
        let mut absence = Absence::new(now, wall);
        assert!(
            !absence.was_away(now + INTERVAL, wall - seconds(3_600)),
            "set back"
        );
    }
}
