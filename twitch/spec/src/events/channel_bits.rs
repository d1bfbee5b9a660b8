//! The table of uses of Bits (`channel.bits.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, array, integer, object, record, string};
use crate::shapes::{CHEERMOTE, EMOTE_WITH_OWNER};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[USE_V1];

/// Somebody used Bits in the channel.
///
/// See [Twitch: `channel.bits.use`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelbitsuse).
pub const USE_V1: EventType = EventType {
    name: "channel.bits.use",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["bits:read"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        integer("bits"),
        string("type").one_of(&["cheer", "power_up", "custom_power_up"]),
        object(
            "message",
            &[
                string("text"),
                array(
                    "fragments",
                    &record(&[
                        string("text"),
                        string("type").one_of(&["text", "emote", "cheermote"]),
                        object("emote", EMOTE_WITH_OWNER)
                            .nullable()
                            .optional_by(Basis::Examples),
                        object("cheermote", CHEERMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                    ]),
                ),
            ],
        )
        .nullable(),
        object(
            "power_up",
            &[
                string("type").one_of(&["message_effect", "celebration", "gigantify_an_emote"]),
                object("emote", &[string("id"), string("name")]).nullable(),
                string("message_effect_id").nullable(),
            ],
        )
        .nullable(),
        object("custom_power_up", &[string("title"), string("reward_id")])
            .nullable()
            .optional_by(Basis::Examples),
    ],
    doubtful: &["combo type was removed in 2026; older payloads may still carry it"],
    ..EVENT_TYPE
};
