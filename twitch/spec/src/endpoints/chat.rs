//! The table of what Twitch offers under the heading Chat; what several endpoints share stands at the end. Facts only, no behavior.

use std::ops::RangeInclusive;

use crate::model::endpoint::{
    AppTokenGrant, CONDITIONAL_SCOPES, Claim, ConditionalScopes, ENDPOINT, Endpoint, Identity,
    Method, Pagination, RATE_LIMIT, RateLimit, Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, object, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::{CHEERMOTE, IMAGES, PAGINATION, USER};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Chat";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_CHATTERS,
    GET_CHANNEL_EMOTES,
    GET_GLOBAL_EMOTES,
    GET_EMOTE_SETS,
    GET_CHANNEL_CHAT_BADGES,
    GET_GLOBAL_CHAT_BADGES,
    GET_CHAT_SETTINGS,
    GET_PINNED_CHAT_MESSAGE,
    PIN_CHAT_MESSAGE,
    UPDATE_PINNED_CHAT_MESSAGE,
    UNPIN_CHAT_MESSAGE,
    GET_SHARED_CHAT_SESSION,
    GET_USER_EMOTES,
    UPDATE_CHAT_SETTINGS,
    SEND_CHAT_ANNOUNCEMENT,
    SEND_A_SHOUTOUT,
    SEND_CHAT_MESSAGE,
    GET_USER_CHAT_COLOR,
    UPDATE_USER_CHAT_COLOR,
];

/// How long one must have followed to write in followers-only mode.
pub const FOLLOWED_MINUTES: RangeInclusive<i64> = 0..=129_600;

/// How long one must wait between two messages in slow mode.
pub const SLOW_SECONDS: RangeInclusive<i64> = 3..=120;

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List users in a chat room.
///
/// See [Twitch: Get Chatters](https://dev.twitch.tv/docs/api/reference/#get-chatters).
pub const GET_CHATTERS: Endpoint = Endpoint {
    id: "get_chatters",
    name: "Get Chatters",
    method: Method::Get,
    path: "/chat/chatters",
    summary: "List users in a chat room",
    scopes: Scopes::any_of(&["moderator:read:chatters"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:read:chatters"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        integer("first")
            .between(1, 1_000)
            .default(Value::Integer(100)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array("data", &record(USER)),
            PAGINATION.optional(),
            integer("total"),
        ],
    ),
    errors: &[400, 401, 403],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// List channel emotes.
///
/// See [Twitch: Get Channel Emotes](https://dev.twitch.tv/docs/api/reference/#get-channel-emotes).
pub const GET_CHANNEL_EMOTES: Endpoint = Endpoint {
    id: "get_channel_emotes",
    name: "Get Channel Emotes",
    method: Method::Get,
    path: "/chat/emotes",
    summary: "List channel emotes",
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("name"),
                    object("images", IMAGES),
                    string("tier")
                        .may_be_empty()
                        .one_of(&["1000", "2000", "3000"]),
                    string("emote_type").one_of(&["bitstier", "follower", "subscriptions"]),
                    string("emote_set_id"),
                    array("format", &string("").one_of(&["animated", "static"])),
                    array("scale", &string("").one_of(&["1.0", "2.0", "3.0"])),
                    array("theme_mode", &string("").one_of(&["dark", "light"])),
                ]),
            ),
            string("template"),
        ],
    ),
    errors: &[400, 401],
    ..BASE
};

/// List global emotes.
///
/// See [Twitch: Get Global Emotes](https://dev.twitch.tv/docs/api/reference/#get-global-emotes).
pub const GET_GLOBAL_EMOTES: Endpoint = Endpoint {
    id: "get_global_emotes",
    name: "Get Global Emotes",
    method: Method::Get,
    path: "/chat/emotes/global",
    summary: "List global emotes",
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("name"),
                    object("images", IMAGES),
                    array("format", &string("").one_of(&["animated", "static"])),
                    array("scale", &string("").one_of(&["1.0", "2.0", "3.0"])),
                    array("theme_mode", &string("").one_of(&["dark", "light"])),
                ]),
            ),
            string("template"),
        ],
    ),
    errors: &[401],
    ..BASE
};

