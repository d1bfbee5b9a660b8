//! The table of what Twitch offers under the heading Channels. Facts only, no behavior.

use crate::model::endpoint::{
    CONDITIONAL_SCOPES, Claim, ConditionalScopes, ENDPOINT, Endpoint, Identity, Method, Pagination,
    Scopes, Success,
};
use crate::model::field::{Format, Value, array, boolean, date_time, integer, record, string};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Channels";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_CHANNEL_INFORMATION,
    MODIFY_CHANNEL_INFORMATION,
    GET_CHANNEL_EDITORS,
    GET_FOLLOWED_CHANNELS,
    GET_CHANNEL_FOLLOWERS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read channel metadata.
///
/// See [Twitch: Get Channel Information](https://dev.twitch.tv/docs/api/reference/#get-channel-information).
pub const GET_CHANNEL_INFORMATION: Endpoint = Endpoint {
    id: "get_channel_information",
    name: "Get Channel Information",
    method: Method::Get,
    path: "/channels",
    summary: "Read channel metadata",
    query: &[string("broadcaster_id")
        .required()
        .repeated()
        .max_items(100)],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("broadcaster_language"),
                string("game_name").may_be_empty(),
                string("game_id").may_be_empty(),
                string("title").may_be_empty(),
                integer("delay"),
                array("tags", &string("")),
                array("content_classification_labels", &string("")),
                boolean("is_branded_content"),
            ]),
        )],
    ),
    errors: &[400, 401, 429, 500],
    ..BASE
};

/// Update channel metadata.
///
/// See [Twitch: Modify Channel Information](https://dev.twitch.tv/docs/api/reference/#modify-channel-information).
pub const MODIFY_CHANNEL_INFORMATION: Endpoint = Endpoint {
    id: "modify_channel_information",
    name: "Modify Channel Information",
    method: Method::Patch,
    path: "/channels",
    summary: "Update channel metadata",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:broadcast"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        string("game_id"),
        string("broadcaster_language"),
        string("title").min_length(1),
        integer("delay").between(0, 900),
        array(
            "tags",
            &string("")
                .min_length(1)
                .max_length(25)
                .pattern("no_spaces_or_special_characters"),
        )
        .max_items(10),
        array(
            "content_classification_labels",
            &record(&[
                string("id").required().one_of(&[
                    "DebatedSocialIssuesAndPolitics",
                    "DrugsIntoxication",
                    "SexualThemes",
                    "ViolentGraphic",
                    "Gambling",
                    "ProfanityVulgarity",
                ]),
                boolean("is_enabled").required(),
            ]),
        ),
        boolean("is_branded_content"),
    ]),
    body_rules: &[Rule::AnyField],
    success: Success::empty(204),
    errors: &[400, 401, 403, 409, 500],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// List channel editors.
///
/// See [Twitch: Get Channel Editors](https://dev.twitch.tv/docs/api/reference/#get-channel-editors).
pub const GET_CHANNEL_EDITORS: Endpoint = Endpoint {
    id: "get_channel_editors",
    name: "Get Channel Editors",
    method: Method::Get,
    path: "/channels/editors",
    summary: "List channel editors",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:editors"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                string("user_name"),
                date_time("created_at"),
            ]),
        )],
    ),
    errors: &[400, 401],
    ..BASE
};

/// List channels a user follows.
///
/// See [Twitch: Get Followed Channels](https://dev.twitch.tv/docs/api/reference/#get-followed-channels).
pub const GET_FOLLOWED_CHANNELS: Endpoint = Endpoint {
    id: "get_followed_channels",
    name: "Get Followed Channels",
    method: Method::Get,
    path: "/channels/followed",
    summary: "List channels a user follows",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:follows"]),
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("user_id").required(),
        string("broadcaster_id"),
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
                    string("broadcaster_login"),
                    string("broadcaster_name"),
                    date_time("followed_at"),
                ]),
            ),
            PAGINATION.optional(),
            integer("total"),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// List or count channel followers.
///
/// See [Twitch: Get Channel Followers](https://dev.twitch.tv/docs/api/reference/#get-channel-followers).
pub const GET_CHANNEL_FOLLOWERS: Endpoint = Endpoint {
    id: "get_channel_followers",
    name: "Get Channel Followers",
    method: Method::Get,
    path: "/channels/followers",
    summary: "List or count channel followers",
    tokens: &[TokenKind::User],
    conditional_scopes: &[ConditionalScopes {
        any_of: &["moderator:read:followers"],
        params: &["user_id"],
        response_fields: &["data"],
        without: Some("total_only"),
        ..CONDITIONAL_SCOPES
    }],
    identity: &[Identity::Is(
        Claim::moderator("broadcaster_id").when("follower_list_wanted"),
    )],
    query: &[
        string("user_id"),
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
                    date_time("followed_at"),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                ]),
            ),
            PAGINATION.optional(),
            integer("total"),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};
