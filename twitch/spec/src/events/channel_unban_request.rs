//! The table of requests to be unbanned (`channel.unban_request.*`). Facts only, no behavior.

use crate::conditions::MODERATOR_AND_BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{date_time, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[CREATE_V1, RESOLVE_V1];

/// Somebody asked to be unbanned.
///
/// See [Twitch: `channel.unban_request.create`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelunban_requestcreate).
pub const CREATE_V1: EventType = EventType {
    name: "channel.unban_request.create",
    condition: MODERATOR_AND_BROADCASTER,
    scopes: EventScopes::any_of(&[
        "moderator:read:unban_requests",
        "moderator:manage:unban_requests",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("text"),
        date_time("created_at"),
    ],
    ..EVENT_TYPE
};

/// A request to be unbanned was decided on.
///
/// See [Twitch: `channel.unban_request.resolve`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelunban_requestresolve).
pub const RESOLVE_V1: EventType = EventType {
    name: "channel.unban_request.resolve",
    condition: MODERATOR_AND_BROADCASTER,
    scopes: EventScopes::any_of(&[
        "moderator:read:unban_requests",
        "moderator:manage:unban_requests",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_id")
            .nullable()
            .aliases(&["moderator_user_id"]),
        string("moderator_login")
            .nullable()
            .aliases(&["moderator_user_login"]),
        string("moderator_name")
            .nullable()
            .aliases(&["moderator_user_name"]),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("resolution_text").nullable(),
        string("status").one_of(&["approved", "canceled", "denied"]),
    ],
    doubtful: &["table says moderator_id/login/name; example and clients use moderator_user_*"],
    ..EVENT_TYPE
};
