//! Counts calls in a window that slides, so that no window of that length holds too many, wherever it begins. Decides nothing.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The calls that still count.
///
/// Twitch counts a call at some moment between its sending and its answer, and nobody knows which. So a call counts
/// from its sending until a window after its answer: calls that were slow on their way cannot meet later ones.
/// A steadily filling bucket and a window that begins at the worst moment are both satisfied by that; a limiter that
/// only lets calls trickle would allow nearly twice the limit in such a window.
#[derive(Debug)]
pub(super) struct Log {
    window: Duration,
    under_way: u32,
    /// When each answered call stops counting, in order.
    ends: VecDeque<Instant>,
}

impl Log {
    pub(super) fn new(window: Duration) -> Self {
        Self {
            window,
            under_way: 0,
            ends: VecDeque::new(),
        }
    }

    /// A call is sent.
    pub(super) fn start(&mut self) {
        self.under_way += 1;
    }

    /// A call was answered.
    pub(super) fn finish(&mut self, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        self.keep_until(now + self.window + MARGIN);
    }

    /// Nobody waits for the answer any longer, but the call may still be on its way to Twitch.
    pub(super) fn lose(&mut self, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        self.keep_until(now + STRAGGLING + self.window + MARGIN);
    }

    /// A call turned out not to count.
    pub(super) fn forget(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Lets go of what no longer counts.
    pub(super) fn refresh(&mut self, now: Instant) {
        while self.ends.front().is_some_and(|end| *end <= now) {
            self.ends.pop_front();
        }
    }

    /// How many calls count.
    pub(super) fn used(&self) -> u32 {
        self.under_way
            .saturating_add(u32::try_from(self.ends.len()).unwrap_or(u32::MAX))
    }

    /// When the next call stops counting, if one has been answered.
    pub(super) fn frees_at(&self) -> Option<Instant> {
        self.ends.front().copied()
    }

    /// When there is room for one call more than the `ahead` that come first, as far as that can be told.
    pub(super) fn room_at(&self, now: Instant, limit: u32, ahead: u32) -> Instant {
        let free = limit.saturating_sub(self.used());
        if ahead < free {
            return now;
        }
        let limit = limit.max(1);
        let behind = ahead - free;
        let rounds = behind / limit;
        let end = usize::try_from(behind % limit)
            .ok()
            .and_then(|position| self.ends.get(position))
            .copied();
        let first = end.unwrap_or(now + self.window);
        first + self.window.saturating_mul(rounds)
    }

    fn keep_until(&mut self, end: Instant) {
        let position = self.ends.partition_point(|known| *known <= end);
        self.ends.insert(position, end);
    }
}

/// What two clocks may drift apart in a window.
const MARGIN: Duration = Duration::from_millis(100);

/// How long a call may be on its way that nobody waits for: no exchange takes longer.
const STRAGGLING: Duration = Duration::from_secs(15);
