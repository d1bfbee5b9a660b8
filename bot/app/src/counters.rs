//! What a running bot counts, for the status line, the summary and later the metrics.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The counters; shared, and never going backwards.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Lines of chat that were read, of any kind that a person would see.
    pub chat_lines: Counter,
    /// Lines that came faster than they could be read and were dropped; they are not among those that were read.
    pub chat_lines_dropped: Counter,
    /// Commands that were understood and obeyed.
    pub commands: Counter,
    /// Messages that Twitch took.
    pub replies_sent: Counter,
    /// Messages that Twitch, or our own limits, did not let through; each with its reason in the log.
    pub replies_dropped: Counter,
    /// New tokens that were got and kept.
    pub tokens_refreshed: Counter,
    /// Tasks of the bot that broke down and were started again.
    pub restarts: Counter,
    /// What should not have happened.
    pub errors: Counter,
    answer_times: Mutex<VecDeque<Duration>>,
}

/// One number that grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counters {
    /// Notes how long an answer took.
    pub(crate) fn note_answer_time(&self, time: Duration) {
        let mut times = self
            .answer_times
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if times.len() == ANSWER_TIMES {
            times.pop_front();
        }
        times.push_back(time);
    }

    /// The median of the last answer times; it is asked for twice a second, and takes no memory for that.
    pub(crate) fn answer_time(&self) -> Option<Duration> {
        let times = self
            .answer_times
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut last = [Duration::ZERO; ANSWER_TIMES];
        let last = last.get_mut(..times.len())?;
        for (place, time) in last.iter_mut().zip(times.iter()) {
            *place = *time;
        }
        let middle = last.len() / 2;
        (!last.is_empty()).then(|| *last.select_nth_unstable(middle).1)
    }
}

impl Counter {
    /// Counts one more.
    pub(crate) fn increment(&self) {
        self.add(1);
    }

    /// Counts so many more.
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// The count.
    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Enough for a steady median, few enough to follow a change within minutes.
const ANSWER_TIMES: usize = 101;
