//! The table of what Twitch offers under the heading Extensions; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    ENDPOINT, Endpoint, Jwt, Method, Pagination, RATE_LIMIT, RateLimit, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, map, object, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Extensions";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_EXTENSION_CONFIGURATION_SEGMENT,
    SET_EXTENSION_CONFIGURATION_SEGMENT,
    SET_EXTENSION_REQUIRED_CONFIGURATION,
    SEND_EXTENSION_PUBSUB_MESSAGE,
    GET_EXTENSION_LIVE_CHANNELS,
    GET_EXTENSION_SECRETS,
    CREATE_EXTENSION_SECRET,
    SEND_EXTENSION_CHAT_MESSAGE,
    GET_EXTENSIONS,
    GET_RELEASED_EXTENSIONS,
    GET_EXTENSION_BITS_PRODUCTS,
    UPDATE_EXTENSION_BITS_PRODUCT,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read extension configuration segments.
///
/// See [Twitch: Get Extension Configuration Segment](https://dev.twitch.tv/docs/api/reference/#get-extension-configuration-segment).
pub const GET_EXTENSION_CONFIGURATION_SEGMENT: Endpoint = Endpoint {
    id: "get_extension_configuration_segment",
    name: "Get Extension Configuration Segment",
    method: Method::Get,
    path: "/extensions/configurations",
    summary: "Read extension configuration segments",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id"],
        role: "external",
    }),
    query: &[
        string("broadcaster_id"),
        string("extension_id").required(),
        string("segment")
            .required()
            .repeated()
            .one_of(&["broadcaster", "developer", "global"]),
    ],
    query_rules: &[
        Rule::RequiredIf {
            params: &["broadcaster_id"],
            field: "segment",
            is: &[Value::String("broadcaster"), Value::String("developer")],
        },
        Rule::ForbiddenIf {
            params: &["broadcaster_id"],
            field: "segment",
            is: &[Value::String("global")],
        },
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("segment").one_of(&["broadcaster", "developer", "global"]),
                string("broadcaster_id").optional(),
                string("content"),
                string("version"),
            ]),
        )],
    ),
    errors: &[400, 401, 429],
    rate_limits: &[RateLimit {
        limit: 20,
        per_seconds: 60,
        scope: "segment",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Write an extension configuration segment.
///
/// See [Twitch: Set Extension Configuration Segment](https://dev.twitch.tv/docs/api/reference/#set-extension-configuration-segment).
pub const SET_EXTENSION_CONFIGURATION_SEGMENT: Endpoint = Endpoint {
    id: "set_extension_configuration_segment",
    name: "Set Extension Configuration Segment",
    method: Method::Put,
    path: "/extensions/configurations",
    summary: "Write an extension configuration segment",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id"],
        role: "external",
    }),
    body: Some(&[
        string("extension_id").required(),
        string("segment")
            .required()
            .one_of(&["broadcaster", "developer", "global"]),
        string("broadcaster_id"),
        string("content").max_bytes(5_120),
        string("version"),
    ]),
    body_rules: &[
        Rule::RequiredIf {
            params: &["broadcaster_id"],
            field: "segment",
            is: &[Value::String("broadcaster"), Value::String("developer")],
        },
        Rule::ForbiddenIf {
            params: &["broadcaster_id"],
            field: "segment",
            is: &[Value::String("global")],
        },
    ],
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("it says how things shall be"),
    rate_limits: &[RateLimit {
        limit: 20,
        per_seconds: 60,
        scope: "segment",
        ..RATE_LIMIT
    }],
    limits: &[("max_segment_bytes", 5_120)],
    ..BASE
};

