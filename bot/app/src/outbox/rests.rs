//! Channels in which nothing would appear for a while. Which answers of Twitch mean that is known elsewhere.

use std::collections::BTreeMap;
use std::time::Instant;

use types::UserId;

/// Where nothing would appear, until when, and why.
#[derive(Debug, Default)]
pub(super) struct Rests {
    resting: BTreeMap<UserId, (Instant, String)>,
}

impl Rests {
    pub(super) fn begin(&mut self, channel: &UserId, until: Instant, code: &str) {
        self.resting
            .insert(channel.clone(), (until, code.to_owned()));
    }

    pub(super) fn end(&mut self, channel: &UserId) {
        self.resting.remove(channel);
    }

    /// Why nothing would appear in this channel, if that is so.
    pub(super) fn find(&mut self, now: Instant, channel: &UserId) -> Option<String> {
        let (until, code) = self.resting.get(channel)?;
        if now < *until {
            return Some(code.clone());
        }
        self.resting.remove(channel);
        None
    }
}
