//! The table of what Twitch offers under the heading Users; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    CONDITIONAL_SCOPES, Claim, ConditionalScopes, ENDPOINT, Endpoint, Identity, Method, Pagination,
    Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, map, object, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Users";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_USERS,
    UPDATE_USER,
    GET_AUTHORIZATION_BY_USER,
    GET_USER_BLOCK_LIST,
    BLOCK_USER,
    UNBLOCK_USER,
    GET_USER_EXTENSIONS,
    GET_USER_ACTIVE_EXTENSIONS,
    UPDATE_USER_EXTENSIONS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Look up users.
///
/// See [Twitch: Get Users](https://dev.twitch.tv/docs/api/reference/#get-users).
pub const GET_USERS: Endpoint = Endpoint {
    id: "get_users",
    name: "Get Users",
    method: Method::Get,
    path: "/users",
    summary: "Look up users",
    conditional_scopes: &[ConditionalScopes {
        any_of: &["user:read:email"],
        response_fields: &["email"],
        token: Some(TokenKind::User),
        ..CONDITIONAL_SCOPES
    }],
    query: &[
        string("id").repeated().max_items(100),
        string("login").repeated().max_items(100),
    ],
    query_rules: &[
        Rule::MaxTotalValues {
            params: &["id", "login"],
            max: 100,
        },
        Rule::AtLeastOneUnlessToken(&["id", "login"], TokenKind::User),
    ],
    success: Success::json(200, &[array("data", &record(PROFILE))]),
    errors: &[400, 401],
    ..BASE
};

/// Set a user's channel description.
///
/// See [Twitch: Update User](https://dev.twitch.tv/docs/api/reference/#update-user).
pub const UPDATE_USER: Endpoint = Endpoint {
    id: "update_user",
    name: "Update User",
    method: Method::Put,
    path: "/users",
    summary: "Set a user's channel description",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:edit"]),
    conditional_scopes: &[ConditionalScopes {
        any_of: &["user:read:email"],
        response_fields: &["email"],
        ..CONDITIONAL_SCOPES
    }],
    query: &[string("description").max_length(300)],
    success: Success::json(200, &[array("data", &record(PROFILE))]),
    errors: &[400, 401, 429],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Read scopes users granted.
///
/// See [Twitch: Get Authorization By User](https://dev.twitch.tv/docs/api/reference/#get-authorization-by-user).
pub const GET_AUTHORIZATION_BY_USER: Endpoint = Endpoint {
    id: "get_authorization_by_user",
    name: "Get Authorization By User",
    method: Method::Get,
    path: "/authorization/users",
    summary: "Read scopes users granted",
    tokens: &[TokenKind::App],
    query: &[string("user_id").required().repeated().max_items(10)],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                string("user_name"),
                string("user_login"),
                array("scopes", &string("")),
                boolean("has_authorized").optional_by(Basis::Clients),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 500],
    first_announced: Some("2025-10-18"),
    ga_since: Some("2025-10-30"),
    doubtful: &["has_authorized is in later copies of the docs, not in the February table"],
    ..BASE
};

/// List blocked users.
///
/// See [Twitch: Get User Block List](https://dev.twitch.tv/docs/api/reference/#get-user-block-list).
pub const GET_USER_BLOCK_LIST: Endpoint = Endpoint {
    id: "get_user_block_list",
    name: "Get User Block List",
    method: Method::Get,
    path: "/users/blocks",
    summary: "List blocked users",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:blocked_users"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("user_id"),
                    string("user_login"),
                    string("display_name"),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    doubtful: &["pagination object is missing in the response table"],
    ..BASE
};

/// Block a user.
///
/// See [Twitch: Block User](https://dev.twitch.tv/docs/api/reference/#block-user).
pub const BLOCK_USER: Endpoint = Endpoint {
    id: "block_user",
    name: "Block User",
    method: Method::Put,
    path: "/users/blocks",
    summary: "Block a user",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:manage:blocked_users"]),
    query: &[
        string("target_user_id").required(),
        string("source_context").one_of(&["chat", "whisper"]),
        string("reason").one_of(&["harassment", "spam", "other"]),
    ],
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("who is blocked stays blocked"),
    ..BASE
};

/// Unblock a user.
///
/// See [Twitch: Unblock User](https://dev.twitch.tv/docs/api/reference/#unblock-user).
pub const UNBLOCK_USER: Endpoint = Endpoint {
    id: "unblock_user",
    name: "Unblock User",
    method: Method::Delete,
    path: "/users/blocks",
    summary: "Unblock a user",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:manage:blocked_users"]),
    query: &[string("target_user_id").required()],
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("who is not blocked stays so"),
    ..BASE
};