/// List emotes of emote sets.
///
/// See [Twitch: Get Emote Sets](https://dev.twitch.tv/docs/api/reference/#get-emote-sets).
pub const GET_EMOTE_SETS: Endpoint = Endpoint {
    id: "get_emote_sets",
    name: "Get Emote Sets",
    method: Method::Get,
    path: "/chat/emotes/set",
    summary: "List emotes of emote sets",
    query: &[string("emote_set_id").required().repeated().max_items(25)],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("name"),
                    object("images", IMAGES),
                    string("emote_type").one_of(&["bitstier", "follower", "subscriptions"]),
                    string("emote_set_id"),
                    string("owner_id"),
                    array("format", &string("").one_of(&["animated", "static"])),
                    array("scale", &string("").one_of(&["1.0", "2.0", "3.0"])),
                    array("theme_mode", &string("").one_of(&["dark", "light"])),
                ]),
            ),
            string("template"),
        ],
    ),
    errors: &[400, 401],
    ..BASE
};

/// List channel chat badges.
///
/// See [Twitch: Get Channel Chat Badges](https://dev.twitch.tv/docs/api/reference/#get-channel-chat-badges).
pub const GET_CHANNEL_CHAT_BADGES: Endpoint = Endpoint {
    id: "get_channel_chat_badges",
    name: "Get Channel Chat Badges",
    method: Method::Get,
    path: "/chat/badges",
    summary: "List channel chat badges",
    query: &[string("broadcaster_id").required()],
    success: Success::json(200, &[array("data", &record(BADGE_SET))]),
    errors: &[400, 401],
    ..BASE
};

/// List global chat badges.
///
/// See [Twitch: Get Global Chat Badges](https://dev.twitch.tv/docs/api/reference/#get-global-chat-badges).
pub const GET_GLOBAL_CHAT_BADGES: Endpoint = Endpoint {
    id: "get_global_chat_badges",
    name: "Get Global Chat Badges",
    method: Method::Get,
    path: "/chat/badges/global",
    summary: "List global chat badges",
    success: Success::json(200, &[array("data", &record(BADGE_SET))]),
    errors: &[401],
    ..BASE
};

/// Read chat room settings.
///
/// See [Twitch: Get Chat Settings](https://dev.twitch.tv/docs/api/reference/#get-chat-settings).
pub const GET_CHAT_SETTINGS: Endpoint = Endpoint {
    id: "get_chat_settings",
    name: "Get Chat Settings",
    method: Method::Get,
    path: "/chat/settings",
    summary: "Read chat room settings",
    conditional_scopes: &[ConditionalScopes {
        any_of: &[
            "moderator:read:chat_settings",
            "moderator:manage:chat_settings",
        ],
        params: &["moderator_id"],
        response_fields: &[
            "moderator_id",
            "non_moderator_chat_delay",
            "non_moderator_chat_delay_duration",
        ],
        token: Some(TokenKind::User),
        ..CONDITIONAL_SCOPES
    }],
    identity: &[Identity::Is(
        Claim::moderator("moderator_id").when("present"),
    )],
    query: &[string("broadcaster_id").required(), string("moderator_id")],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                boolean("emote_mode"),
                boolean("follower_mode"),
                integer("follower_mode_duration").nullable(),
                string("moderator_id").optional(),
                boolean("non_moderator_chat_delay").optional(),
                integer("non_moderator_chat_delay_duration")
                    .nullable()
                    .optional(),
                boolean("slow_mode"),
                integer("slow_mode_wait_time").nullable(),
                boolean("subscriber_mode"),
                boolean("unique_chat_mode"),
            ]),
        )],
    ),
    errors: &[400, 401],
    ..BASE
};

/// Read the pinned chat message.
///
/// See [Twitch: Get Pinned Chat Message](https://dev.twitch.tv/docs/api/reference/#get-pinned-chat-message).
pub const GET_PINNED_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "get_pinned_chat_message",
    name: "Get Pinned Chat Message",
    method: Method::Get,
    path: "/chat/pins",
    summary: "Read the pinned chat message",
    scopes: Scopes::any_of(&[
        "moderator:read:chat_messages",
        "moderator:manage:chat_messages",
    ]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes {
                any_of: &[
                    "moderator:read:chat_messages",
                    "moderator:manage:chat_messages",
                ],
                all_of: &["user:bot"],
            },
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
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
                string("message_id"),
                string("broadcaster_id"),
                string("sender_user_id"),
                string("sender_user_login"),
                string("sender_user_name"),
                string("pinned_by_user_id"),
                string("pinned_by_user_login"),
                string("pinned_by_user_name"),
                object(
                    "message",
                    &[
                        string("text"),
                        array(
                            "fragments",
                            &record(&[
                                string("type").one_of(&["text", "cheermote", "emote", "mention"]),
                                string("text"),
                                object("cheermote", CHEERMOTE).nullable(),
                                object(
                                    "emote",
                                    &[
                                        string("id"),
                                        string("emote_set_id"),
                                        string("owner_id"),
                                        array(
                                            "format",
                                            &string("").one_of(&["animated", "static"]),
                                        ),
                                    ],
                                )
                                .nullable(),
                                object("mention", USER).nullable(),
                            ]),
                        ),
                    ],
                ),
                date_time("starts_at"),
                date_time("ends_at").nullable(),
                date_time("updated_at"),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 500],
    first_announced: Some("2026-05-15"),
    ga_since: Some("2026-05-29"),
    documented: &[
        ("2026-02-04", false),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
    ..BASE
};

