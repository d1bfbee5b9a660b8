//! The table of what Twitch offers under the heading Analytics; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Scopes, Success};
use crate::model::field::{
    Field, Format, Value, array, date_time, integer, object, record, string,
};
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Analytics";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_EXTENSION_ANALYTICS, GET_GAME_ANALYTICS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List extension report download links.
///
/// See [Twitch: Get Extension Analytics](https://dev.twitch.tv/docs/api/reference/#get-extension-analytics).
pub const GET_EXTENSION_ANALYTICS: Endpoint = Endpoint {
    id: "get_extension_analytics",
    name: "Get Extension Analytics",
    method: Method::Get,
    path: "/analytics/extensions",
    summary: "List extension report download links",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["analytics:read:extensions"]),
    query: &[
        string("extension_id"),
        string("type").one_of(&["overview_v2"]),
        date_time("started_at"),
        date_time("ended_at"),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    query_rules: &[
        Rule::AllOrNone(&["started_at", "ended_at"]),
        Rule::IgnoredIfPresent {
            params: &["after"],
            present: "extension_id",
        },
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("extension_id"),
                    string("URL").aliases(&["url"]),
                    string("type"),
                    object("date_range", DATE_RANGE),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// List game report download links.
///
/// See [Twitch: Get Game Analytics](https://dev.twitch.tv/docs/api/reference/#get-game-analytics).
pub const GET_GAME_ANALYTICS: Endpoint = Endpoint {
    id: "get_game_analytics",
    name: "Get Game Analytics",
    method: Method::Get,
    path: "/analytics/games",
    summary: "List game report download links",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["analytics:read:games"]),
    query: &[
        string("game_id"),
        string("type").one_of(&["overview_v2"]),
        date_time("started_at"),
        date_time("ended_at"),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    query_rules: &[
        Rule::AllOrNone(&["started_at", "ended_at"]),
        Rule::IgnoredIfPresent {
            params: &["after"],
            present: "game_id",
        },
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("game_id"),
                    string("URL").aliases(&["url"]),
                    string("type"),
                    object("date_range", DATE_RANGE),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// The time that a report covers.
const DATE_RANGE: &[Field] = &[date_time("started_at"), date_time("ended_at")];
