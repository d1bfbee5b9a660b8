//! The table of what Twitch offers under the heading Moderation; what several endpoints share stands at the end. Facts only, no behavior.

use std::ops::RangeInclusive;

use crate::model::endpoint::{
    AppTokenGrant, Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, RATE_LIMIT, RateLimit,
    Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, object, record, string,
};
use crate::model::repeat::{Already, Repeat};
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::{PAGINATION, USER};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Moderation";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    CHECK_AUTOMOD_STATUS,
    MANAGE_HELD_AUTOMOD_MESSAGES,
    GET_AUTOMOD_SETTINGS,
    UPDATE_AUTOMOD_SETTINGS,
    GET_BANNED_USERS,
    BAN_USER,
    UNBAN_USER,
    GET_UNBAN_REQUESTS,
    RESOLVE_UNBAN_REQUESTS,
    GET_BLOCKED_TERMS,
    ADD_BLOCKED_TERM,
    REMOVE_BLOCKED_TERM,
    DELETE_CHAT_MESSAGES,
    GET_MODERATED_CHANNELS,
    GET_MODERATORS,
    ADD_CHANNEL_MODERATOR,
    REMOVE_CHANNEL_MODERATOR,
    GET_VIPS,
    ADD_CHANNEL_VIP,
    REMOVE_CHANNEL_VIP,
    UPDATE_SHIELD_MODE_STATUS,
    GET_SHIELD_MODE_STATUS,
    WARN_CHAT_USER,
    ADD_SUSPICIOUS_STATUS_TO_CHAT_USER,
    REMOVE_SUSPICIOUS_STATUS_FROM_CHAT_USER,
];

/// How long a timeout may last.
pub const TIMEOUT_SECONDS: RangeInclusive<i64> = 1..=1_209_600;

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Test messages against AutoMod.
///
/// See [Twitch: Check AutoMod Status](https://dev.twitch.tv/docs/api/reference/#check-automod-status).
pub const CHECK_AUTOMOD_STATUS: Endpoint = Endpoint {
    id: "check_automod_status",
    name: "Check AutoMod Status",
    method: Method::Post,
    path: "/moderation/enforcements/status",
    summary: "Test messages against AutoMod",
    scopes: Scopes::any_of(&["moderation:read"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::all_of(&["moderation:read"]),
    )],
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    body: Some(&[array(
        "data",
        &record(&[string("msg_id").required(), string("msg_text").required()]),
    )
    .required()
    .min_items(1)
    .max_items(100)]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[string("msg_id"), boolean("is_permitted")]),
        )],
    ),
    errors: &[400, 401, 403, 429],
    // It is a POST because of what it takes; nothing is kept of it.
    repeat: Repeat::READS,
    rate_limits: &[
        RateLimit {
            limit: 5,
            per_seconds: 60,
            scope: "channel",
            account: Some("normal"),
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 50,
            per_seconds: 3_600,
            scope: "channel",
            account: Some("normal"),
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 10,
            per_seconds: 60,
            scope: "channel",
            account: Some("affiliate"),
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 100,
            per_seconds: 3_600,
            scope: "channel",
            account: Some("affiliate"),
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 30,
            per_seconds: 60,
            scope: "channel",
            account: Some("partner"),
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 300,
            per_seconds: 3_600,
            scope: "channel",
            account: Some("partner"),
            ..RATE_LIMIT
        },
    ],
    ..BASE
};

/// Allow or deny a held message.
///
/// See [Twitch: Manage Held AutoMod Messages](https://dev.twitch.tv/docs/api/reference/#manage-held-automod-messages).
pub const MANAGE_HELD_AUTOMOD_MESSAGES: Endpoint = Endpoint {
    id: "manage_held_automod_messages",
    name: "Manage Held AutoMod Messages",
    method: Method::Post,
    path: "/moderation/automod/message",
    summary: "Allow or deny a held message",
    scopes: Scopes::any_of(&["moderator:manage:automod"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "user_id",
        Scopes::all_of(&["moderator:manage:automod"]),
    )],
    identity: &[Identity::Is(Claim::moderator("user_id").in_body())],
    body: Some(&[
        string("user_id").required(),
        string("msg_id").required(),
        string("action").required().one_of(&["ALLOW", "DENY"]),
    ]),
    success: Success::empty(204),
    errors: &[400, 401, 403, 404],
    repeat: Repeat::settles("a held message is let through or refused once"),
    ..BASE
};

