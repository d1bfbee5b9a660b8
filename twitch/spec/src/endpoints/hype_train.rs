//! The table of what Twitch offers under the heading Hype Train; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{Claim, ENDPOINT, Endpoint, Identity, Method, Scopes, Success};
use crate::model::field::{
    Basis, Field, array, boolean, date_time, integer, object, record, string,
};
use crate::model::token::TokenKind;
use crate::shapes::{SHARED_TRAIN_PARTICIPANT, TOP_CONTRIBUTION};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Hype Train";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_HYPE_TRAIN_STATUS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read Hype Train status and records.
///
/// See [Twitch: Get Hype Train Status](https://dev.twitch.tv/docs/api/reference/#get-hype-train-status).
pub const GET_HYPE_TRAIN_STATUS: Endpoint = Endpoint {
    id: "get_hype_train_status",
    name: "Get Hype Train Status",
    method: Method::Get,
    path: "/hypetrain/status",
    summary: "Read Hype Train status and records",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:hype_train"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                object(
                    "current",
                    &[
                        string("id"),
                        string("broadcaster_user_id"),
                        string("broadcaster_user_login"),
                        string("broadcaster_user_name"),
                        integer("level"),
                        integer("total"),
                        integer("progress"),
                        integer("goal"),
                        array("top_contributions", &record(TOP_CONTRIBUTION)),
                        array(
                            "shared_train_participants",
                            &record(SHARED_TRAIN_PARTICIPANT),
                        )
                        .nullable()
                        .optional_by(Basis::Clients),
                        date_time("started_at"),
                        date_time("expires_at"),
                        string("type").one_of(&["treasure", "golden_kappa", "regular"]),
                        boolean("is_shared_train").optional(),
                    ],
                )
                .nullable(),
                object("all_time_high", RECORD).nullable(),
                object("shared_all_time_high", RECORD).nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 500],
    first_announced: Some("2025-07-31"),
    doubtful: &[
        "documented nesting of several fields is wrong; shape taken from example and client code",
    ],
    ..BASE
};

/// The best Hype Train so far.
const RECORD: &[Field] = &[integer("level"), integer("total"), date_time("achieved_at")];
