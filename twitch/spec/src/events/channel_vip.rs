//! The table of who is a VIP (`channel.vip.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Field, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[ADD_V1, REMOVE_V1];

/// Somebody became a VIP.
///
/// See [Twitch: `channel.vip.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelvipadd).
pub const ADD_V1: EventType = EventType {
    name: "channel.vip.add",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:vips", "channel:manage:vips"]),
    authorizer: Some("broadcaster_user_id"),
    event: VIP,
    ..EVENT_TYPE
};

/// Somebody is no longer a VIP.
///
/// See [Twitch: `channel.vip.remove`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelvipremove).
pub const REMOVE_V1: EventType = EventType {
    name: "channel.vip.remove",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:vips", "channel:manage:vips"]),
    authorizer: Some("broadcaster_user_id"),
    event: VIP,
    ..EVENT_TYPE
};

/// The channel and the VIP.
const VIP: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
];
