//! Channels: what belongs to one broadcaster, and what everybody else is there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use types::{Timestamp, UserId};

/// One channel.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) broadcaster: UserId,
    pub(crate) title: String,
    pub(crate) game_id: String,
    pub(crate) game_name: String,
    pub(crate) language: String,
    pub(crate) delay: Duration,
    pub(crate) tags: Vec<String>,
    pub(crate) content_labels: Vec<String>,
    pub(crate) is_branded_content: bool,
    pub(crate) moderators: BTreeSet<UserId>,
    pub(crate) vips: BTreeSet<UserId>,
    pub(crate) editors: BTreeSet<UserId>,
    pub(crate) followers: BTreeMap<UserId, Timestamp>,
    pub(crate) subscribers: BTreeMap<UserId, Subscription>,
    /// Bans and timeouts, by the person they hit.
    pub(crate) bans: BTreeMap<UserId, Ban>,
    pub(crate) settings: ChatSettings,
    /// Since when it is live; offline if not.
    pub(crate) live_since: Option<Timestamp>,
}

impl Channel {
    /// Whether somebody is the broadcaster or one of the moderators.
    pub(crate) fn may_moderate(&self, user: &UserId) -> bool {
        self.broadcaster == *user || self.moderators.contains(user)
    }

    /// Whether somebody is the broadcaster or one of the editors.
    pub(crate) fn may_edit(&self, user: &UserId) -> bool {
        self.broadcaster == *user || self.editors.contains(user)
    }

    /// The ban or timeout that keeps somebody out at this moment.
    pub(crate) fn ban_of(&self, user: &UserId, now: Timestamp) -> Option<&Ban> {
        self.bans.get(user).filter(|ban| ban.holds(now))
    }
}

/// One person's subscription to a channel.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    /// `1000`, `2000` or `3000`.
    pub(crate) tier: String,
    /// All months together, as `badge-info` shows them.
    pub(crate) months: u32,
    /// Who pays for it, if it was given.
    pub(crate) gifter: Option<UserId>,
}

impl Subscription {
    /// What it counts towards the broadcaster's points.
    pub(crate) fn points(&self) -> u64 {
        match self.tier.as_str() {
            "3000" => 6,
            "2000" => 2,
            _ => 1,
        }
    }
}

/// A ban, or a timeout if it ends.
#[derive(Debug, Clone)]
pub(crate) struct Ban {
    pub(crate) moderator: UserId,
    pub(crate) reason: String,
    pub(crate) created_at: Timestamp,
    pub(crate) ends_at: Option<Timestamp>,
}

impl Ban {
    /// Whether it has not ended yet.
    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| end > now)
    }
}

/// The modes of a chat room.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChatSettings {
    pub(crate) is_emote_only: bool,
    /// How long one must have followed; anybody may speak if not set.
    pub(crate) followers_only: Option<Duration>,
    pub(crate) slow_mode: Option<Duration>,
    pub(crate) is_subscribers_only: bool,
    pub(crate) is_unique_chat: bool,
    /// Whether only those may speak who verified a phone number.
    pub(crate) is_verified_phone_only: bool,
    /// How long viewers wait for what moderators see at once; nobody is made to wait here.
    pub(crate) moderator_head_start: Option<Duration>,
}
