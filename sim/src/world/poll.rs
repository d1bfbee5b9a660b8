//! Polls of a channel; when they end is decided by whoever moves time.

use std::time::Duration;

use types::Timestamp;

/// One poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Poll {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) choices: Vec<Choice>,
    /// What an extra vote costs, if extra votes can be bought.
    pub(crate) channel_points_per_vote: Option<u32>,
    pub(crate) duration: Duration,
    pub(crate) started_at: Timestamp,
    pub(crate) state: PollState,
}

/// One choice of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) votes: u32,
}

/// What became of a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PollState {
    Active,
    /// Its time was over.
    Completed(Timestamp),
    /// Somebody ended it; the result stays to be seen.
    Terminated(Timestamp),
    /// Somebody ended it and hid it.
    Archived(Timestamp),
}

impl Poll {
    /// When its time is over, if it still runs.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        (self.state == PollState::Active).then(|| self.started_at.plus(self.duration))
    }
}