/// Read AutoMod settings.
///
/// See [Twitch: Get AutoMod Settings](https://dev.twitch.tv/docs/api/reference/#get-automod-settings).
pub const GET_AUTOMOD_SETTINGS: Endpoint = Endpoint {
    id: "get_automod_settings",
    name: "Get AutoMod Settings",
    method: Method::Get,
    path: "/moderation/automod/settings",
    summary: "Read AutoMod settings",
    scopes: Scopes::any_of(&[
        "moderator:read:automod_settings",
        "moderator:manage:automod_settings",
    ]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::any_of(&[
            "moderator:read:automod_settings",
            "moderator:manage:automod_settings",
        ]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    success: Success::json(200, &[array("data", &record(AUTOMOD_SETTINGS))]),
    errors: &[400, 401, 403],
    ..BASE
};

/// Change AutoMod settings.
///
/// See [Twitch: Update AutoMod Settings](https://dev.twitch.tv/docs/api/reference/#update-automod-settings).
pub const UPDATE_AUTOMOD_SETTINGS: Endpoint = Endpoint {
    id: "update_automod_settings",
    name: "Update AutoMod Settings",
    method: Method::Put,
    path: "/moderation/automod/settings",
    summary: "Change AutoMod settings",
    scopes: Scopes::any_of(&["moderator:manage:automod_settings"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:automod_settings"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[
        integer("aggression").between(0, 4),
        integer("bullying").between(0, 4),
        integer("disability").between(0, 4),
        integer("misogyny").between(0, 4),
        integer("overall_level").between(0, 4),
        integer("race_ethnicity_or_religion").between(0, 4),
        integer("sex_based_terms").between(0, 4),
        integer("sexuality_sex_or_gender").between(0, 4),
        integer("swearing").between(0, 4),
    ]),
    body_rules: &[
        Rule::MutuallyExclusiveGroups(&[
            &["overall_level"],
            &[
                "aggression",
                "bullying",
                "disability",
                "misogyny",
                "race_ethnicity_or_religion",
                "sex_based_terms",
                "sexuality_sex_or_gender",
                "swearing",
            ],
        ]),
        Rule::PutReplacesAll {
            params: &[
                "aggression",
                "bullying",
                "disability",
                "misogyny",
                "race_ethnicity_or_religion",
                "sex_based_terms",
                "sexuality_sex_or_gender",
                "swearing",
            ],
            default: Value::Integer(0),
        },
    ],
    success: Success::json(200, &[array("data", &record(AUTOMOD_SETTINGS))]),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// List banned and timed-out users.
///
/// See [Twitch: Get Banned Users](https://dev.twitch.tv/docs/api/reference/#get-banned-users).
pub const GET_BANNED_USERS: Endpoint = Endpoint {
    id: "get_banned_users",
    name: "Get Banned Users",
    method: Method::Get,
    path: "/moderation/banned",
    summary: "List banned and timed-out users",
    scopes: Scopes::any_of(&["moderation:read", "moderator:manage:banned_users"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::any_of(&["moderation:read", "moderator:manage:banned_users"]),
    )],
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
        string("before").format(Format::Cursor),
    ],
    query_rules: &[Rule::MutuallyExclusive(&["after", "before"])],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    date_time("expires_at").may_be_empty(),
                    date_time("created_at").optional_by(Basis::Clients),
                    string("reason").may_be_empty(),
                    string("moderator_id"),
                    string("moderator_login"),
                    string("moderator_name"),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::BOTH_WAYS),
    ..BASE
};

/// Ban or time out a user.
///
/// See [Twitch: Ban User](https://dev.twitch.tv/docs/api/reference/#ban-user).
pub const BAN_USER: Endpoint = Endpoint {
    id: "ban_user",
    name: "Ban User",
    method: Method::Post,
    path: "/moderation/bans",
    summary: "Ban or time out a user",
    scopes: Scopes::any_of(&["moderator:manage:banned_users"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:banned_users", "user:bot"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[object(
        "data",
        &[
            string("user_id").required(),
            integer("duration").within(&TIMEOUT_SECONDS),
            string("reason").max_length(500),
        ],
    )
    .required()]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("moderator_id"),
                string("user_id"),
                date_time("created_at"),
                date_time("end_time").nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 409, 429],
    repeat: Repeat::settles(
        "somebody who is banned stays banned, and a timeout begins again a moment later",
    )
    .already(&[Already::said(400, "already banned").unless("data.duration")])
    .conflict_passes(),
    ..BASE
};

