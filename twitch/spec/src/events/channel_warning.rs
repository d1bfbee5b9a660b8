//! The table of warnings (`channel.warning.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{array, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[ACKNOWLEDGE_V1, SEND_V1];

/// A warned user has read the warning.
///
/// See [Twitch: `channel.warning.acknowledge`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelwarningacknowledge).
pub const ACKNOWLEDGE_V1: EventType = EventType {
    name: "channel.warning.acknowledge",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:warnings", "moderator:manage:warnings"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
    ],
    ..EVENT_TYPE
};

/// A moderator warned a user.
///
/// See [Twitch: `channel.warning.send`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelwarningsend).
pub const SEND_V1: EventType = EventType {
    name: "channel.warning.send",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:warnings", "moderator:manage:warnings"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("reason").nullable(),
        array("chat_rules_cited", &string("")).nullable(),
    ],
    ..EVENT_TYPE
};
