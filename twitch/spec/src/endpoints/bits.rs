//! The table of what Twitch offers under the heading Bits. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Requirement, Scopes, Success,
};
use crate::model::field::{
    Format, Value, array, boolean, date_time, integer, map, object, record, string,
};
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::{IMAGES, PAGINATION};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Bits";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_BITS_LEADERBOARD,
    GET_CHEERMOTES,
    GET_CUSTOM_POWER_UP,
    GET_EXTENSION_TRANSACTIONS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Rank users by Bits cheered.
///
/// See [Twitch: Get Bits Leaderboard](https://dev.twitch.tv/docs/api/reference/#get-bits-leaderboard).
pub const GET_BITS_LEADERBOARD: Endpoint = Endpoint {
    id: "get_bits_leaderboard",
    name: "Get Bits Leaderboard",
    method: Method::Get,
    path: "/bits/leaderboard",
    summary: "Rank users by Bits cheered",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["bits:read"]),
    query: &[
        integer("count").between(1, 100).default(Value::Integer(10)),
        string("period")
            .one_of(&["day", "week", "month", "year", "all"])
            .default(Value::String("all")),
        date_time("started_at"),
        string("user_id"),
    ],
    query_rules: &[Rule::Requires {
        params: &["started_at"],
        any_of: &["period"],
    }],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    integer("rank"),
                    integer("score"),
                ]),
            ),
            object(
                "date_range",
                &[
                    date_time("started_at").may_be_empty(),
                    date_time("ended_at").may_be_empty(),
                ],
            ),
            integer("total"),
        ],
    ),
    errors: &[400, 401, 403],
    ..BASE
};

/// List cheermotes.
///
/// See [Twitch: Get Cheermotes](https://dev.twitch.tv/docs/api/reference/#get-cheermotes).
pub const GET_CHEERMOTES: Endpoint = Endpoint {
    id: "get_cheermotes",
    name: "Get Cheermotes",
    method: Method::Get,
    path: "/bits/cheermotes",
    summary: "List cheermotes",
    query: &[string("broadcaster_id")],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("prefix"),
                array(
                    "tiers",
                    &record(&[
                        integer("min_bits"),
                        string("id")
                            .one_of(&["1", "100", "500", "1000", "5000", "10000", "100000"]),
                        string("color"),
                        map(
                            "images",
                            &record(&[map("animated", &string("")), map("static", &string(""))]),
                        ),
                        boolean("can_cheer"),
                        boolean("show_in_bits_card"),
                    ]),
                ),
                string("type").one_of(&[
                    "global_first_party",
                    "global_third_party",
                    "channel_custom",
                    "display_only",
                    "sponsored",
                ]),
                integer("order"),
                date_time("last_updated"),
                boolean("is_charitable"),
            ]),
        )],
    ),
    errors: &[401],
    ..BASE
};

/// List a channel's custom Power-ups.
///
/// See [Twitch: Get Custom Power-up](https://dev.twitch.tv/docs/api/reference/#get-custom-power-up).
pub const GET_CUSTOM_POWER_UP: Endpoint = Endpoint {
    id: "get_custom_power_up",
    name: "Get Custom Power-up",
    method: Method::Get,
    path: "/bits/custom_power_ups",
    summary: "List a channel's custom Power-ups",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["bits:read"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::PartnerOrAffiliate],
    query: &[
        string("broadcaster_id").required(),
        string("id").repeated().max_items(50),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("id"),
                string("title"),
                string("prompt").may_be_empty(),
                integer("bits"),
                object("image", IMAGES).nullable(),
                object("default_image", IMAGES),
                string("background_color"),
                boolean("is_enabled"),
                boolean("is_user_input_required"),
                object(
                    "max_per_stream_setting",
                    &[
                        boolean("is_enabled"),
                        integer("max_per_stream").format(Format::Int64),
                    ],
                ),
                object(
                    "max_per_user_per_stream_setting",
                    &[
                        boolean("is_enabled"),
                        integer("max_per_user_per_stream").format(Format::Int64),
                    ],
                ),
                object(
                    "global_cooldown_setting",
                    &[
                        boolean("is_enabled"),
                        integer("global_cooldown_seconds").format(Format::Int64),
                    ],
                ),
                boolean("is_paused"),
                boolean("is_in_stock"),
                integer("redemptions_redeemed_current_stream").nullable(),
                date_time("cooldown_expires_at").nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 404, 500],
    limits: &[("max_per_channel", 50)],
    first_announced: Some("2026-05-01"),
    ga_since: Some("2026-05-19"),
    doubtful: &["token_app_reported_by_one_source"],
    documented: &[
        ("2026-02-04", false),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
    ..BASE
};

/// List Bits-in-extensions transactions.
///
/// See [Twitch: Get Extension Transactions](https://dev.twitch.tv/docs/api/reference/#get-extension-transactions).
pub const GET_EXTENSION_TRANSACTIONS: Endpoint = Endpoint {
    id: "get_extension_transactions",
    name: "Get Extension Transactions",
    method: Method::Get,
    path: "/extensions/transactions",
    summary: "List Bits-in-extensions transactions",
    tokens: &[TokenKind::App],
    query: &[
        string("extension_id").required(),
        string("id").repeated().max_items(100),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    date_time("timestamp"),
                    string("broadcaster_id"),
                    string("broadcaster_login"),
                    string("broadcaster_name"),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    string("product_type").one_of(&["BITS_IN_EXTENSION"]),
                    object(
                        "product_data",
                        &[
                            string("sku"),
                            string("domain"),
                            object(
                                "cost",
                                &[integer("amount"), string("type").one_of(&["bits"])],
                            ),
                            boolean("inDevelopment"),
                            string("displayName"),
                            string("expiration").may_be_empty(),
                            boolean("broadcast"),
                        ],
                    ),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};
