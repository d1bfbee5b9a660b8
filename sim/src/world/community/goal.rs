//! Creator goals. How far one is follows from the channel, so it is not kept here.

use types::Timestamp;

/// One goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) id: String,
    pub(crate) kind: GoalKind,
    pub(crate) description: String,
    pub(crate) target: u64,
    pub(crate) created_at: Timestamp,
}

/// What a goal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GoalKind {
    Followers,
    /// Points, of which dearer subscriptions give more.
    SubscriptionPoints,
    /// Bits since the goal was set.
    NewBits,
}

impl GoalKind {
    /// Twitch's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Followers => "follower",
            Self::SubscriptionPoints => "subscription",
            Self::NewBits => "new_bit",
        }
    }
}
