//! Polls of a channel, and the votes in them. Who may start or end one is decided by the doors.

use std::collections::BTreeSet;
use std::time::Duration;

use types::{Timestamp, UserId};

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
    /// Who has used the one vote that everybody has.
    pub(crate) voters: BTreeSet<UserId>,
}

/// One choice of a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) title: String,
    /// All votes, those bought as well.
    pub(crate) votes: u32,
    pub(crate) channel_points_votes: u32,
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
    /// Counts somebody's own vote; false if it was given before.
    pub(crate) fn vote(&mut self, user: &UserId, position: usize) -> bool {
        let Some(choice) = self.choices.get_mut(position) else {
            return false;
        };
        let is_new = self.voters.insert(user.clone());
        choice.votes += u32::from(is_new);
        is_new
    }

    /// Counts votes that were paid for.
    pub(crate) fn add_bought_votes(&mut self, position: usize, count: u32) {
        if let Some(choice) = self.choices.get_mut(position) {
            choice.votes = choice.votes.saturating_add(count);
            choice.channel_points_votes = choice.channel_points_votes.saturating_add(count);
        }
    }

    /// Ends it if its time is over.
    pub(crate) fn handle_timeout(&mut self, now: Timestamp) {
        if let Some(end) = self.ends_at().filter(|end| *end <= now) {
            self.state = PollState::Completed(end);
        }
    }

    /// Whether votes are taken.
    pub(crate) fn is_running(&self) -> bool {
        self.state == PollState::Active
    }

    /// When its time is over, if it still runs.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        self.is_running()
            .then(|| self.started_at.plus(self.duration))
    }
}