/// Set the required configuration string.
///
/// See [Twitch: Set Extension Required Configuration](https://dev.twitch.tv/docs/api/reference/#set-extension-required-configuration).
pub const SET_EXTENSION_REQUIRED_CONFIGURATION: Endpoint = Endpoint {
    id: "set_extension_required_configuration",
    name: "Set Extension Required Configuration",
    method: Method::Put,
    path: "/extensions/required_configuration",
    summary: "Set the required configuration string",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id"],
        role: "external",
    }),
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        string("extension_id").required(),
        string("extension_version").required(),
        string("required_configuration").required(),
    ]),
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Send an extension PubSub message.
///
/// See [Twitch: Send Extension PubSub Message](https://dev.twitch.tv/docs/api/reference/#send-extension-pubsub-message).
pub const SEND_EXTENSION_PUBSUB_MESSAGE: Endpoint = Endpoint {
    id: "send_extension_pubsub_message",
    name: "Send Extension PubSub Message",
    method: Method::Post,
    path: "/extensions/pubsub",
    summary: "Send an extension PubSub message",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id", "channel_id", "pubsub_perms.send"],
        role: "external",
    }),
    body: Some(&[
        array(
            "target",
            &string("")
                .one_of(&["broadcast", "global"])
                .pattern("whisper-<user-id>"),
        )
        .required(),
        string("broadcaster_id").required(),
        boolean("is_global_broadcast").default(Value::Boolean(false)),
        string("message").required().max_bytes(5_120),
    ]),
    body_rules: &[
        Rule::ForbiddenIf {
            params: &["broadcaster_id"],
            field: "is_global_broadcast",
            is: &[Value::Boolean(true)],
        },
        Rule::ValueIf {
            param: "target",
            value: &["global"],
            field: "is_global_broadcast",
            is: &[Value::Boolean(true)],
        },
        Rule::MutuallyExclusiveValues {
            param: "target",
            values: &["broadcast", "global"],
        },
    ],
    success: Success::empty(204),
    errors: &[400, 401, 422],
    repeat: Repeat::adds("everybody would receive it twice"),
    rate_limits: &[RateLimit {
        limit: 100,
        per_seconds: 60,
        scope: "client_and_broadcaster",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// List live channels using an extension.
///
/// See [Twitch: Get Extension Live Channels](https://dev.twitch.tv/docs/api/reference/#get-extension-live-channels).
pub const GET_EXTENSION_LIVE_CHANNELS: Endpoint = Endpoint {
    id: "get_extension_live_channels",
    name: "Get Extension Live Channels",
    method: Method::Get,
    path: "/extensions/live",
    summary: "List live channels using an extension",
    query: &[
        string("extension_id").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("broadcaster_id"),
                    string("broadcaster_name"),
                    string("game_name"),
                    string("game_id"),
                    string("title").may_be_empty(),
                ]),
            ),
            string("pagination").optional().may_be_empty(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination {
        path: "pagination",
        ..Pagination::FORWARD
    }),
    doubtful: &["page size bounds 1-100 default 20 are not in the table; clients use them"],
    ..BASE
};

/// List extension shared secrets.
///
/// See [Twitch: Get Extension Secrets](https://dev.twitch.tv/docs/api/reference/#get-extension-secrets).
pub const GET_EXTENSION_SECRETS: Endpoint = Endpoint {
    id: "get_extension_secrets",
    name: "Get Extension Secrets",
    method: Method::Get,
    path: "/extensions/jwt/secrets",
    summary: "List extension shared secrets",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id"],
        role: "external",
    }),
    query: &[string("extension_id").required()],
    success: Success::json(200, &[array("data", &record(SECRETS))]),
    errors: &[400, 401],
    ..BASE
};

/// Create an extension shared secret.
///
/// See [Twitch: Create Extension Secret](https://dev.twitch.tv/docs/api/reference/#create-extension-secret).
pub const CREATE_EXTENSION_SECRET: Endpoint = Endpoint {
    id: "create_extension_secret",
    name: "Create Extension Secret",
    method: Method::Post,
    path: "/extensions/jwt/secrets",
    summary: "Create an extension shared secret",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["exp", "role", "user_id"],
        role: "external",
    }),
    query: &[
        string("extension_id").required(),
        integer("delay").at_least(300).default(Value::Integer(300)),
    ],
    success: Success::json(200, &[array("data", &record(SECRETS))]),
    errors: &[400, 401],
    repeat: Repeat::adds("it makes a new secret, and the older ones run out"),
    ..BASE
};

