//! The table of what AutoMod tells (`automod.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{
    Alternate, Basis, Field, array, boolean, date_time, integer, object, record, string,
};
use crate::shapes::{CHEERMOTE, EMOTE};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[
    MESSAGE_HOLD_V1,
    MESSAGE_HOLD_V2,
    MESSAGE_UPDATE_V1,
    MESSAGE_UPDATE_V2,
    SETTINGS_UPDATE_V1,
    TERMS_UPDATE_V1,
];

/// AutoMod held a message.
///
/// See [Twitch: `automod.message.hold`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodmessagehold).
pub const MESSAGE_HOLD_V1: EventType = EventType {
    name: "automod.message.hold",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:manage:automod"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("message_id"),
        object("message", MESSAGE_V1).or_as(&[Alternate::String]),
        string("category"),
        integer("level").at_least(1),
        date_time("held_at"),
        object("fragments", FRAGMENTS_V1).optional_by(Basis::Examples),
    ],
    doubtful: &[
        "table: message is an object with fragments; example: message is a string with fragments beside it; example level is 5",
    ],
    ..EVENT_TYPE
};

/// AutoMod held a message.
///
/// See [Twitch: `automod.message.hold`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodmessagehold-v2).
pub const MESSAGE_HOLD_V2: EventType = EventType {
    name: "automod.message.hold",
    version: "2",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:manage:automod"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("message_id"),
        object(
            "message",
            &[
                string("text"),
                array(
                    "fragments",
                    &record(&[
                        string("type").one_of(&["text", "emote", "cheermote"]),
                        string("text"),
                        object("emote", EMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                        object("cheermote", CHEERMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                    ]),
                ),
            ],
        ),
        date_time("held_at"),
        string("reason").one_of(&["automod", "blocked_term"]),
        object("automod", VERDICT).nullable(),
        object("blocked_term", BLOCKED_TERM).nullable(),
    ],
    ..EVENT_TYPE
};

/// A held message was allowed, denied, or expired.
///
/// See [Twitch: `automod.message.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodmessageupdate).
pub const MESSAGE_UPDATE_V1: EventType = EventType {
    name: "automod.message.update",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:manage:automod"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("moderator_user_id"),
        string("moderator_user_name"),
        string("moderator_user_login"),
        string("message_id"),
        object("message", MESSAGE_V1).or_as(&[Alternate::String]),
        string("category"),
        integer("level").at_least(1),
        string("status").one_of(&[
            "Approved", "Denied", "Expired", "approved", "denied", "expired",
        ]),
        date_time("held_at"),
        object("fragments", FRAGMENTS_V1).optional_by(Basis::Examples),
    ],
    doubtful: &[
        "table: message is an object with fragments; example: message is a string with fragments beside it; example level is 5",
    ],
    ..EVENT_TYPE
};

/// A held message was allowed, denied, or expired.
///
/// See [Twitch: `automod.message.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodmessageupdate-v2).
pub const MESSAGE_UPDATE_V2: EventType = EventType {
    name: "automod.message.update",
    version: "2",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:manage:automod"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("moderator_user_id"),
        string("moderator_user_name"),
        string("moderator_user_login"),
        string("message_id"),
        object(
            "message",
            &[
                string("text"),
                array(
                    "fragments",
                    &record(&[
                        string("text"),
                        string("type").one_of(&["text", "emote", "cheermote"]),
                        object("emote", EMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                        object("cheermote", CHEERMOTE)
                            .nullable()
                            .optional_by(Basis::Examples),
                    ]),
                ),
            ],
        ),
        string("status").one_of(&[
            "Approved", "Denied", "Expired", "approved", "denied", "expired",
        ]),
        date_time("held_at"),
        string("reason").one_of(&["automod", "blocked_term"]),
        object("automod", VERDICT).nullable(),
        object("blocked_term", BLOCKED_TERM).nullable(),
    ],
    ..EVENT_TYPE
};

/// Somebody changed how strict AutoMod is.
///
/// See [Twitch: `automod.settings.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodsettingsupdate).
pub const SETTINGS_UPDATE_V1: EventType = EventType {
    name: "automod.settings.update",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:automod_settings"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        integer("bullying").between(0, 4),
        integer("overall_level").nullable().between(0, 4),
        integer("disability").between(0, 4),
        integer("race_ethnicity_or_religion").between(0, 4),
        integer("misogyny").between(0, 4),
        integer("sexuality_sex_or_gender").between(0, 4),
        integer("aggression").between(0, 4),
        integer("sex_based_terms").between(0, 4),
        integer("swearing").between(0, 4),
    ],
    doubtful: &[
        "example wraps the fields in event.data[]; table and clients have them directly in event",
    ],
    ..EVENT_TYPE
};

/// Terms were allowed or blocked.
///
/// See [Twitch: `automod.terms.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#automodtermsupdate).
pub const TERMS_UPDATE_V1: EventType = EventType {
    name: "automod.terms.update",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:manage:automod"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        string("action").one_of(&[
            "add_permitted",
            "remove_permitted",
            "add_blocked",
            "remove_blocked",
        ]),
        boolean("from_automod"),
        array("terms", &string("")),
    ],
    ..EVENT_TYPE
};

/// A held message, version 1.
const MESSAGE_V1: &[Field] = &[
    string("text"),
    array(
        "fragments",
        &record(&[
            string("type")
                .optional_by(Basis::Clients)
                .one_of(&["text", "emote", "cheermote"]),
            string("text"),
            object("emote", EMOTE)
                .nullable()
                .optional_by(Basis::Examples),
            object("cheermote", CHEERMOTE)
                .nullable()
                .optional_by(Basis::Examples),
        ]),
    ),
];

/// The parts of a held message as some payloads list them, version 1.
const FRAGMENTS_V1: &[Field] = &[
    array(
        "emotes",
        &record(&[
            string("text"),
            string("id"),
            string("set-id").aliases(&["set_id", "emote_set_id"]),
        ]),
    ),
    array(
        "cheermotes",
        &record(&[
            string("text"),
            integer("amount").aliases(&["bits"]),
            string("prefix"),
            integer("tier"),
        ]),
    ),
];

/// The blocked terms that were found.
const BLOCKED_TERM: &[Field] = &[array(
    "terms_found",
    &record(&[
        string("term_id"),
        object("boundary", BOUNDARY),
        string("owner_broadcaster_user_id"),
        string("owner_broadcaster_user_login"),
        string("owner_broadcaster_user_name"),
    ]),
)];

/// What AutoMod thinks of a message.
const VERDICT: &[Field] = &[
    string("category"),
    integer("level").between(1, 4),
    array("boundaries", &record(BOUNDARY)),
];

/// A stretch of the text.
const BOUNDARY: &[Field] = &[integer("start_pos"), integer("end_pos")];