/// Lift a ban or timeout.
///
/// See [Twitch: Unban User](https://dev.twitch.tv/docs/api/reference/#unban-user).
pub const UNBAN_USER: Endpoint = Endpoint {
    id: "unban_user",
    name: "Unban User",
    method: Method::Delete,
    path: "/moderation/bans",
    summary: "Lift a ban or timeout",
    scopes: Scopes::any_of(&["moderator:manage:banned_users"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:banned_users", "user:bot"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("user_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 409, 429],
    repeat: Repeat::settles("somebody who may come back may come back")
        .already(&[Already::said(400, "not banned")])
        .conflict_passes(),
    ..BASE
};

/// List unban requests.
///
/// See [Twitch: Get Unban Requests](https://dev.twitch.tv/docs/api/reference/#get-unban-requests).
pub const GET_UNBAN_REQUESTS: Endpoint = Endpoint {
    id: "get_unban_requests",
    name: "Get Unban Requests",
    method: Method::Get,
    path: "/moderation/unban_requests",
    summary: "List unban requests",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&[
        "moderator:read:unban_requests",
        "moderator:manage:unban_requests",
    ]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("status").required().one_of(&[
            "pending",
            "approved",
            "denied",
            "acknowledged",
            "canceled",
        ]),
        string("user_id"),
        string("after").format(Format::Cursor),
        integer("first"),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("broadcaster_id"),
                    string("broadcaster_name"),
                    string("broadcaster_login"),
                    string("moderator_id")
                        .nullable_by(Basis::Clients)
                        .may_be_empty(),
                    string("moderator_login")
                        .nullable_by(Basis::Clients)
                        .may_be_empty(),
                    string("moderator_name")
                        .nullable_by(Basis::Clients)
                        .may_be_empty(),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    string("text"),
                    string("status").one_of(&[
                        "pending",
                        "approved",
                        "denied",
                        "acknowledged",
                        "canceled",
                    ]),
                    date_time("created_at"),
                    date_time("resolved_at")
                        .nullable_by(Basis::Clients)
                        .may_be_empty(),
                    string("resolution_text")
                        .nullable_by(Basis::Clients)
                        .may_be_empty(),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    first_announced: Some("2024-03-07"),
    ..BASE
};

/// Approve or deny an unban request.
///
/// See [Twitch: Resolve Unban Requests](https://dev.twitch.tv/docs/api/reference/#resolve-unban-requests).
pub const RESOLVE_UNBAN_REQUESTS: Endpoint = Endpoint {
    id: "resolve_unban_requests",
    name: "Resolve Unban Requests",
    method: Method::Patch,
    path: "/moderation/unban_requests",
    summary: "Approve or deny an unban request",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["moderator:manage:unban_requests"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("unban_request_id").required(),
        string("status").required().one_of(&["approved", "denied"]),
        string("resolution_text").max_length(500),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id"),
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("moderator_id")
                    .nullable_by(Basis::Clients)
                    .may_be_empty(),
                string("moderator_login")
                    .nullable_by(Basis::Clients)
                    .may_be_empty(),
                string("moderator_name")
                    .nullable_by(Basis::Clients)
                    .may_be_empty(),
                string("user_id"),
                string("user_login"),
                string("user_name"),
                string("text"),
                string("status").one_of(&["approved", "denied"]),
                date_time("created_at"),
                date_time("resolved_at")
                    .nullable_by(Basis::Clients)
                    .may_be_empty(),
                string("resolution_text")
                    .nullable_by(Basis::Clients)
                    .may_be_empty(),
            ]),
        )],
    ),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("a request is resolved once"),
    first_announced: Some("2024-03-07"),
    ..BASE
};

