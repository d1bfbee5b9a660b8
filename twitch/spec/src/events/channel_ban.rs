//! The table of bans and their ends (`channel.ban`, `channel.unban`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{boolean, date_time, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BAN_V1, UNBAN_V1];

/// Somebody was banned or timed out.
///
/// See [Twitch: `channel.ban`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelban).
pub const BAN_V1: EventType = EventType {
    name: "channel.ban",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:moderate"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        string("reason"),
        date_time("banned_at"),
        date_time("ends_at").nullable(),
        boolean("is_permanent").nullable(),
    ],
    ..EVENT_TYPE
};

/// Somebody may chat again.
///
/// See [Twitch: `channel.unban`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelunban).
pub const UNBAN_V1: EventType = EventType {
    name: "channel.unban",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:moderate"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
    ],
    ..EVENT_TYPE
};
