//! The table of Shoutouts (`channel.shoutout.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{date_time, integer, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[CREATE_V1, RECEIVE_V1];

/// The channel gave a Shoutout.
///
/// See [Twitch: `channel.shoutout.create`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshoutoutcreate).
pub const CREATE_V1: EventType = EventType {
    name: "channel.shoutout.create",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:shoutouts", "moderator:manage:shoutouts"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("to_broadcaster_user_id"),
        string("to_broadcaster_user_login"),
        string("to_broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        integer("viewer_count"),
        date_time("started_at"),
        date_time("cooldown_ends_at"),
        date_time("target_cooldown_ends_at"),
    ],
    ..EVENT_TYPE
};

/// The channel was given a Shoutout.
///
/// See [Twitch: `channel.shoutout.receive`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshoutoutreceive).
pub const RECEIVE_V1: EventType = EventType {
    name: "channel.shoutout.receive",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:shoutouts", "moderator:manage:shoutouts"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("from_broadcaster_user_id"),
        string("from_broadcaster_user_login"),
        string("from_broadcaster_user_name"),
        integer("viewer_count"),
        date_time("started_at"),
    ],
    ..EVENT_TYPE
};
