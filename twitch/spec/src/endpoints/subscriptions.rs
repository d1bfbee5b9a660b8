//! The table of what Twitch offers under the heading Subscriptions. Facts only, no behavior.

use crate::model::endpoint::{
    AppTokenGrant, Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Scopes, Success,
};
use crate::model::field::{Format, Value, array, boolean, integer, record, string};
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Subscriptions";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_BROADCASTER_SUBSCRIPTIONS, CHECK_USER_SUBSCRIPTION];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List a channel's subscribers.
///
/// See [Twitch: Get Broadcaster Subscriptions](https://dev.twitch.tv/docs/api/reference/#get-broadcaster-subscriptions).
pub const GET_BROADCASTER_SUBSCRIPTIONS: Endpoint = Endpoint {
    id: "get_broadcaster_subscriptions",
    name: "Get Broadcaster Subscriptions",
    method: Method::Get,
    path: "/subscriptions",
    summary: "List a channel's subscribers",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:subscriptions"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::all_of(&["channel:read:subscriptions"]),
    )],
    app_token_only_for: Some("twitch_extension_only"),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
        string("before").format(Format::Cursor),
    ],
    query_rules: &[
        Rule::MutuallyExclusive(&["user_id", "after"]),
        Rule::MutuallyExclusive(&["user_id", "before"]),
        Rule::MutuallyExclusive(&["after", "before"]),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("broadcaster_id"),
                    string("broadcaster_login"),
                    string("broadcaster_name"),
                    string("gifter_id").may_be_empty(),
                    string("gifter_login").may_be_empty(),
                    string("gifter_name").may_be_empty(),
                    boolean("is_gift"),
                    string("plan_name"),
                    string("tier").one_of(&["1000", "2000", "3000"]),
                    string("user_id"),
                    string("user_name"),
                    string("user_login"),
                ]),
            ),
            PAGINATION.optional(),
            integer("points"),
            integer("total"),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination::BOTH_WAYS),
    ..BASE
};

/// Check a user's subscription.
///
/// See [Twitch: Check User Subscription](https://dev.twitch.tv/docs/api/reference/#check-user-subscription).
pub const CHECK_USER_SUBSCRIPTION: Endpoint = Endpoint {
    id: "check_user_subscription",
    name: "Check User Subscription",
    method: Method::Get,
    path: "/subscriptions/user",
    summary: "Check a user's subscription",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["user:read:subscriptions"]),
    app_token_grants: &[AppTokenGrant::by(
        "user",
        "user_id",
        Scopes::all_of(&["user:read:subscriptions"]),
    )],
    app_token_only_for: Some("twitch_extension_only"),
    identity: &[Identity::Is(Claim::myself("user_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("user_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("gifter_id").optional(),
                string("gifter_login").optional(),
                string("gifter_name").optional(),
                boolean("is_gift"),
                string("tier").one_of(&["1000", "2000", "3000"]),
            ]),
        )],
    ),
    errors: &[400, 401, 404],
    ..BASE
};
