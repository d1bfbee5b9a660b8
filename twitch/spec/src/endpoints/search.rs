//! The table of what Twitch offers under the heading Search. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Success};
use crate::model::field::{
    Basis, Format, Value, array, boolean, date_time, integer, record, string,
};
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Search";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[SEARCH_CATEGORIES, SEARCH_CHANNELS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Search categories by name.
///
/// See [Twitch: Search Categories](https://dev.twitch.tv/docs/api/reference/#search-categories).
pub const SEARCH_CATEGORIES: Endpoint = Endpoint {
    id: "search_categories",
    name: "Search Categories",
    method: Method::Get,
    path: "/search/categories",
    summary: "Search categories by name",
    query: &[
        string("query").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[string("box_art_url"), string("name"), string("id")]),
            )
            .nullable_by(Basis::Clients),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    doubtful: &["pagination object is missing in the response table"],
    ..BASE
};

/// Search channels by name.
///
/// See [Twitch: Search Channels](https://dev.twitch.tv/docs/api/reference/#search-channels).
pub const SEARCH_CHANNELS: Endpoint = Endpoint {
    id: "search_channels",
    name: "Search Channels",
    method: Method::Get,
    path: "/search/channels",
    summary: "Search channels by name",
    query: &[
        string("query").required(),
        boolean("live_only").default(Value::Boolean(false)),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("broadcaster_language"),
                    string("broadcaster_login"),
                    string("display_name"),
                    string("game_id").may_be_empty(),
                    string("game_name").may_be_empty(),
                    string("id"),
                    boolean("is_live"),
                    array("tag_ids", &string(""))
                        .nullable_by(Basis::Clients)
                        .optional_by(Basis::Deprecated)
                        .deprecated(),
                    array("tags", &string("")),
                    string("thumbnail_url"),
                    string("title").may_be_empty(),
                    date_time("started_at").may_be_empty(),
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
