//! The table of subscriptions (`channel.subscribe`, `channel.subscription.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, Field, array, boolean, integer, object, record, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[SUBSCRIBE_V1, END_V1, GIFT_V1, MESSAGE_V1];

/// Somebody subscribed; renewals come otherwise.
///
/// See [Twitch: `channel.subscribe`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsubscribe).
pub const SUBSCRIBE_V1: EventType = EventType {
    name: "channel.subscribe",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:subscriptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: SUBSCRIPTION,
    ..EVENT_TYPE
};

/// A subscription ended.
///
/// See [Twitch: `channel.subscription.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsubscriptionend).
pub const END_V1: EventType = EventType {
    name: "channel.subscription.end",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:subscriptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: SUBSCRIPTION,
    ..EVENT_TYPE
};

/// Somebody gave subscriptions.
///
/// See [Twitch: `channel.subscription.gift`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsubscriptiongift).
pub const GIFT_V1: EventType = EventType {
    name: "channel.subscription.gift",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:subscriptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("user_id").nullable(),
        string("user_login").nullable(),
        string("user_name").nullable(),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        integer("total"),
        string("tier").one_of(&["1000", "2000", "3000"]),
        integer("cumulative_total").nullable(),
        boolean("is_anonymous"),
    ],
    ..EVENT_TYPE
};

/// Somebody told chat that their subscription goes on.
///
/// See [Twitch: `channel.subscription.message`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsubscriptionmessage).
pub const MESSAGE_V1: EventType = EventType {
    name: "channel.subscription.message",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:subscriptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("tier").one_of(&["1000", "2000", "3000"]),
        object(
            "message",
            &[
                string("text"),
                array(
                    "emotes",
                    &record(&[integer("begin"), integer("end"), string("id")]),
                )
                .nullable_by(Basis::Clients),
            ],
        ),
        integer("cumulative_months"),
        integer("streak_months").nullable(),
        integer("duration_months"),
    ],
    ..EVENT_TYPE
};

/// A subscription.
const SUBSCRIPTION: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
    string("tier").one_of(&["1000", "2000", "3000"]),
    boolean("is_gift"),
];
