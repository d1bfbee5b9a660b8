//! The table of who moderates (`channel.moderator.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Field, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[ADD_V1, REMOVE_V1];

/// Somebody became a moderator.
///
/// See [Twitch: `channel.moderator.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelmoderatoradd).
pub const ADD_V1: EventType = EventType {
    name: "channel.moderator.add",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["moderation:read"]),
    authorizer: Some("broadcaster_user_id"),
    event: MODERATOR,
    ..EVENT_TYPE
};

/// Somebody is no longer a moderator.
///
/// See [Twitch: `channel.moderator.remove`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelmoderatorremove).
pub const REMOVE_V1: EventType = EventType {
    name: "channel.moderator.remove",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["moderation:read"]),
    authorizer: Some("broadcaster_user_id"),
    event: MODERATOR,
    ..EVENT_TYPE
};

/// The channel and the moderator.
const MODERATOR: &[Field] = &[
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
    string("user_id"),
    string("user_login"),
    string("user_name"),
];
