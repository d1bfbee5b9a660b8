//! Notices that the computer slept: the clock on the wall went on, and the one that counts running time did not.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// The two clocks as they stood when they were last compared.
#[derive(Debug)]
pub(super) struct Sleeper {
    wall: SystemTime,
    running: Instant,
}

impl Sleeper {
    pub(super) const fn new(wall: SystemTime, running: Instant) -> Self {
        Self { wall, running }
    }

    /// Whether the computer slept since this was last asked. A clock that was set forward looks the same;
    /// all that follows is a question to the server too many.
    pub(super) fn has_slept(&mut self, wall: SystemTime, running: Instant) -> bool {
        let ran = running.saturating_duration_since(self.running);
        let passed = wall.duration_since(self.wall).unwrap_or(Duration::ZERO);
        *self = Self { wall, running };
        passed > ran + SLEEP
    }
}

/// What is too much for two clocks that merely drift.
const SLEEP: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn n03_n04_only_a_wall_clock_that_ran_ahead_tells_of_sleep() {
        let (wall, running) = (SystemTime::UNIX_EPOCH, Instant::now());
        let seconds = Duration::from_secs;
        let hour = seconds(3600);
        for (passed, ran, expected) in [
            (hour, hour, false),
            (hour + seconds(9), hour, false),
            (hour, seconds(15), true),
            (seconds(0), hour, false),
        ] {
            let mut sleeper = Sleeper::new(wall, running);
            let has_slept = sleeper.has_slept(wall + passed, running + ran);
            assert_eq!(has_slept, expected, "{passed:?} against {ran:?}");
            let again = sleeper.has_slept(wall + passed, running + ran);
            assert!(!again, "it is told once");
        }
    }
}
