//! Channels in which nothing would appear for a while. Which answers of Twitch mean that is known elsewhere.

use std::collections::BTreeMap;
use std::time::Instant;

use types::UserId;

/// Why nothing would appear in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    /// The code with which the message before was refused.
    pub code: String,
    /// When that was, and until when nothing is tried, for people.
    pub said: String,
}

/// Where nothing would appear, until when, and why.
#[derive(Debug, Default)]
pub(super) struct Rests {
    resting: BTreeMap<UserId, (Instant, Reason)>,
}

impl Rests {
    pub(super) fn begin(&mut self, channel: &UserId, until: Instant, reason: Reason) {
        self.resting.insert(channel.clone(), (until, reason));
    }

    pub(super) fn end(&mut self, channel: &UserId) {
        self.resting.remove(channel);
    }

    /// Why nothing would appear in this channel, if that is so.
    pub(super) fn find(&mut self, now: Instant, channel: &UserId) -> Option<Reason> {
        let (until, reason) = self.resting.get(channel)?;
        if now < *until {
            return Some(reason.clone());
        }
        self.resting.remove(channel);
        None
    }
}
