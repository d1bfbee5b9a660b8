//! The table of everything that moderators do (`channel.moderate`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, Field, array, boolean, date_time, integer, object, string};
use crate::shapes::USER;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[MODERATE_V1, MODERATE_V2];

/// A moderator did something.
///
/// See [Twitch: `channel.moderate`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelmoderate).
pub const MODERATE_V1: EventType = EventType {
    name: "channel.moderate",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes {
        all_of: &["moderator:read:moderators", "moderator:read:vips"],
        all_of_any_of: &[
            &[
                "moderator:read:blocked_terms",
                "moderator:manage:blocked_terms",
            ],
            &[
                "moderator:read:chat_settings",
                "moderator:manage:chat_settings",
            ],
            &[
                "moderator:read:unban_requests",
                "moderator:manage:unban_requests",
            ],
            &[
                "moderator:read:banned_users",
                "moderator:manage:banned_users",
            ],
            &[
                "moderator:read:chat_messages",
                "moderator:manage:chat_messages",
            ],
        ],
        ..EventScopes::NONE
    },
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("source_broadcaster_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_login")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        string("action").one_of(&[
            "ban",
            "timeout",
            "unban",
            "untimeout",
            "clear",
            "emoteonly",
            "emoteonlyoff",
            "followers",
            "followersoff",
            "uniquechat",
            "uniquechatoff",
            "slow",
            "slowoff",
            "subscribers",
            "subscribersoff",
            "unraid",
            "delete",
            "unvip",
            "vip",
            "raid",
            "add_blocked_term",
            "add_permitted_term",
            "remove_blocked_term",
            "remove_permitted_term",
            "mod",
            "unmod",
            "approve_unban_request",
            "deny_unban_request",
            "shared_chat_ban",
            "shared_chat_timeout",
            "shared_chat_untimeout",
            "shared_chat_unban",
            "shared_chat_delete",
        ]),
        object("followers", &[integer("follow_duration_minutes")])
            .nullable()
            .optional_by(Basis::Examples),
        object("slow", &[integer("wait_time_seconds")])
            .nullable()
            .optional_by(Basis::Examples),
        object("vip", USER).nullable().optional_by(Basis::Examples),
        object("unvip", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("mod", USER).nullable().optional_by(Basis::Examples),
        object("unmod", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("ban", BAN).nullable().optional_by(Basis::Examples),
        object("unban", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("timeout", TIMEOUT)
            .nullable()
            .optional_by(Basis::Examples),
        object("untimeout", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("raid", RAID).nullable().optional_by(Basis::Examples),
        object("unraid", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("delete", DELETE)
            .nullable()
            .optional_by(Basis::Examples),
        object("automod_terms", AUTOMOD_TERMS)
            .nullable()
            .optional_by(Basis::Examples),
        object("unban_request", UNBAN_REQUEST)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_ban", BAN)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_unban", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_timeout", TIMEOUT)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_untimeout", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_delete", DELETE)
            .nullable()
            .optional_by(Basis::Examples),
    ],
    ..EVENT_TYPE
};

/// A moderator did something.
///
/// See [Twitch: `channel.moderate`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelmoderate-v2).
pub const MODERATE_V2: EventType = EventType {
    name: "channel.moderate",
    version: "2",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes {
        all_of: &["moderator:read:moderators", "moderator:read:vips"],
        all_of_any_of: &[
            &[
                "moderator:read:blocked_terms",
                "moderator:manage:blocked_terms",
            ],
            &[
                "moderator:read:chat_settings",
                "moderator:manage:chat_settings",
            ],
            &[
                "moderator:read:unban_requests",
                "moderator:manage:unban_requests",
            ],
            &[
                "moderator:read:banned_users",
                "moderator:manage:banned_users",
            ],
            &[
                "moderator:read:chat_messages",
                "moderator:manage:chat_messages",
            ],
            &["moderator:read:warnings", "moderator:manage:warnings"],
        ],
        ..EventScopes::NONE
    },
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("source_broadcaster_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_login")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_id"),
        string("moderator_user_login"),
        string("moderator_user_name"),
        string("action").one_of(&[
            "ban",
            "timeout",
            "unban",
            "untimeout",
            "clear",
            "emoteonly",
            "emoteonlyoff",
            "followers",
            "followersoff",
            "uniquechat",
            "uniquechatoff",
            "slow",
            "slowoff",
            "subscribers",
            "subscribersoff",
            "unraid",
            "delete",
            "unvip",
            "vip",
            "raid",
            "add_blocked_term",
            "add_permitted_term",
            "remove_blocked_term",
            "remove_permitted_term",
            "mod",
            "unmod",
            "approve_unban_request",
            "deny_unban_request",
            "warn",
            "shared_chat_ban",
            "shared_chat_timeout",
            "shared_chat_untimeout",
            "shared_chat_unban",
            "shared_chat_delete",
        ]),
        object("followers", &[integer("follow_duration_minutes")])
            .nullable()
            .optional_by(Basis::Examples),
        object("slow", &[integer("wait_time_seconds")])
            .nullable()
            .optional_by(Basis::Examples),
        object("vip", USER).nullable().optional_by(Basis::Examples),
        object("unvip", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("mod", USER).nullable().optional_by(Basis::Examples),
        object("unmod", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("ban", BAN).nullable().optional_by(Basis::Examples),
        object("unban", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("timeout", TIMEOUT)
            .nullable()
            .optional_by(Basis::Examples),
        object("untimeout", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("raid", RAID).nullable().optional_by(Basis::Examples),
        object("unraid", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("delete", DELETE)
            .nullable()
            .optional_by(Basis::Examples),
        object("automod_terms", AUTOMOD_TERMS)
            .nullable()
            .optional_by(Basis::Examples),
        object("unban_request", UNBAN_REQUEST)
            .nullable()
            .optional_by(Basis::Examples),
        object(
            "warn",
            &[
                string("user_id"),
                string("user_login"),
                string("user_name"),
                string("reason").nullable(),
                array("chat_rules_cited", &string("")).nullable(),
            ],
        )
        .nullable()
        .optional_by(Basis::Examples),
        object("shared_chat_ban", BAN)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_unban", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_timeout", TIMEOUT)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_untimeout", USER)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_delete", DELETE)
            .nullable()
            .optional_by(Basis::Examples),
    ],
    ..EVENT_TYPE
};

/// A ban.
const BAN: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("reason").nullable(),
];

/// A timeout.
const TIMEOUT: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("reason").nullable(),
    date_time("expires_at"),
];

/// A deleted message.
const DELETE: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("message_id"),
    string("message_body"),
];

/// An outgoing raid.
const RAID: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    integer("viewer_count"),
];

/// Terms that were allowed or blocked.
const AUTOMOD_TERMS: &[Field] = &[
    string("action").one_of(&["add", "remove"]),
    string("list").one_of(&["blocked", "permitted"]),
    array("terms", &string("")),
    boolean("from_automod"),
];

/// A decision about an unban request.
const UNBAN_REQUEST: &[Field] = &[
    boolean("is_approved"),
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("moderator_message"),
];
