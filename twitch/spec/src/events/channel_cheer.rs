//! The table of cheers (`channel.cheer`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{boolean, integer, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[CHEER_V1];

/// Somebody cheered.
///
/// See [Twitch: `channel.cheer`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcheer).
pub const CHEER_V1: EventType = EventType {
    name: "channel.cheer",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["bits:read"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        boolean("is_anonymous"),
        string("user_id").nullable(),
        string("user_login").nullable(),
        string("user_name").nullable(),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("message"),
        integer("bits"),
    ],
    ..EVENT_TYPE
};
