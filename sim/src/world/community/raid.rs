//! A raid that has been started and waits for its viewers. What happens when it sets off is seen in two channels and stands in `due`.

use std::time::Duration;

use types::{Timestamp, UserId};

/// A raid in its countdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raid {
    pub(crate) target: UserId,
    pub(crate) created_at: Timestamp,
}

impl Raid {
    /// When it sets off by itself.
    pub(crate) fn sets_off_at(&self) -> Timestamp {
        self.created_at.plus(COUNTDOWN)
    }
}

const COUNTDOWN: Duration = Duration::from_secs(90);
