//! The table of what Twitch offers under the heading Games; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Success};
use crate::model::field::{Basis, Field, Format, Value, array, integer, record, string};
use crate::model::rule::Rule;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Games";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_TOP_GAMES, GET_GAMES];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List categories by viewers.
///
/// See [Twitch: Get Top Games](https://dev.twitch.tv/docs/api/reference/#get-top-games).
pub const GET_TOP_GAMES: Endpoint = Endpoint {
    id: "get_top_games",
    name: "Get Top Games",
    method: Method::Get,
    path: "/games/top",
    summary: "List categories by viewers",
    query: &[
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
        string("before").format(Format::Cursor),
    ],
    success: Success::json(200, &[array("data", &record(GAME)), PAGINATION.optional()]),
    errors: &[400, 401],
    pagination: Some(Pagination::BOTH_WAYS),
    ..BASE
};

/// Look up categories.
///
/// See [Twitch: Get Games](https://dev.twitch.tv/docs/api/reference/#get-games).
pub const GET_GAMES: Endpoint = Endpoint {
    id: "get_games",
    name: "Get Games",
    method: Method::Get,
    path: "/games",
    summary: "Look up categories",
    query: &[
        string("id").repeated().max_items(100),
        string("name").repeated().max_items(100),
        string("igdb_id").repeated().max_items(100),
    ],
    query_rules: &[
        Rule::AtLeastOne(&["id", "name", "igdb_id"]),
        Rule::MaxTotalValues {
            params: &["id", "name", "igdb_id"],
            max: 100,
        },
    ],
    success: Success::json(
        200,
        &[
            array("data", &record(GAME)),
            PAGINATION.optional_by(Basis::Clients),
        ],
    ),
    errors: &[400, 401],
    ..BASE
};

/// A game or category.
const GAME: &[Field] = &[
    string("id"),
    string("name"),
    string("box_art_url"),
    string("igdb_id").may_be_empty(),
];
