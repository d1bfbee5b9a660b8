//! The table of what Twitch offers under the heading Whispers. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, RATE_LIMIT, RateLimit, Requirement, Scopes,
    Success,
};
use crate::model::field::string;
use crate::model::repeat::Repeat;
use crate::model::token::TokenKind;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Whispers";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[SEND_WHISPER];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Send a whisper.
///
/// See [Twitch: Send Whisper](https://dev.twitch.tv/docs/api/reference/#send-whisper).
pub const SEND_WHISPER: Endpoint = Endpoint {
    id: "send_whisper",
    name: "Send Whisper",
    method: Method::Post,
    path: "/whispers",
    summary: "Send a whisper",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:manage:whispers"]),
    identity: &[Identity::Is(Claim::myself("from_user_id"))],
    requires: &[Requirement::VerifiedPhone],
    query: &[
        string("from_user_id").required(),
        string("to_user_id").required(),
    ],
    body: Some(&[string("message")
        .required()
        .min_length(1)
        .max_length(10_000)]),
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 429],
    repeat: Repeat::adds("the person would read it twice"),
    rate_limits: &[
        RateLimit {
            limit: 3,
            per_seconds: 1,
            scope: "sender",
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 100,
            per_seconds: 60,
            scope: "sender",
            ..RATE_LIMIT
        },
        RateLimit {
            limit: 40,
            per_seconds: 86_400,
            scope: "sender",
            counts: Some("unique_recipients"),
            ..RATE_LIMIT
        },
    ],
    doubtful: &["500 characters if the recipient has not whispered before, else 10000"],
    ..BASE
};
