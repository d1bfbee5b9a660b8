//! The conditions that most event types are subscribed with; the rare ones stand with their types.

use crate::model::field::{Field, string};

/// The channel.
pub(crate) const BROADCASTER: &[Field] = &[string("broadcaster_user_id").required()];

/// The channel, and one of its moderators who asks.
pub(crate) const BROADCASTER_AND_MODERATOR: &[Field] = &[
    string("broadcaster_user_id").required(),
    string("moderator_user_id").required(),
];

/// The same two, in the order in which some types list them.
pub(crate) const MODERATOR_AND_BROADCASTER: &[Field] = &[
    string("moderator_user_id").required(),
    string("broadcaster_user_id").required(),
];

/// The channel, and the user who reads its chat.
pub(crate) const BROADCASTER_AND_USER: &[Field] = &[
    string("broadcaster_user_id").required(),
    string("user_id").required(),
];

/// The channel, and one of its rewards if only that is wanted.
pub(crate) const BROADCASTER_AND_REWARD: &[Field] = &[
    string("broadcaster_user_id").required(),
    string("reward_id"),
];

/// The application.
pub(crate) const CLIENT: &[Field] = &[string("client_id").required()];