/// List blocked terms.
///
/// See [Twitch: Get Blocked Terms](https://dev.twitch.tv/docs/api/reference/#get-blocked-terms).
pub const GET_BLOCKED_TERMS: Endpoint = Endpoint {
    id: "get_blocked_terms",
    name: "Get Blocked Terms",
    method: Method::Get,
    path: "/moderation/blocked_terms",
    summary: "List blocked terms",
    scopes: Scopes::any_of(&[
        "moderator:read:blocked_terms",
        "moderator:manage:blocked_terms",
    ]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::any_of(&[
            "moderator:read:blocked_terms",
            "moderator:manage:blocked_terms",
        ]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[array("data", &record(BLOCKED_TERM)), PAGINATION.optional()],
    ),
    errors: &[400, 401, 403],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Add a blocked term.
///
/// See [Twitch: Add Blocked Term](https://dev.twitch.tv/docs/api/reference/#add-blocked-term).
pub const ADD_BLOCKED_TERM: Endpoint = Endpoint {
    id: "add_blocked_term",
    name: "Add Blocked Term",
    method: Method::Post,
    path: "/moderation/blocked_terms",
    summary: "Add a blocked term",
    scopes: Scopes::any_of(&["moderator:manage:blocked_terms"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:blocked_terms"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[string("text").required().min_length(2).max_length(500)]),
    success: Success::json(200, &[array("data", &record(BLOCKED_TERM))]),
    errors: &[400, 401, 403],
    repeat: Repeat::adds("nothing is said of a term that is there already"),
    ..BASE
};

/// Remove a blocked term.
///
/// See [Twitch: Remove Blocked Term](https://dev.twitch.tv/docs/api/reference/#remove-blocked-term).
pub const REMOVE_BLOCKED_TERM: Endpoint = Endpoint {
    id: "remove_blocked_term",
    name: "Remove Blocked Term",
    method: Method::Delete,
    path: "/moderation/blocked_terms",
    summary: "Remove a blocked term",
    scopes: Scopes::any_of(&["moderator:manage:blocked_terms"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:blocked_terms"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("what is gone stays gone"),
    ..BASE
};

/// Delete one or all chat messages.
///
/// See [Twitch: Delete Chat Messages](https://dev.twitch.tv/docs/api/reference/#delete-chat-messages).
pub const DELETE_CHAT_MESSAGES: Endpoint = Endpoint {
    id: "delete_chat_messages",
    name: "Delete Chat Messages",
    method: Method::Delete,
    path: "/moderation/chat",
    summary: "Delete one or all chat messages",
    scopes: Scopes::any_of(&["moderator:manage:chat_messages"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:chat_messages"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("message_id"),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404],
    repeat: Repeat::settles(
        "a message is deleted once, but a chat is cleared of what was said since",
    )
    .with("message_id"),
    limits: &[("max_message_age_seconds", 21_600)],
    ..BASE
};

/// List channels a user moderates.
///
/// See [Twitch: Get Moderated Channels](https://dev.twitch.tv/docs/api/reference/#get-moderated-channels).
pub const GET_MODERATED_CHANNELS: Endpoint = Endpoint {
    id: "get_moderated_channels",
    name: "Get Moderated Channels",
    method: Method::Get,
    path: "/moderation/channels",
    summary: "List channels a user moderates",
    scopes: Scopes::any_of(&["user:read:moderated_channels"]),
    app_token_grants: &[AppTokenGrant::by(
        "user",
        "user_id",
        Scopes::all_of(&["user:read:moderated_channels"]),
    )],
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("user_id").required(),
        string("after").format(Format::Cursor),
        integer("first").between(1, 100).default(Value::Integer(20)),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("broadcaster_id"),
                    string("broadcaster_login"),
                    string("broadcaster_name"),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[],
    errors_documented: false,
    pagination: Some(Pagination::FORWARD),
    first_announced: Some("2024-01-08"),
    ..BASE
};

/// List channel moderators.
///
/// See [Twitch: Get Moderators](https://dev.twitch.tv/docs/api/reference/#get-moderators).
pub const GET_MODERATORS: Endpoint = Endpoint {
    id: "get_moderators",
    name: "Get Moderators",
    method: Method::Get,
    path: "/moderation/moderators",
    summary: "List channel moderators",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["moderation:read", "channel:manage:moderators"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(200, &[array("data", &record(USER)), PAGINATION.optional()]),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Add a channel moderator.
///
/// See [Twitch: Add Channel Moderator](https://dev.twitch.tv/docs/api/reference/#add-channel-moderator).
pub const ADD_CHANNEL_MODERATOR: Endpoint = Endpoint {
    id: "add_channel_moderator",
    name: "Add Channel Moderator",
    method: Method::Post,
    path: "/moderation/moderators",
    summary: "Add a channel moderator",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:moderators"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 422, 429],
    repeat: Repeat::settles("a moderator stays one")
        .already(&[Already::said(400, "already a mod")]),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 10,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Remove a channel moderator.
///
/// See [Twitch: Remove Channel Moderator](https://dev.twitch.tv/docs/api/reference/#remove-channel-moderator).
pub const REMOVE_CHANNEL_MODERATOR: Endpoint = Endpoint {
    id: "remove_channel_moderator",
    name: "Remove Channel Moderator",
    method: Method::Delete,
    path: "/moderation/moderators",
    summary: "Remove a channel moderator",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:moderators"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 429],
    repeat: Repeat::settles("who is no moderator stays none")
        .already(&[Already::said(400, "not a mod")]),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 10,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// List channel VIPs.
///
/// See [Twitch: Get VIPs](https://dev.twitch.tv/docs/api/reference/#get-vips).
pub const GET_VIPS: Endpoint = Endpoint {
    id: "get_vips",
    name: "Get VIPs",
    method: Method::Get,
    path: "/channels/vips",
    summary: "List channel VIPs",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:vips", "channel:manage:vips"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("user_id").repeated().max_items(100),
        string("broadcaster_id").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[string("user_id"), string("user_name"), string("user_login")]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Give a user VIP status.
///
/// See [Twitch: Add Channel VIP](https://dev.twitch.tv/docs/api/reference/#add-channel-vip).
pub const ADD_CHANNEL_VIP: Endpoint = Endpoint {
    id: "add_channel_vip",
    name: "Add Channel VIP",
    method: Method::Post,
    path: "/channels/vips",
    summary: "Give a user VIP status",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:vips"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("user_id").required(),
        string("broadcaster_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 409, 422, 425, 429],
    repeat: Repeat::settles("a VIP stays one"),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 10,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Take away a user's VIP status.
///
/// See [Twitch: Remove Channel VIP](https://dev.twitch.tv/docs/api/reference/#remove-channel-vip).
pub const REMOVE_CHANNEL_VIP: Endpoint = Endpoint {
    id: "remove_channel_vip",
    name: "Remove Channel VIP",
    method: Method::Delete,
    path: "/channels/vips",
    summary: "Take away a user's VIP status",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:vips"]),
    identity: &[Identity::AnyOf(&[
        Claim::broadcaster("broadcaster_id"),
        Claim::myself("user_id"),
    ])],
    query: &[
        string("user_id").required(),
        string("broadcaster_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 422, 429],
    repeat: Repeat::settles("who is no VIP stays none"),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 10,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Turn Shield Mode on or off.
///
/// See [Twitch: Update Shield Mode Status](https://dev.twitch.tv/docs/api/reference/#update-shield-mode-status).
pub const UPDATE_SHIELD_MODE_STATUS: Endpoint = Endpoint {
    id: "update_shield_mode_status",
    name: "Update Shield Mode Status",
    method: Method::Put,
    path: "/moderation/shield_mode",
    summary: "Turn Shield Mode on or off",
    scopes: Scopes::any_of(&["moderator:manage:shield_mode"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:shield_mode"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[boolean("is_active").required()]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                boolean("is_active"),
                string("moderator_id"),
                string("moderator_login"),
                string("moderator_name"),
                date_time("last_activated_at"),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Read Shield Mode status.
///
/// See [Twitch: Get Shield Mode Status](https://dev.twitch.tv/docs/api/reference/#get-shield-mode-status).
pub const GET_SHIELD_MODE_STATUS: Endpoint = Endpoint {
    id: "get_shield_mode_status",
    name: "Get Shield Mode Status",
    method: Method::Get,
    path: "/moderation/shield_mode",
    summary: "Read Shield Mode status",
    scopes: Scopes::any_of(&["moderator:read:shield_mode", "moderator:manage:shield_mode"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::any_of(&["moderator:read:shield_mode", "moderator:manage:shield_mode"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                boolean("is_active"),
                string("moderator_id").may_be_empty(),
                string("moderator_login").may_be_empty(),
                string("moderator_name").may_be_empty(),
                date_time("last_activated_at").may_be_empty(),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    ..BASE
};

/// Warn a chat user.
///
/// See [Twitch: Warn Chat User](https://dev.twitch.tv/docs/api/reference/#warn-chat-user).
pub const WARN_CHAT_USER: Endpoint = Endpoint {
    id: "warn_chat_user",
    name: "Warn Chat User",
    method: Method::Post,
    path: "/moderation/warnings",
    summary: "Warn a chat user",
    scopes: Scopes::any_of(&["moderator:manage:warnings"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:warnings"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[object(
        "data",
        &[
            string("user_id").required(),
            string("reason").required().max_length(500),
        ],
    )
    .required()]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("user_id"),
                string("moderator_id"),
                string("reason"),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 409, 429, 500],
    repeat: Repeat::adds("the person would be warned twice").conflict_passes(),
    first_announced: Some("2024-06-19"),
    ..BASE
};

/// Flag a chatter as suspicious.
///
/// See [Twitch: Add Suspicious Status to Chat User](https://dev.twitch.tv/docs/api/reference/#add-suspicious-status-to-chat-user).
pub const ADD_SUSPICIOUS_STATUS_TO_CHAT_USER: Endpoint = Endpoint {
    id: "add_suspicious_status_to_chat_user",
    name: "Add Suspicious Status to Chat User",
    method: Method::Post,
    path: "/moderation/suspicious_users",
    summary: "Flag a chatter as suspicious",
    scopes: Scopes::any_of(&["moderator:manage:suspicious_users"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:suspicious_users"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[
        string("user_id").required(),
        string("status")
            .required()
            .one_of(&["ACTIVE_MONITORING", "RESTRICTED"]),
    ]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                string("broadcaster_id"),
                string("moderator_id"),
                date_time("updated_at"),
                string("status").one_of(&["ACTIVE_MONITORING", "RESTRICTED"]),
                array(
                    "types",
                    &string("").one_of(&[
                        "MANUALLY_ADDED",
                        "DETECTED_BAN_EVADER",
                        "DETECTED_SUS_CHATTER",
                        "BANNED_IN_SHARED_CHANNEL",
                    ]),
                ),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("it says how things shall be"),
    first_announced: Some("2026-01-16"),
    ga_since: Some("2026-02-05"),
    ..BASE
};

/// Clear a suspicious chatter flag.
///
/// See [Twitch: Remove Suspicious Status From Chat User](https://dev.twitch.tv/docs/api/reference/#remove-suspicious-status-from-chat-user).
pub const REMOVE_SUSPICIOUS_STATUS_FROM_CHAT_USER: Endpoint = Endpoint {
    id: "remove_suspicious_status_from_chat_user",
    name: "Remove Suspicious Status From Chat User",
    method: Method::Delete,
    path: "/moderation/suspicious_users",
    summary: "Clear a suspicious chatter flag",
    scopes: Scopes::any_of(&["moderator:manage:suspicious_users"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:suspicious_users"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("user_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                string("broadcaster_id"),
                string("moderator_id"),
                date_time("updated_at"),
                string("status").one_of(&["NO_TREATMENT"]),
                array(
                    "types",
                    &string("").one_of(&[
                        "MANUALLY_ADDED",
                        "DETECTED_BAN_EVADER",
                        "DETECTED_SUS_CHATTER",
                        "BANNED_IN_SHARED_CHANNEL",
                    ]),
                ),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("what is gone stays gone"),
    first_announced: Some("2026-01-16"),
    ga_since: Some("2026-02-05"),
    ..BASE
};

/// How strict AutoMod is.
const AUTOMOD_SETTINGS: &[Field] = &[
    string("broadcaster_id"),
    string("moderator_id"),
    integer("overall_level").nullable().between(0, 4),
    integer("disability").between(0, 4),
    integer("aggression").between(0, 4),
    integer("sexuality_sex_or_gender").between(0, 4),
    integer("misogyny").between(0, 4),
    integer("bullying").between(0, 4),
    integer("swearing").between(0, 4),
    integer("race_ethnicity_or_religion").between(0, 4),
    integer("sex_based_terms").between(0, 4),
];

/// A term that a channel blocks.
const BLOCKED_TERM: &[Field] = &[
    string("broadcaster_id"),
    string("moderator_id"),
    string("id"),
    string("text"),
    date_time("created_at"),
    date_time("updated_at"),
    date_time("expires_at").nullable(),
];
