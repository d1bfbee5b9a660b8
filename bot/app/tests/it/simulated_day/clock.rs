//! One clock for everybody: moments are told as the time since the day began, and turned into what each machine understands.

use std::time::{Duration, Instant};

use types::Timestamp;

/// The virtual clock; it moves only when told to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    base: Instant,
    elapsed: Duration,
}

impl Clock {
    /// A clock at the beginning of the day.
    pub(crate) fn new() -> Self {
        Self {
            base: Instant::now(),
            elapsed: Duration::ZERO,
        }
    }

    /// Moves on; never back.
    pub(crate) fn advance_to(&mut self, moment: Duration) {
        self.elapsed = self.elapsed.max(moment);
    }

    /// The time since the day began.
    pub(crate) fn elapsed(self) -> Duration {
        self.elapsed
    }

    /// What the client machines call now.
    pub(crate) fn now(self) -> Instant {
        self.base + self.elapsed
    }

    /// What the simulator calls now.
    pub(crate) fn date(self) -> Timestamp {
        STARTED_AT.plus(self.elapsed)
    }

    /// The first whole millisecond at which that instant has come; the simulator knows no finer time.
    pub(crate) fn moment_of(self, instant: Instant) -> Duration {
        let since = instant.saturating_duration_since(self.base);
        let whole = Duration::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
        if whole < since {
            whole + Duration::from_millis(1)
        } else {
            whole
        }
    }

    /// The same for a date of the simulator.
    pub(crate) fn moment_of_date(date: Timestamp) -> Duration {
        date.since(STARTED_AT)
    }
}

/// When the day begins.
pub(crate) const STARTED_AT: Timestamp = Timestamp::from_unix_millis(1_795_342_800_000);
