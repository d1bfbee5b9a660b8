//! The table of what Twitch offers under the heading Polls; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Polls";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_POLLS, CREATE_POLL, END_POLL];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List channel polls.
///
/// See [Twitch: Get Polls](https://dev.twitch.tv/docs/api/reference/#get-polls).
pub const GET_POLLS: Endpoint = Endpoint {
    id: "get_polls",
    name: "Get Polls",
    method: Method::Get,
    path: "/polls",
    summary: "List channel polls",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:polls", "channel:manage:polls"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("id").repeated().max_items(20),
        integer("first").between(1, 20).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(200, &[array("data", &record(POLL)), PAGINATION.optional()]),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Start a poll.
///
/// See [Twitch: Create Poll](https://dev.twitch.tv/docs/api/reference/#create-poll).
pub const CREATE_POLL: Endpoint = Endpoint {
    id: "create_poll",
    name: "Create Poll",
    method: Method::Post,
    path: "/polls",
    summary: "Start a poll",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:polls"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id").in_body())],
    body: Some(&[
        string("broadcaster_id").required(),
        string("title").required().max_length(60),
        array(
            "choices",
            &record(&[string("title").required().max_length(25)]),
        )
        .required()
        .min_items(2)
        .max_items(5),
        integer("duration").required().between(15, 1_800),
        boolean("channel_points_voting_enabled").default(Value::Boolean(false)),
        integer("channel_points_per_vote").between(1, 1_000_000),
    ]),
    body_rules: &[Rule::RequiresTrue {
        params: &["channel_points_per_vote"],
        field: "channel_points_voting_enabled",
    }],
    success: Success::json(200, &[array("data", &record(POLL))]),
    errors: &[400, 401],
    repeat: Repeat::adds("it makes something new"),
    limits: &[("max_active_per_channel", 1)],
    ..BASE
};

/// End a poll.
///
/// See [Twitch: End Poll](https://dev.twitch.tv/docs/api/reference/#end-poll).
pub const END_POLL: Endpoint = Endpoint {
    id: "end_poll",
    name: "End Poll",
    method: Method::Patch,
    path: "/polls",
    summary: "End a poll",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:polls"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id").in_body())],
    body: Some(&[
        string("broadcaster_id").required(),
        string("id").required(),
        string("status")
            .required()
            .one_of(&["TERMINATED", "ARCHIVED"]),
    ]),
    success: Success::json(200, &[array("data", &record(POLL))]),
    errors: &[400, 401],
    repeat: Repeat::settles("what is over stays over"),
    ..BASE
};

/// A poll with its choices.
const POLL: &[Field] = &[
    string("id"),
    string("broadcaster_id"),
    string("broadcaster_name"),
    string("broadcaster_login"),
    string("title"),
    array(
        "choices",
        &record(&[
            string("id"),
            string("title"),
            integer("votes"),
            integer("channel_points_votes"),
            integer("bits_votes").optional_by(Basis::Clients),
        ]),
    ),
    boolean("bits_voting_enabled").optional_by(Basis::Clients),
    integer("bits_per_vote").optional_by(Basis::Clients),
    boolean("channel_points_voting_enabled"),
    integer("channel_points_per_vote"),
    string("status").one_of(&[
        "ACTIVE",
        "COMPLETED",
        "TERMINATED",
        "ARCHIVED",
        "MODERATED",
        "INVALID",
    ]),
    integer("duration"),
    date_time("started_at"),
    date_time("ended_at")
        .nullable()
        .optional_by(Basis::Examples),
];
