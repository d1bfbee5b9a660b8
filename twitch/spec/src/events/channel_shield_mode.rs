//! The table of Shield Mode (`channel.shield_mode.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{date_time, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1, END_V1];

/// Shield Mode was switched on.
///
/// See [Twitch: `channel.shield_mode.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshield_modebegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.shield_mode.begin",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:shield_mode", "moderator:manage:shield_mode"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        date_time("started_at"),
    ],
    ..EVENT_TYPE
};

/// Shield Mode was switched off.
///
/// See [Twitch: `channel.shield_mode.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshield_modeend).
pub const END_V1: EventType = EventType {
    name: "channel.shield_mode.end",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:shield_mode", "moderator:manage:shield_mode"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        date_time("ended_at"),
    ],
    ..EVENT_TYPE
};
