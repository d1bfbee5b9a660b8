//! The table of what Twitch offers under the heading Raids. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, RATE_LIMIT, RateLimit, Scopes, Success,
};
use crate::model::field::{Basis, array, boolean, date_time, record, string};
use crate::model::repeat::Repeat;
use crate::model::token::TokenKind;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Raids";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[START_A_RAID, CANCEL_A_RAID];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Start a raid.
///
/// See [Twitch: Start a raid](https://dev.twitch.tv/docs/api/reference/#start-a-raid).
pub const START_A_RAID: Endpoint = Endpoint {
    id: "start_a_raid",
    name: "Start a raid",
    method: Method::Post,
    path: "/raids",
    summary: "Start a raid",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:raids"]),
    identity: &[Identity::Is(Claim::broadcaster("from_broadcaster_id"))],
    query: &[
        string("from_broadcaster_id").required(),
        string("to_broadcaster_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                date_time("created_at"),
                boolean("is_mature")
                    .optional_by(Basis::Deprecated)
                    .deprecated(),
            ]),
        )],
    ),
    errors: &[400, 401, 404, 409, 429],
    repeat: Repeat::adds(
        "it counts against a limit of few calls, and a raid that was canceled since would begin again",
    ),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 600,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};

/// Cancel a pending raid.
///
/// See [Twitch: Cancel a raid](https://dev.twitch.tv/docs/api/reference/#cancel-a-raid).
pub const CANCEL_A_RAID: Endpoint = Endpoint {
    id: "cancel_a_raid",
    name: "Cancel a raid",
    method: Method::Delete,
    path: "/raids",
    summary: "Cancel a pending raid",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:raids"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::empty(204),
    errors: &[400, 401, 404, 429],
    repeat: Repeat::settles("what is called off stays off"),
    rate_limits: &[RateLimit {
        limit: 10,
        per_seconds: 600,
        scope: "channel",
        ..RATE_LIMIT
    }],
    ..BASE
};
