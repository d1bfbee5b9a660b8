//! The table of what Twitch offers under the heading Videos. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Scopes, Success};
use crate::model::field::{Format, Value, array, date_time, integer, record, string};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Videos";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_VIDEOS, DELETE_VIDEOS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List videos.
///
/// See [Twitch: Get Videos](https://dev.twitch.tv/docs/api/reference/#get-videos).
pub const GET_VIDEOS: Endpoint = Endpoint {
    id: "get_videos",
    name: "Get Videos",
    method: Method::Get,
    path: "/videos",
    summary: "List videos",
    query: &[
        string("id").repeated().max_items(100),
        string("user_id"),
        string("game_id"),
        string("language"),
        string("period")
            .one_of(&["all", "day", "month", "week"])
            .default(Value::String("all")),
        string("sort")
            .one_of(&["time", "trending", "views"])
            .default(Value::String("time")),
        string("type")
            .one_of(&["all", "archive", "highlight", "upload"])
            .default(Value::String("all")),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
        string("before").format(Format::Cursor),
    ],
    query_rules: &[
        Rule::ExactlyOne(&["id", "user_id", "game_id"]),
        Rule::Requires {
            params: &["language"],
            any_of: &["game_id"],
        },
        Rule::Requires {
            params: &["period", "sort", "type", "first"],
            any_of: &["game_id", "user_id"],
        },
        Rule::Requires {
            params: &["after", "before"],
            any_of: &["user_id"],
        },
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("stream_id").nullable(),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    string("title"),
                    string("description"),
                    date_time("created_at"),
                    date_time("published_at"),
                    string("url"),
                    string("thumbnail_url"),
                    string("viewable").one_of(&["public"]),
                    integer("view_count"),
                    string("language"),
                    string("type").one_of(&["archive", "highlight", "upload"]),
                    string("duration").format(Format::TwitchDuration),
                    array(
                        "muted_segments",
                        &record(&[integer("duration"), integer("offset")]),
                    )
                    .nullable(),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::BOTH_WAYS),
    limits: &[("max_results_by_game", 500)],
    ..BASE
};

/// Delete videos.
///
/// See [Twitch: Delete Videos](https://dev.twitch.tv/docs/api/reference/#delete-videos).
pub const DELETE_VIDEOS: Endpoint = Endpoint {
    id: "delete_videos",
    name: "Delete Videos",
    method: Method::Delete,
    path: "/videos",
    summary: "Delete videos",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:videos"]),
    query: &[string("id").required().repeated().max_items(5)],
    success: Success::json(200, &[array("data", &string(""))]),
    errors: &[400, 401],
    repeat: Repeat::settles("what is gone stays gone"),
    ..BASE
};