/// Post chat message as extension.
///
/// See [Twitch: Send Extension Chat Message](https://dev.twitch.tv/docs/api/reference/#send-extension-chat-message).
pub const SEND_EXTENSION_CHAT_MESSAGE: Endpoint = Endpoint {
    id: "send_extension_chat_message",
    name: "Send Extension Chat Message",
    method: Method::Post,
    path: "/extensions/chat",
    summary: "Post chat message as extension",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["role", "user_id"],
        role: "external",
    }),
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        string("text").required().max_length(280),
        string("extension_id").required(),
        string("extension_version").required(),
    ]),
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::adds("the chat would read it twice"),
    rate_limits: &[RateLimit {
        limit: 12,
        per_seconds: 60,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Read extension details.
///
/// See [Twitch: Get Extensions](https://dev.twitch.tv/docs/api/reference/#get-extensions).
pub const GET_EXTENSIONS: Endpoint = Endpoint {
    id: "get_extensions",
    name: "Get Extensions",
    method: Method::Get,
    path: "/extensions",
    summary: "Read extension details",
    tokens: &[TokenKind::ExtensionJwt],
    jwt: Some(Jwt {
        claims: &["role"],
        role: "external",
    }),
    query: &[
        string("extension_id").required(),
        string("extension_version"),
    ],
    success: Success::json(200, &[array("data", &record(EXTENSION))]),
    errors: &[400, 401, 404],
    ..BASE
};

/// Read released extension details.
///
/// See [Twitch: Get Released Extensions](https://dev.twitch.tv/docs/api/reference/#get-released-extensions).
pub const GET_RELEASED_EXTENSIONS: Endpoint = Endpoint {
    id: "get_released_extensions",
    name: "Get Released Extensions",
    method: Method::Get,
    path: "/extensions/released",
    summary: "Read released extension details",
    query: &[
        string("extension_id").required(),
        string("extension_version"),
    ],
    success: Success::json(200, &[array("data", &record(EXTENSION))]),
    errors: &[400, 401, 404],
    ..BASE
};

/// List extension Bits products.
///
/// See [Twitch: Get Extension Bits Products](https://dev.twitch.tv/docs/api/reference/#get-extension-bits-products).
pub const GET_EXTENSION_BITS_PRODUCTS: Endpoint = Endpoint {
    id: "get_extension_bits_products",
    name: "Get Extension Bits Products",
    method: Method::Get,
    path: "/bits/extensions",
    summary: "List extension Bits products",
    tokens: &[TokenKind::App],
    query: &[boolean("should_include_all").default(Value::Boolean(false))],
    success: Success::json(200, &[array("data", &record(BITS_PRODUCT))]),
    errors: &[400, 401],
    ..BASE
};

/// Create or change a Bits product.
///
/// See [Twitch: Update Extension Bits Product](https://dev.twitch.tv/docs/api/reference/#update-extension-bits-product).
pub const UPDATE_EXTENSION_BITS_PRODUCT: Endpoint = Endpoint {
    id: "update_extension_bits_product",
    name: "Update Extension Bits Product",
    method: Method::Put,
    path: "/bits/extensions",
    summary: "Create or change a Bits product",
    tokens: &[TokenKind::App],
    body: Some(&[
        string("sku")
            .required()
            .max_length(255)
            .pattern("[A-Za-z0-9._-]+"),
        object(
            "cost",
            &[
                integer("amount").required().between(1, 10_000),
                string("type").required().one_of(&["bits"]),
            ],
        )
        .required(),
        string("display_name").required().max_length(255),
        boolean("in_development").default(Value::Boolean(false)),
        date_time("expiration"),
        boolean("is_broadcast").default(Value::Boolean(false)),
    ]),
    success: Success::json(200, &[array("data", &record(BITS_PRODUCT))]),
    errors: &[400, 401],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// An extension with its views.
const EXTENSION: &[Field] = &[
    string("author_name"),
    boolean("bits_enabled"),
    boolean("can_install"),
    string("configuration_location").one_of(&["hosted", "custom", "none"]),
    string("description"),
    string("eula_tos_url").may_be_empty(),
    boolean("has_chat_support"),
    string("icon_url"),
    map("icon_urls", &string("")),
    string("id"),
    string("name"),
    string("privacy_policy_url").may_be_empty(),
    boolean("request_identity_link"),
    array("screenshot_urls", &string("")),
    string("state").one_of(&[
        "Approved",
        "AssetsUploaded",
        "Deleted",
        "Deprecated",
        "InReview",
        "InTest",
        "PendingAction",
        "Rejected",
        "Released",
    ]),
    string("subscriptions_support_level").one_of(&["none", "optional"]),
    string("summary"),
    string("support_email"),
    string("version"),
    string("viewer_summary"),
    object(
        "views",
        &[
            object("mobile", &[string("viewer_url")]).optional_by(Basis::Clients),
            object(
                "panel",
                &[
                    string("viewer_url"),
                    integer("height"),
                    boolean("can_link_external_content"),
                ],
            )
            .optional_by(Basis::Clients),
            object(
                "video_overlay",
                &[string("viewer_url"), boolean("can_link_external_content")],
            )
            .optional_by(Basis::Clients),
            object(
                "component",
                &[
                    string("viewer_url"),
                    integer("aspect_ratio_x"),
                    integer("aspect_ratio_y"),
                    boolean("autoscale"),
                    integer("scale_pixels"),
                    integer("target_height"),
                    boolean("can_link_external_content"),
                    integer("aspect_width").optional_by(Basis::Examples),
                    integer("aspect_height").optional_by(Basis::Examples),
                    integer("size").optional_by(Basis::Examples),
                    integer("zoom_pixels").optional_by(Basis::Examples),
                    boolean("zoom").optional_by(Basis::Examples),
                ],
            )
            .optional_by(Basis::Clients),
            object(
                "config",
                &[string("viewer_url"), boolean("can_link_external_content")],
            )
            .optional_by(Basis::Clients),
        ],
    ),
    array("allowlisted_config_urls", &string("")),
    array("allowlisted_panel_urls", &string("")),
];

/// Something that an extension sells for Bits.
const BITS_PRODUCT: &[Field] = &[
    string("sku"),
    object(
        "cost",
        &[integer("amount"), string("type").one_of(&["bits"])],
    ),
    boolean("in_development"),
    string("display_name"),
    date_time("expiration").may_be_empty(),
    boolean("is_broadcast"),
];

/// The secrets of an extension.
const SECRETS: &[Field] = &[
    integer("format_version"),
    array(
        "secrets",
        &record(&[
            string("content"),
            date_time("active_at"),
            date_time("expires_at"),
        ]),
    ),
];
