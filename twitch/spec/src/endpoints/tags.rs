//! The table of what Twitch offers under the heading Tags; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Deprecation, ENDPOINT, Endpoint, Method, Pagination, Status, Success,
};
use crate::model::field::{Field, Format, Value, array, boolean, integer, map, record, string};
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Tags";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_ALL_STREAM_TAGS, GET_STREAM_TAGS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List Twitch-defined tags.
///
/// See [Twitch: Get All Stream Tags](https://dev.twitch.tv/docs/api/reference/#get-all-stream-tags).
pub const GET_ALL_STREAM_TAGS: Endpoint = Endpoint {
    id: "get_all_stream_tags",
    name: "Get All Stream Tags",
    method: Method::Get,
    path: "/tags/streams",
    summary: "List Twitch-defined tags",
    status: Status::Deprecated,
    query: &[
        string("tag_id").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(200, &[array("data", &record(TAG)), PAGINATION.optional()]),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    deprecation: Some(Deprecation {
        empty_since: Some("2023-02-28"),
        gone_since: Some("2023-07-13"),
        replacement: None,
    }),
    ..BASE
};

/// List a stream's Twitch-defined tags.
///
/// See [Twitch: Get Stream Tags](https://dev.twitch.tv/docs/api/reference/#get-stream-tags).
pub const GET_STREAM_TAGS: Endpoint = Endpoint {
    id: "get_stream_tags",
    name: "Get Stream Tags",
    method: Method::Get,
    path: "/streams/tags",
    summary: "List a stream's Twitch-defined tags",
    status: Status::Deprecated,
    query: &[string("broadcaster_id").required()],
    success: Success::json(200, &[array("data", &record(TAG))]),
    errors: &[400, 401],
    deprecation: Some(Deprecation {
        empty_since: Some("2023-02-28"),
        gone_since: Some("2023-07-13"),
        replacement: Some("get_channel_information"),
    }),
    ..BASE
};

/// A tag with its translations.
const TAG: &[Field] = &[
    string("tag_id"),
    boolean("is_auto"),
    map("localization_names", &string("")),
    map("localization_descriptions", &string("")),
];