/// Pin a chat message.
///
/// See [Twitch: Pin Chat Message](https://dev.twitch.tv/docs/api/reference/#pin-chat-message).
pub const PIN_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "pin_chat_message",
    name: "Pin Chat Message",
    method: Method::Put,
    path: "/chat/pins",
    summary: "Pin a chat message",
    scopes: Scopes::any_of(&["moderator:manage:chat_messages"]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes::all_of(&["moderator:manage:chat_messages", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("message_id").required(),
        integer("duration_seconds").between(30, 1_800),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 409, 429],
    repeat: Repeat::settles("the message is pinned either way"),
    limits: &[("max_per_channel", 1)],
    first_announced: Some("2026-05-15"),
    ga_since: Some("2026-05-29"),
    documented: &[
        ("2026-02-04", false),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
    ..BASE
};

/// Change the pinned message duration.
///
/// See [Twitch: Update Pinned Chat Message](https://dev.twitch.tv/docs/api/reference/#update-pinned-chat-message).
pub const UPDATE_PINNED_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "update_pinned_chat_message",
    name: "Update Pinned Chat Message",
    method: Method::Patch,
    path: "/chat/pins",
    summary: "Change the pinned message duration",
    scopes: Scopes::any_of(&["moderator:manage:chat_messages"]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes::all_of(&["moderator:manage:chat_messages", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("message_id").required(),
        integer("duration_seconds").between(30, 1_800),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 429],
    repeat: Repeat::settles("it says how things shall be"),
    first_announced: Some("2026-05-15"),
    ga_since: Some("2026-05-29"),
    documented: &[
        ("2026-02-04", false),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
    ..BASE
};

/// Unpin a chat message.
///
/// See [Twitch: Unpin Chat Message](https://dev.twitch.tv/docs/api/reference/#unpin-chat-message).
pub const UNPIN_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "unpin_chat_message",
    name: "Unpin Chat Message",
    method: Method::Delete,
    path: "/chat/pins",
    summary: "Unpin a chat message",
    scopes: Scopes::any_of(&["moderator:manage:chat_messages"]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes::all_of(&["moderator:manage:chat_messages", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("message_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 429],
    repeat: Repeat::settles("what is gone stays gone"),
    first_announced: Some("2026-05-15"),
    ga_since: Some("2026-05-29"),
    documented: &[
        ("2026-02-04", false),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
    ..BASE
};

/// Read the active shared chat session.
///
/// See [Twitch: Get Shared Chat Session](https://dev.twitch.tv/docs/api/reference/#get-shared-chat-session).
pub const GET_SHARED_CHAT_SESSION: Endpoint = Endpoint {
    id: "get_shared_chat_session",
    name: "Get Shared Chat Session",
    method: Method::Get,
    path: "/shared_chat/session",
    summary: "Read the active shared chat session",
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("session_id"),
                string("host_broadcaster_id"),
                array("participants", &record(&[string("broadcaster_id")])),
                date_time("created_at"),
                date_time("updated_at"),
            ]),
        )],
    ),
    errors: &[400, 401, 500],
    first_announced: Some("2024-09-06"),
    ..BASE
};

/// List emotes a user may use.
///
/// See [Twitch: Get User Emotes](https://dev.twitch.tv/docs/api/reference/#get-user-emotes).
pub const GET_USER_EMOTES: Endpoint = Endpoint {
    id: "get_user_emotes",
    name: "Get User Emotes",
    method: Method::Get,
    path: "/chat/emotes/user",
    summary: "List emotes a user may use",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:emotes"]),
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("user_id").required(),
        string("after").format(Format::Cursor),
        string("broadcaster_id"),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("name"),
                    string("emote_type").one_of(&[
                        "none",
                        "bitstier",
                        "follower",
                        "subscriptions",
                        "channelpoints",
                        "rewards",
                        "hypetrain",
                        "prime",
                        "turbo",
                        "smilies",
                        "globals",
                        "owl2019",
                        "twofactor",
                        "limitedtime",
                    ]),
                    string("emote_set_id").may_be_empty(),
                    string("owner_id"),
                    array("format", &string("").one_of(&["animated", "static"])),
                    array("scale", &string("").one_of(&["1.0", "2.0", "3.0"])),
                    array("theme_mode", &string("").one_of(&["dark", "light"])),
                ]),
            ),
            string("template"),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination {
        page_size: None,
        ..Pagination::FORWARD
    }),
    first_announced: Some("2024-03-07"),
    ..BASE
};

