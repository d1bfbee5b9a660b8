//! When the next line is due, so that a rate is kept to the line however rarely somebody looks.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use types::Timestamp;

/// The rhythm of lines.
#[derive(Debug)]
pub(super) struct Pace {
    /// Between two lines on average.
    gap_nanos: f64,
    /// When the next line is due; not known before the first moment.
    due: Option<Due>,
    random: ChaCha12Rng,
}

/// A moment finer than a millisecond, because fast chats have several lines in one.
#[derive(Debug, Clone, Copy)]
struct Due {
    millis: i64,
    nanos: f64,
}

impl Pace {
    /// So many lines a second.
    pub(super) fn new(lines_per_second: f64, seed: u64) -> Self {
        let rate = if lines_per_second.is_finite() {
            lines_per_second.clamp(SLOWEST, FASTEST)
        } else {
            FASTEST
        };
        Self {
            gap_nanos: 1e9 / rate,
            due: None,
            random: ChaCha12Rng::seed_from_u64(seed ^ PACE_SEED),
        }
    }

    /// The first moment; later calls change nothing.
    pub(super) fn begin(&mut self, now: Timestamp) {
        self.due.get_or_insert(Due {
            millis: now.as_unix_millis(),
            nanos: 0.0,
        });
    }

    /// When the next line is due, once it has begun.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.due.map(|due| {
            // Whoever looks in whole milliseconds shall find the line due.
            let beyond = i64::from(due.nanos > 0.0);
            Timestamp::from_unix_millis(due.millis + beyond)
        })
    }

    /// Whether a line is due; if so the next one is scheduled.
    pub(super) fn take(&mut self, now: Timestamp) -> bool {
        let is_due = self.next_at().is_some_and(|next| next <= now);
        if is_due {
            let gap = self.gap();
            if let Some(due) = &mut self.due {
                due.advance(gap);
            }
        }
        is_due
    }

    /// Nothing is due before `until`, and what was due is not made up for.
    pub(super) fn postpone(&mut self, until: Timestamp) {
        self.due = Some(Due {
            millis: until.as_unix_millis(),
            nanos: 0.0,
        });
    }

    /// People do not speak like a clock, unless there are so many that nobody can tell.
    fn gap(&mut self) -> f64 {
        if self.gap_nanos < EVEN_BELOW_NANOS {
            self.gap_nanos
        } else {
            self.gap_nanos * self.random.random_range(0.25..1.75)
        }
    }
}

impl Due {
    fn advance(&mut self, gap_nanos: f64) {
        self.nanos += gap_nanos;
        let whole = (self.nanos / NANOS_PER_MILLI).floor();
        self.nanos -= whole * NANOS_PER_MILLI;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the slowest pace is hours, not ages"
        )]
        let whole = whole as i64;
        self.millis += whole;
    }
}

const NANOS_PER_MILLI: f64 = 1e6;
/// Fifty lines a second.
const EVEN_BELOW_NANOS: f64 = 2e7;
/// One line in ten thousand seconds.
const SLOWEST: f64 = 1e-4;
/// More than any machine formats.
const FASTEST: f64 = 1e7;
const PACE_SEED: u64 = 0x7061_6365;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_lines_are_due_as_the_rate_says_however_rarely_one_looks() {
        for (rate, step, seconds, expected) in [
            (2_000.0, 1, 10, 20_000),
            (2_000.0, 7, 10, 20_000),
            (3.0, 1_000, 1_000, 3_000),
            (500_000.0, 1, 2, 1_000_000),
        ] {
            let mut pace = Pace::new(rate, 1);
            pace.begin(Timestamp::from_unix_millis(0));
            let mut lines = 0;
            for millis in (0..seconds * 1_000).step_by(step) {
                while pace.take(Timestamp::from_unix_millis(millis)) {
                    lines += 1;
                }
            }
            let off = i64::abs(lines - expected);
            assert!(
                off <= expected / 20,
                "{rate} lines/s: {lines} of {expected}"
            );
        }
    }
}
