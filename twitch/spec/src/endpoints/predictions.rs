//! The table of what Twitch offers under the heading Predictions; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Scopes, Success,
};
use crate::model::field::{Basis, Field, Format, Value, array, date_time, integer, record, string};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Predictions";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_PREDICTIONS, CREATE_PREDICTION, END_PREDICTION];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List channel predictions.
///
/// See [Twitch: Get Predictions](https://dev.twitch.tv/docs/api/reference/#get-predictions).
pub const GET_PREDICTIONS: Endpoint = Endpoint {
    id: "get_predictions",
    name: "Get Predictions",
    method: Method::Get,
    path: "/predictions",
    summary: "List channel predictions",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:predictions", "channel:manage:predictions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("id").repeated().max_items(25),
        integer("first").between(1, 25).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[array("data", &record(PREDICTION)), PAGINATION.optional()],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};

/// Start a prediction.
///
/// See [Twitch: Create Prediction](https://dev.twitch.tv/docs/api/reference/#create-prediction).
pub const CREATE_PREDICTION: Endpoint = Endpoint {
    id: "create_prediction",
    name: "Create Prediction",
    method: Method::Post,
    path: "/predictions",
    summary: "Start a prediction",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:predictions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id").in_body())],
    body: Some(&[
        string("broadcaster_id").required(),
        string("title").required().max_length(45),
        array(
            "outcomes",
            &record(&[string("title").required().max_length(25)]),
        )
        .required()
        .min_items(2)
        .max_items(10),
        integer("prediction_window").required().between(30, 1_800),
    ]),
    success: Success::json(200, &[array("data", &record(PREDICTION))]),
    errors: &[400, 401, 429],
    repeat: Repeat::adds("it makes something new"),
    limits: &[("max_active_per_channel", 1)],
    ..BASE
};

/// Lock, resolve or cancel a prediction.
///
/// See [Twitch: End Prediction](https://dev.twitch.tv/docs/api/reference/#end-prediction).
pub const END_PREDICTION: Endpoint = Endpoint {
    id: "end_prediction",
    name: "End Prediction",
    method: Method::Patch,
    path: "/predictions",
    summary: "Lock, resolve or cancel a prediction",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:predictions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id").in_body())],
    body: Some(&[
        string("broadcaster_id").required(),
        string("id").required(),
        string("status")
            .required()
            .one_of(&["RESOLVED", "CANCELED", "LOCKED"]),
        string("winning_outcome_id"),
    ]),
    body_rules: &[Rule::RequiredIf {
        params: &["winning_outcome_id"],
        field: "status",
        is: &[Value::String("RESOLVED")],
    }],
    success: Success::json(200, &[array("data", &record(PREDICTION))]),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("a prediction is settled once: points are not paid out twice"),
    ..BASE
};

/// A prediction with its outcomes.
const PREDICTION: &[Field] = &[
    string("id"),
    string("broadcaster_id"),
    string("broadcaster_name"),
    string("broadcaster_login"),
    string("title"),
    string("winning_outcome_id").nullable(),
    array(
        "outcomes",
        &record(&[
            string("id"),
            string("title"),
            integer("users"),
            integer("channel_points"),
            array(
                "top_predictors",
                &record(&[
                    string("user_id"),
                    string("user_name"),
                    string("user_login"),
                    integer("channel_points_used"),
                    integer("channel_points_won").nullable_by(Basis::Clients),
                ]),
            )
            .nullable(),
            string("color").one_of(&["BLUE", "PINK"]),
        ]),
    ),
    integer("prediction_window"),
    string("status").one_of(&["ACTIVE", "CANCELED", "LOCKED", "RESOLVED"]),
    date_time("created_at"),
    date_time("ended_at").nullable(),
    date_time("locked_at").nullable(),
];
