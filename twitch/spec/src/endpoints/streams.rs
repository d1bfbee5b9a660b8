//! The table of what Twitch offers under the heading Streams. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Requirement, Scopes, Success,
};
use crate::model::field::{
    Alternate, Basis, Format, Value, array, boolean, date_time, integer, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Streams";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_STREAM_KEY,
    GET_STREAMS,
    GET_FOLLOWED_STREAMS,
    CREATE_STREAM_MARKER,
    GET_STREAM_MARKERS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read the stream key.
///
/// See [Twitch: Get Stream Key](https://dev.twitch.tv/docs/api/reference/#get-stream-key).
pub const GET_STREAM_KEY: Endpoint = Endpoint {
    id: "get_stream_key",
    name: "Get Stream Key",
    method: Method::Get,
    path: "/streams/key",
    summary: "Read the stream key",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:stream_key"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(200, &[array("data", &record(&[string("stream_key")]))]),
    errors: &[400, 401, 403],
    ..BASE
};

/// List live streams.
///
/// See [Twitch: Get Streams](https://dev.twitch.tv/docs/api/reference/#get-streams).
pub const GET_STREAMS: Endpoint = Endpoint {
    id: "get_streams",
    name: "Get Streams",
    method: Method::Get,
    path: "/streams",
    summary: "List live streams",
    query: &[
        string("user_id").repeated().max_items(100),
        string("user_login").repeated().max_items(100),
        string("game_id").repeated().max_items(100),
        string("type")
            .one_of(&["all", "live"])
            .default(Value::String("all")),
        string("language").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("before").format(Format::Cursor),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    string("game_id").may_be_empty(),
                    string("game_name").may_be_empty(),
                    string("type").may_be_empty().one_of(&["live"]),
                    string("title").may_be_empty(),
                    array("tags", &string("")).nullable_by(Basis::Clients),
                    integer("viewer_count"),
                    date_time("started_at"),
                    string("language"),
                    string("thumbnail_url"),
                    array("tag_ids", &string(""))
                        .nullable_by(Basis::Clients)
                        .optional_by(Basis::Deprecated)
                        .deprecated(),
                    boolean("is_mature")
                        .optional_by(Basis::Deprecated)
                        .deprecated(),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::BOTH_WAYS),
    ..BASE
};

/// List followed live streams.
///
/// See [Twitch: Get Followed Streams](https://dev.twitch.tv/docs/api/reference/#get-followed-streams).
pub const GET_FOLLOWED_STREAMS: Endpoint = Endpoint {
    id: "get_followed_streams",
    name: "Get Followed Streams",
    method: Method::Get,
    path: "/streams/followed",
    summary: "List followed live streams",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:follows"]),
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("user_id").required(),
        integer("first")
            .between(1, 100)
            .default(Value::Integer(100)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    string("game_id").may_be_empty(),
                    string("game_name").may_be_empty(),
                    string("type").may_be_empty().one_of(&["live"]),
                    string("title").may_be_empty(),
                    integer("viewer_count"),
                    date_time("started_at"),
                    string("language"),
                    string("thumbnail_url"),
                    array("tag_ids", &string(""))
                        .nullable_by(Basis::Clients)
                        .optional_by(Basis::Deprecated)
                        .deprecated(),
                    array("tags", &string("")).nullable_by(Basis::Clients),
                    boolean("is_mature")
                        .optional_by(Basis::Examples)
                        .deprecated(),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Mark a point in a stream.
///
/// See [Twitch: Create Stream Marker](https://dev.twitch.tv/docs/api/reference/#create-stream-marker).
pub const CREATE_STREAM_MARKER: Endpoint = Endpoint {
    id: "create_stream_marker",
    name: "Create Stream Marker",
    method: Method::Post,
    path: "/streams/markers",
    summary: "Mark a point in a stream",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:broadcast"]),
    identity: &[Identity::Is(Claim::editor("user_id").in_body())],
    requires: &[Requirement::Live, Requirement::VodEnabled],
    body: Some(&[
        string("user_id").required(),
        string("description").max_length(140),
    ]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id").or_as(&[Alternate::Integer]),
                date_time("created_at"),
                integer("position_seconds"),
                string("description"),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 404],
    repeat: Repeat::adds("it makes something new"),
    ..BASE
};

/// List stream markers.
///
/// See [Twitch: Get Stream Markers](https://dev.twitch.tv/docs/api/reference/#get-stream-markers).
pub const GET_STREAM_MARKERS: Endpoint = Endpoint {
    id: "get_stream_markers",
    name: "Get Stream Markers",
    method: Method::Get,
    path: "/streams/markers",
    summary: "List stream markers",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:broadcast", "channel:manage:broadcast"]),
    identity: &[Identity::Is(Claim::editor("user_id").when("present"))],
    query: &[
        string("user_id"),
        string("video_id"),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("before").format(Format::Cursor),
        string("after").format(Format::Cursor),
    ],
    query_rules: &[Rule::ExactlyOne(&["user_id", "video_id"])],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("user_id"),
                    string("user_name"),
                    string("user_login"),
                    array(
                        "videos",
                        &record(&[
                            string("video_id"),
                            array(
                                "markers",
                                &record(&[
                                    string("id"),
                                    date_time("created_at"),
                                    string("description").may_be_empty(),
                                    integer("position_seconds"),
                                    string("url").optional_by(Basis::Clients).aliases(&["URL"]),
                                ]),
                            ),
                        ]),
                    ),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 403, 404],
    pagination: Some(Pagination::BOTH_WAYS),
    ..BASE
};
