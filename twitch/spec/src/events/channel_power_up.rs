//! The table of custom Power-ups (`channel.custom_power_up_redemption.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_REWARD;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{date_time, integer, object, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[REDEMPTION_ADD_V1];

/// Somebody redeemed a custom Power-up.
///
/// See [Twitch: `channel.custom_power_up_redemption.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcustom_power_up_redemptionadd).
pub const REDEMPTION_ADD_V1: EventType = EventType {
    name: "channel.custom_power_up_redemption.add",
    condition: BROADCASTER_AND_REWARD,
    scopes: EventScopes::any_of(&["bits:read"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("user_input").may_be_empty(),
        string("status").one_of(&["unknown", "unfulfilled", "fulfilled", "canceled"]),
        object(
            "custom_power_up",
            &[
                string("id"),
                string("title"),
                integer("bits"),
                string("prompt").may_be_empty(),
            ],
        ),
        date_time("redeemed_at"),
    ],
    ..EVENT_TYPE
};