/// List installed extensions.
///
/// See [Twitch: Get User Extensions](https://dev.twitch.tv/docs/api/reference/#get-user-extensions).
pub const GET_USER_EXTENSIONS: Endpoint = Endpoint {
    id: "get_user_extensions",
    name: "Get User Extensions",
    method: Method::Get,
    path: "/users/extensions/list",
    summary: "List installed extensions",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:broadcast", "user:edit:broadcast"]),
    conditional_scopes: &[ConditionalScopes {
        any_of: &["user:edit:broadcast"],
        response_fields: &["data"],
        without: Some("inactive_extensions_omitted"),
        ..CONDITIONAL_SCOPES
    }],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id"),
                string("version"),
                string("name"),
                boolean("can_activate"),
                array(
                    "type",
                    &string("").one_of(&["component", "mobile", "overlay", "panel"]),
                ),
            ]),
        )],
    ),
    errors: &[401],
    ..BASE
};

/// List active extensions.
///
/// See [Twitch: Get User Active Extensions](https://dev.twitch.tv/docs/api/reference/#get-user-active-extensions).
pub const GET_USER_ACTIVE_EXTENSIONS: Endpoint = Endpoint {
    id: "get_user_active_extensions",
    name: "Get User Active Extensions",
    method: Method::Get,
    path: "/users/extensions",
    summary: "List active extensions",
    conditional_scopes: &[ConditionalScopes {
        any_of: &["user:read:broadcast", "user:edit:broadcast"],
        response_fields: &["data"],
        token: Some(TokenKind::User),
        without: Some("extensions_in_development_omitted"),
        ..CONDITIONAL_SCOPES
    }],
    query: &[string("user_id")],
    query_rules: &[Rule::RequiredForToken(&["user_id"], TokenKind::App)],
    success: Success::json(200, &[object("data", ACTIVE_EXTENSIONS)]),
    errors: &[400, 401],
    doubtful: &["scopes page also lists channel:manage:extensions for this endpoint"],
    ..BASE
};

/// Activate or deactivate extensions.
///
/// See [Twitch: Update User Extensions](https://dev.twitch.tv/docs/api/reference/#update-user-extensions).
pub const UPDATE_USER_EXTENSIONS: Endpoint = Endpoint {
    id: "update_user_extensions",
    name: "Update User Extensions",
    method: Method::Put,
    path: "/users/extensions",
    summary: "Activate or deactivate extensions",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:edit:broadcast"]),
    body: Some(&[object(
        "data",
        &[
            map(
                "panel",
                &record(&[
                    boolean("active").required(),
                    string("id"),
                    string("version"),
                ]),
            ),
            map(
                "overlay",
                &record(&[
                    boolean("active").required(),
                    string("id"),
                    string("version"),
                ]),
            ),
            map(
                "component",
                &record(&[
                    boolean("active").required(),
                    string("id"),
                    string("version"),
                    integer("x"),
                    integer("y"),
                ]),
            ),
        ],
    )
    .required()]),
    success: Success::json(200, &[object("data", ACTIVE_EXTENSIONS)]),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("it says how things shall be"),
    doubtful: &["scopes page also lists channel:manage:extensions for this endpoint"],
    ..BASE
};

/// A user as others see them.
const PROFILE: &[Field] = &[
    string("id"),
    string("login"),
    string("display_name"),
    string("type").one_of(&["admin", "global_mod", "staff", ""]),
    string("broadcaster_type").one_of(&["affiliate", "partner", ""]),
    string("description").may_be_empty(),
    string("profile_image_url").may_be_empty(),
    string("offline_image_url").may_be_empty(),
    integer("view_count")
        .optional_by(Basis::Clients)
        .deprecated(),
    string("email").optional(),
    date_time("created_at"),
];

/// What is installed in each slot, by slot number.
const ACTIVE_EXTENSIONS: &[Field] = &[
    map(
        "panel",
        &record(&[
            boolean("active"),
            string("id").optional(),
            string("version").optional(),
            string("name").optional(),
        ]),
    )
    .optional(),
    map(
        "overlay",
        &record(&[
            boolean("active"),
            string("id").optional(),
            string("version").optional(),
            string("name").optional(),
        ]),
    )
    .optional(),
    map(
        "component",
        &record(&[
            boolean("active"),
            string("id").optional(),
            string("version").optional(),
            string("name").optional(),
            integer("x").optional(),
            integer("y").optional(),
        ]),
    )
    .optional(),
];
