//! The table of what Twitch offers under the heading Goals. Facts only, no behavior.

use crate::model::endpoint::{Claim, ENDPOINT, Endpoint, Identity, Method, Scopes, Success};
use crate::model::field::{array, date_time, integer, record, string};
use crate::model::token::TokenKind;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Goals";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_CREATOR_GOALS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List active creator goals.
///
/// See [Twitch: Get Creator Goals](https://dev.twitch.tv/docs/api/reference/#get-creator-goals).
pub const GET_CREATOR_GOALS: Endpoint = Endpoint {
    id: "get_creator_goals",
    name: "Get Creator Goals",
    method: Method::Get,
    path: "/goals",
    summary: "List active creator goals",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:goals"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id"),
                string("broadcaster_id"),
                string("broadcaster_name"),
                string("broadcaster_login"),
                string("type").one_of(&[
                    "follower",
                    "subscription",
                    "subscription_count",
                    "new_subscription",
                    "new_subscription_count",
                    "new_bit",
                    "new_cheerer",
                ]),
                string("description").may_be_empty(),
                integer("current_amount"),
                integer("target_amount"),
                date_time("created_at"),
            ]),
        )],
    ),
    errors: &[400, 401],
    ..BASE
};