/// Change chat room settings.
///
/// See [Twitch: Update Chat Settings](https://dev.twitch.tv/docs/api/reference/#update-chat-settings).
pub const UPDATE_CHAT_SETTINGS: Endpoint = Endpoint {
    id: "update_chat_settings",
    name: "Update Chat Settings",
    method: Method::Patch,
    path: "/chat/settings",
    summary: "Change chat room settings",
    scopes: Scopes::any_of(&["moderator:manage:chat_settings"]),
    app_token_grants: &[AppTokenGrant::by(
        "moderator",
        "moderator_id",
        Scopes::all_of(&["moderator:manage:chat_settings"]),
    )],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[
        boolean("emote_mode").default(Value::Boolean(false)),
        boolean("follower_mode").default(Value::Boolean(true)),
        integer("follower_mode_duration")
            .within(&FOLLOWED_MINUTES)
            .default(Value::Integer(0)),
        boolean("non_moderator_chat_delay").default(Value::Boolean(false)),
        integer("non_moderator_chat_delay_duration").one_of_numbers(&[2, 4, 6]),
        boolean("slow_mode").default(Value::Boolean(false)),
        integer("slow_mode_wait_time")
            .within(&SLOW_SECONDS)
            .default(Value::Integer(30)),
        boolean("subscriber_mode").default(Value::Boolean(false)),
        boolean("unique_chat_mode").default(Value::Boolean(false)),
    ]),
    body_rules: &[
        Rule::RequiresTrue {
            params: &["follower_mode_duration"],
            field: "follower_mode",
        },
        Rule::RequiresTrue {
            params: &["slow_mode_wait_time"],
            field: "slow_mode",
        },
        Rule::RequiresTrue {
            params: &["non_moderator_chat_delay_duration"],
            field: "non_moderator_chat_delay",
        },
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                boolean("emote_mode"),
                boolean("follower_mode"),
                integer("follower_mode_duration").nullable(),
                string("moderator_id").optional(),
                boolean("non_moderator_chat_delay"),
                integer("non_moderator_chat_delay_duration").nullable(),
                boolean("slow_mode"),
                integer("slow_mode_wait_time").nullable(),
                boolean("subscriber_mode"),
                boolean("unique_chat_mode"),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Post an announcement in chat.
///
/// See [Twitch: Send Chat Announcement](https://dev.twitch.tv/docs/api/reference/#send-chat-announcement).
pub const SEND_CHAT_ANNOUNCEMENT: Endpoint = Endpoint {
    id: "send_chat_announcement",
    name: "Send Chat Announcement",
    method: Method::Post,
    path: "/chat/announcements",
    summary: "Post an announcement in chat",
    scopes: Scopes::any_of(&["moderator:manage:announcements"]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes::all_of(&["moderator:manage:announcements", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    body: Some(&[
        string("message").required().max_length(500),
        string("color")
            .one_of(&["blue", "green", "orange", "purple", "primary"])
            .default(Value::String("primary")),
        boolean("for_source_only").default(Value::Boolean(true)),
    ]),
    body_rules: &[Rule::AppTokenOnly(&["for_source_only"])],
    success: Success::empty(204),
    errors: &[400, 401, 429],
    repeat: Repeat::adds("the chat would read it twice"),
    rate_limits: &[RateLimit {
        limit: 1,
        per_seconds: 2,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Shout out another broadcaster.
///
/// See [Twitch: Send a Shoutout](https://dev.twitch.tv/docs/api/reference/#send-a-shoutout).
pub const SEND_A_SHOUTOUT: Endpoint = Endpoint {
    id: "send_a_shoutout",
    name: "Send a Shoutout",
    method: Method::Post,
    path: "/chat/shoutouts",
    summary: "Shout out another broadcaster",
    scopes: Scopes::any_of(&["moderator:manage:shoutouts"]),
    app_token_grants: &[
        AppTokenGrant::by(
            "moderator",
            "moderator_id",
            Scopes::all_of(&["moderator:manage:shoutouts", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "from_broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        ),
    ],
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("from_broadcaster_id").required(),
        string("to_broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403, 429],
    repeat: Repeat::adds("the chat would see it twice, and its limit is one in minutes"),
    rate_limits: &[
        RateLimit {
            limit: 1,
            per_seconds: 120,
            scope: "channel",
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 1,
            per_seconds: 3_600,
            scope: "channel_and_target",
            ..RATE_LIMIT
        },
    ],
    ..BASE
};

/// Send a chat message.
///
/// See [Twitch: Send Chat Message](https://dev.twitch.tv/docs/api/reference/#send-chat-message).
pub const SEND_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "send_chat_message",
    name: "Send Chat Message",
    method: Method::Post,
    path: "/chat/messages",
    summary: "Send a chat message",
    scopes: Scopes::any_of(&["user:write:chat"]),
    conditional_scopes: &[ConditionalScopes {
        any_of: &["moderator:manage:chat_messages"],
        params: &["pin"],
        ..CONDITIONAL_SCOPES
    }],
    app_token_grants: &[
        AppTokenGrant::by(
            "sender",
            "sender_id",
            Scopes::all_of(&["user:write:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("sender_is_moderator_or_broadcaster"),
    ],
    identity: &[Identity::Is(Claim::myself("sender_id").in_body())],
    body: Some(&[
        string("broadcaster_id").required(),
        string("sender_id").required(),
        string("message").required().max_length(500),
        string("reply_parent_message_id"),
        boolean("for_source_only").default(Value::Boolean(true)),
        boolean("pin").default(Value::Boolean(false)),
    ]),
    body_rules: &[
        Rule::AppTokenOnly(&["for_source_only"]),
        Rule::MutuallyExclusive(&["pin", "reply_parent_message_id"]),
        Rule::MutuallyExclusive(&["pin", "for_source_only"]),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("message_id").may_be_empty(),
                boolean("is_sent"),
                object("drop_reason", &[string("code"), string("message")])
                    .nullable()
                    .optional_by(Basis::Clients),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 422, 429],
    repeat: Repeat::adds("the chat would read it twice"),
    // Its headers show other and bigger numbers than those of all other calls.
    has_own_bucket: true,
    limits: &[("pin_duration_seconds", 1_200)],
    first_announced: Some("2024-01-25"),
    doubtful: &["defaults of for_source_only and pin apply only where the field may be used"],
    ..BASE
};

/// Read chat name colours.
///
/// See [Twitch: Get User Chat Color](https://dev.twitch.tv/docs/api/reference/#get-user-chat-color).
pub const GET_USER_CHAT_COLOR: Endpoint = Endpoint {
    id: "get_user_chat_color",
    name: "Get User Chat Color",
    method: Method::Get,
    path: "/chat/color",
    summary: "Read chat name colours",
    query: &[string("user_id").required().repeated().max_items(100)],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                string("user_login"),
                string("user_name"),
                string("color").may_be_empty(),
            ]),
        )],
    ),
    errors: &[400, 401],
    ..BASE
};

/// Set a user's chat name colour.
///
/// See [Twitch: Update User Chat Color](https://dev.twitch.tv/docs/api/reference/#update-user-chat-color).
pub const UPDATE_USER_CHAT_COLOR: Endpoint = Endpoint {
    id: "update_user_chat_color",
    name: "Update User Chat Color",
    method: Method::Put,
    path: "/chat/color",
    summary: "Set a user's chat name colour",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:manage:chat_color"]),
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("user_id").required(),
        string("color")
            .required()
            .such_as(&[
                "blue",
                "blue_violet",
                "cadet_blue",
                "chocolate",
                "coral",
                "dodger_blue",
                "firebrick",
                "golden_rod",
                "green",
                "hot_pink",
                "orange_red",
                "red",
                "sea_green",
                "spring_green",
                "yellow_green",
            ])
            .pattern("named_or_#RRGGBB_for_turbo_or_prime"),
    ],
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// A set of chat badges with its versions.
const BADGE_SET: &[Field] = &[
    string("set_id"),
    array(
        "versions",
        &record(&[
            string("id"),
            string("image_url_1x"),
            string("image_url_2x"),
            string("image_url_4x"),
            string("title"),
            string("description"),
            string("click_action")
                .nullable()
                .optional_by(Basis::Clients),
            string("click_url").nullable().optional_by(Basis::Clients),
        ]),
    ),
];
