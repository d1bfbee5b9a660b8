//! The table of suspicious users (`channel.suspicious_user.*`). Facts only, no behavior.

use crate::conditions::MODERATOR_AND_BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Alternate, Basis, array, integer, object, record, string};
use crate::shapes::EMOTE;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[MESSAGE_V1, UPDATE_V1];

/// A suspicious user wrote in chat.
///
/// See [Twitch: `channel.suspicious_user.message`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsuspicious_usermessage).
pub const MESSAGE_V1: EventType = EventType {
    name: "channel.suspicious_user.message",
    condition: MODERATOR_AND_BROADCASTER,
    scopes: EventScopes::any_of(&["moderator:read:suspicious_users"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("user_id"),
        string("user_name"),
        string("user_login"),
        string("low_trust_status").one_of(&[
            "none",
            "active_monitoring",
            "restricted",
            "no_treatment",
        ]),
        array("shared_ban_channel_ids", &string("")),
        array(
            "types",
            &string("").one_of(&[
                "manually_added",
                "ban_evader",
                "banned_in_shared_channel",
                "ban_evader_detector",
                "shared_channel_ban",
                "manual",
            ]),
        ),
        string("ban_evasion_evaluation").one_of(&["unknown", "possible", "likely"]),
        object(
            "message",
            &[
                string("message_id"),
                string("text"),
                array(
                    "fragments",
                    &record(&[
                        string("type").one_of(&["text", "emote", "cheermote"]),
                        string("text"),
                        object(
                            "cheermote",
                            &[
                                string("prefix"),
                                integer("bits").or_as(&[Alternate::NumericString]),
                                integer("tier").or_as(&[Alternate::NumericString]),
                            ],
                        )
                        .nullable()
                        .optional_by(Basis::Examples),
                        object("emote", EMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                    ]),
                ),
            ],
        ),
    ],
    ..EVENT_TYPE
};

/// The treatment of a suspicious user changed.
///
/// See [Twitch: `channel.suspicious_user.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelsuspicious_userupdate).
pub const UPDATE_V1: EventType = EventType {
    name: "channel.suspicious_user.update",
    condition: MODERATOR_AND_BROADCASTER,
    scopes: EventScopes::any_of(&["moderator:read:suspicious_users"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("moderator_user_id"),
        string("moderator_user_name"),
        string("moderator_user_login"),
        string("user_id"),
        string("user_name"),
        string("user_login"),
        string("low_trust_status").one_of(&[
            "none",
            "active_monitoring",
            "restricted",
            "no_treatment",
        ]),
    ],
    ..EVENT_TYPE
};
