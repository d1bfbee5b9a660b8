//! The table of what Twitch offers under the heading Conduits; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Success};
use crate::model::field::{
    Basis, Field, Format, array, date_time, integer, object, record, string,
};
use crate::model::repeat::{Already, Repeat};
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Conduits";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_CONDUITS,
    CREATE_CONDUITS,
    UPDATE_CONDUITS,
    DELETE_CONDUIT,
    GET_CONDUIT_SHARDS,
    UPDATE_CONDUIT_SHARDS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List conduits.
///
/// See [Twitch: Get Conduits](https://dev.twitch.tv/docs/api/reference/#get-conduits).
pub const GET_CONDUITS: Endpoint = Endpoint {
    id: "get_conduits",
    name: "Get Conduits",
    method: Method::Get,
    path: "/eventsub/conduits",
    summary: "List conduits",
    tokens: &[TokenKind::App],
    success: Success::json(200, &[array("data", &record(CONDUIT))]),
    errors: &[401],
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// Create a conduit.
///
/// See [Twitch: Create Conduits](https://dev.twitch.tv/docs/api/reference/#create-conduits).
pub const CREATE_CONDUITS: Endpoint = Endpoint {
    id: "create_conduits",
    name: "Create Conduits",
    method: Method::Post,
    path: "/eventsub/conduits",
    summary: "Create a conduit",
    tokens: &[TokenKind::App],
    body: Some(&[integer("shard_count").required().between(1, 20_000)]),
    success: Success::json(200, &[array("data", &record(CONDUIT))]),
    errors: &[400, 401, 429],
    repeat: Repeat::adds("it makes something new, and there are few to be had"),
    limits: &[
        ("max_conduits_per_client", 5),
        ("max_shards_per_conduit", 20_000),
    ],
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// Resize a conduit.
///
/// See [Twitch: Update Conduits](https://dev.twitch.tv/docs/api/reference/#update-conduits).
pub const UPDATE_CONDUITS: Endpoint = Endpoint {
    id: "update_conduits",
    name: "Update Conduits",
    method: Method::Patch,
    path: "/eventsub/conduits",
    summary: "Resize a conduit",
    tokens: &[TokenKind::App],
    body: Some(&[
        string("id").required(),
        integer("shard_count").required().between(1, 20_000),
    ]),
    success: Success::json(200, &[array("data", &record(CONDUIT))]),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("it says how things shall be"),
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// Delete a conduit.
///
/// See [Twitch: Delete Conduit](https://dev.twitch.tv/docs/api/reference/#delete-conduit).
pub const DELETE_CONDUIT: Endpoint = Endpoint {
    id: "delete_conduit",
    name: "Delete Conduit",
    method: Method::Delete,
    path: "/eventsub/conduits",
    summary: "Delete a conduit",
    tokens: &[TokenKind::App],
    query: &[string("id").required()],
    success: Success::empty(204),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("what is gone stays gone").already(&[Already::status(404)]),
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// List conduit shards.
///
/// See [Twitch: Get Conduit Shards](https://dev.twitch.tv/docs/api/reference/#get-conduit-shards).
pub const GET_CONDUIT_SHARDS: Endpoint = Endpoint {
    id: "get_conduit_shards",
    name: "Get Conduit Shards",
    method: Method::Get,
    path: "/eventsub/conduits/shards",
    summary: "List conduit shards",
    tokens: &[TokenKind::App],
    query: &[
        string("conduit_id").required(),
        string("status").one_of(&[
            "enabled",
            "webhook_callback_verification_pending",
            "webhook_callback_verification_failed",
            "notification_failures_exceeded",
            "websocket_disconnected",
            "websocket_failed_ping_pong",
            "websocket_received_inbound_traffic",
            "websocket_internal_error",
            "websocket_network_timeout",
            "websocket_network_error",
            "websocket_failed_to_reconnect",
        ]),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(200, &[array("data", &record(SHARD)), PAGINATION.optional()]),
    errors: &[400, 401, 404],
    pagination: Some(Pagination {
        page_size: None,
        ..Pagination::FORWARD
    }),
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// Assign conduit shard transports.
///
/// See [Twitch: Update Conduit Shards](https://dev.twitch.tv/docs/api/reference/#update-conduit-shards).
pub const UPDATE_CONDUIT_SHARDS: Endpoint = Endpoint {
    id: "update_conduit_shards",
    name: "Update Conduit Shards",
    method: Method::Patch,
    path: "/eventsub/conduits/shards",
    summary: "Assign conduit shard transports",
    tokens: &[TokenKind::App],
    body: Some(&[
        string("conduit_id").required(),
        array(
            "shards",
            &record(&[
                string("id").required(),
                object(
                    "transport",
                    &[
                        string("method")
                            .required()
                            .one_of(&["webhook", "websocket"]),
                        string("callback"),
                        string("secret").min_length(10).max_length(100),
                        string("session_id"),
                    ],
                )
                .required(),
            ]),
        )
        .required()
        .min_items(1)
        .max_items(100),
    ]),
    success: Success::json(
        202,
        &[
            array("data", &record(SHARD)),
            array(
                "errors",
                &record(&[string("id"), string("message"), string("code")]),
            )
            .optional_by(Basis::Clients),
        ],
    ),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("it says how things shall be"),
    first_announced: Some("2024-01-25"),
    ..BASE
};

/// A conduit.
const CONDUIT: &[Field] = &[string("id"), integer("shard_count")];

/// A shard of a conduit.
const SHARD: &[Field] = &[
    string("id"),
    string("status").one_of(&[
        "enabled",
        "webhook_callback_verification_pending",
        "webhook_callback_verification_failed",
        "notification_failures_exceeded",
        "websocket_disconnected",
        "websocket_failed_ping_pong",
        "websocket_received_inbound_traffic",
        "websocket_internal_error",
        "websocket_network_timeout",
        "websocket_network_error",
        "websocket_failed_to_reconnect",
    ]),
    object(
        "transport",
        &[
            string("method").one_of(&["webhook", "websocket"]),
            string("callback").optional(),
            string("session_id").optional(),
            date_time("connected_at").optional(),
            date_time("disconnected_at").optional(),
        ],
    ),
];
