//! A limit of so many per window that holds for every window, wherever the server lets it begin.
//!
//! It keeps a log of what was done. A bucket that refills evenly is simpler and wrong: it allows a full burst
//! and the refill within one window, almost twice the limit.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What was done lately, and how much more is allowed.
#[derive(Debug)]
pub(crate) struct SlidingLog {
    limit: usize,
    window: Duration,
    /// When how many were done, oldest first.
    done: VecDeque<(Instant, usize)>,
    total: usize,
}

impl SlidingLog {
    /// A log that goes on for another one, of which only the last entry is known: the worst is assumed of the others.
    pub(crate) fn used_up(limit: usize, window: Duration, last: Option<Instant>) -> Self {
        let mut log = Self {
            limit,
            window,
            done: VecDeque::new(),
            total: 0,
        };
        if let Some(last) = last {
            log.note(last, limit);
        }
        log
    }

    /// When something was last done, as far as that matters still.
    pub(crate) fn last(&self) -> Option<Instant> {
        self.done.back().map(|(at, _)| *at)
    }

    /// How many are allowed now.
    pub(crate) fn room(&mut self, now: Instant) -> usize {
        while let Some((at, count)) = self.done.front().copied() {
            if now < at + self.window {
                break;
            }
            self.done.pop_front();
            self.total -= count;
        }
        self.limit.saturating_sub(self.total)
    }

    /// Writes down that so many were done.
    pub(crate) fn note(&mut self, now: Instant, count: usize) {
        if count > 0 {
            self.done.push_back((now, count));
            self.total += count;
        }
    }

    /// When there is room again; nothing if there is some already.
    pub(crate) fn free_at(&self) -> Option<Instant> {
        let (oldest, _) = self.done.front().copied()?;
        (self.total >= self.limit).then(|| oldest + self.window)
    }
}
