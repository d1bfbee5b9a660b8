//! The table of what Twitch offers under the heading Entitlements. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Requirement, Success};
use crate::model::field::{Format, Value, array, date_time, integer, record, string};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Entitlements";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_DROPS_ENTITLEMENTS, UPDATE_DROPS_ENTITLEMENTS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List Drops entitlements.
///
/// See [Twitch: Get Drops Entitlements](https://dev.twitch.tv/docs/api/reference/#get-drops-entitlements).
pub const GET_DROPS_ENTITLEMENTS: Endpoint = Endpoint {
    id: "get_drops_entitlements",
    name: "Get Drops Entitlements",
    method: Method::Get,
    path: "/entitlements/drops",
    summary: "List Drops entitlements",
    requires: &[Requirement::ClientInOrganization],
    query: &[
        string("id").repeated().max_items(100),
        string("user_id"),
        string("game_id"),
        string("fulfillment_status").one_of(&["CLAIMED", "FULFILLED"]),
        string("after").format(Format::Cursor),
        integer("first")
            .between(1, 1_000)
            .default(Value::Integer(20)),
    ],
    query_rules: &[Rule::ForbiddenForToken(&["user_id"], TokenKind::User)],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("benefit_id"),
                    date_time("timestamp"),
                    string("user_id"),
                    string("game_id"),
                    string("fulfillment_status").one_of(&["CLAIMED", "FULFILLED"]),
                    date_time("last_updated"),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 403, 500],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Set Drops fulfillment status.
///
/// See [Twitch: Update Drops Entitlements](https://dev.twitch.tv/docs/api/reference/#update-drops-entitlements).
pub const UPDATE_DROPS_ENTITLEMENTS: Endpoint = Endpoint {
    id: "update_drops_entitlements",
    name: "Update Drops Entitlements",
    method: Method::Patch,
    path: "/entitlements/drops",
    summary: "Set Drops fulfillment status",
    requires: &[Requirement::ClientInOrganization],
    body: Some(&[
        array("entitlement_ids", &string("")).max_items(100),
        string("fulfillment_status").one_of(&["CLAIMED", "FULFILLED"]),
    ]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("status").one_of(&[
                    "INVALID_ID",
                    "NOT_FOUND",
                    "SUCCESS",
                    "UNAUTHORIZED",
                    "UPDATE_FAILED",
                ]),
                array("ids", &string("")),
            ]),
        )],
    ),
    errors: &[400, 401, 500],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};
