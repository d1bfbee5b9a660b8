//! The table of what Twitch offers under the heading EventSub. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Pagination, Success};
use crate::model::field::{
    Format, array, boolean, date_time, integer, map, object, record, string,
};
use crate::model::repeat::{Already, Repeat};
use crate::model::rule::Rule;
use crate::model::token::EVERY_TRANSPORT;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "EventSub";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    CREATE_EVENTSUB_SUBSCRIPTION,
    DELETE_EVENTSUB_SUBSCRIPTION,
    GET_EVENTSUB_SUBSCRIPTIONS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Create an EventSub subscription.
///
/// See [Twitch: Create EventSub Subscription](https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription).
pub const CREATE_EVENTSUB_SUBSCRIPTION: Endpoint = Endpoint {
    id: "create_eventsub_subscription",
    name: "Create EventSub Subscription",
    method: Method::Post,
    path: "/eventsub/subscriptions",
    summary: "Create an EventSub subscription",
    token_by_transport: EVERY_TRANSPORT,
    scopes_from_event_type: true,
    body: Some(&[
        string("type").required(),
        string("version").required(),
        map("condition", &string("")).required(),
        object(
            "transport",
            &[
                string("method")
                    .required()
                    .one_of(&["webhook", "websocket", "conduit"]),
                string("callback"),
                string("secret").min_length(10).max_length(100),
                string("session_id"),
                string("conduit_id"),
            ],
        )
        .required(),
        boolean("is_batching_enabled"),
    ]),
    success: Success::json(
        202,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("status").one_of(&["enabled", "webhook_callback_verification_pending"]),
                    string("type"),
                    string("version"),
                    map("condition", &string("")),
                    date_time("created_at"),
                    object(
                        "transport",
                        &[
                            string("method").one_of(&["webhook", "websocket", "conduit"]),
                            string("callback").optional(),
                            string("session_id").optional(),
                            date_time("connected_at").optional(),
                            string("conduit_id").optional(),
                            date_time("disconnected_at").optional(),
                        ],
                    ),
                    integer("cost"),
                ]),
            ),
            integer("total"),
            integer("total_cost"),
            integer("max_total_cost"),
        ],
    ),
    errors: &[400, 401, 403, 409, 410, 429],
    repeat: Repeat::adds("up to three alike are taken, and each would bring every event"),
    doubtful: &["is_batching_enabled is only for drop.entitlement.grant, where it must be true"],
    ..BASE
};

/// Delete an EventSub subscription.
///
/// See [Twitch: Delete EventSub Subscription](https://dev.twitch.tv/docs/api/reference/#delete-eventsub-subscription).
pub const DELETE_EVENTSUB_SUBSCRIPTION: Endpoint = Endpoint {
    id: "delete_eventsub_subscription",
    name: "Delete EventSub Subscription",
    method: Method::Delete,
    path: "/eventsub/subscriptions",
    summary: "Delete an EventSub subscription",
    token_by_transport: EVERY_TRANSPORT,
    query: &[string("id").required()],
    success: Success::empty(204),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("what is gone stays gone").already(&[Already::status(404)]),
    ..BASE
};

/// List EventSub subscriptions.
///
/// See [Twitch: Get EventSub Subscriptions](https://dev.twitch.tv/docs/api/reference/#get-eventsub-subscriptions).
pub const GET_EVENTSUB_SUBSCRIPTIONS: Endpoint = Endpoint {
    id: "get_eventsub_subscriptions",
    name: "Get EventSub Subscriptions",
    method: Method::Get,
    path: "/eventsub/subscriptions",
    summary: "List EventSub subscriptions",
    token_by_transport: EVERY_TRANSPORT,
    query: &[
        string("status").one_of(&[
            "enabled",
            "webhook_callback_verification_pending",
            "webhook_callback_verification_failed",
            "notification_failures_exceeded",
            "authorization_revoked",
            "moderator_removed",
            "user_removed",
            "chat_user_banned",
            "version_removed",
            "beta_maintenance",
            "websocket_disconnected",
            "websocket_failed_ping_pong",
            "websocket_received_inbound_traffic",
            "websocket_connection_unused",
            "websocket_internal_error",
            "websocket_network_timeout",
            "websocket_network_error",
            "websocket_failed_to_reconnect",
        ]),
        string("type"),
        string("user_id"),
        string("subscription_id"),
        string("conduit_id"),
        string("after").format(Format::Cursor),
    ],
    query_rules: &[Rule::AtMostOne(&[
        "status",
        "type",
        "user_id",
        "subscription_id",
        "conduit_id",
    ])],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("status").one_of(&[
                        "enabled",
                        "webhook_callback_verification_pending",
                        "webhook_callback_verification_failed",
                        "notification_failures_exceeded",
                        "authorization_revoked",
                        "moderator_removed",
                        "user_removed",
                        "chat_user_banned",
                        "version_removed",
                        "beta_maintenance",
                        "websocket_disconnected",
                        "websocket_failed_ping_pong",
                        "websocket_received_inbound_traffic",
                        "websocket_connection_unused",
                        "websocket_internal_error",
                        "websocket_network_timeout",
                        "websocket_network_error",
                        "websocket_failed_to_reconnect",
                    ]),
                    string("type"),
                    string("version"),
                    map("condition", &string("")),
                    date_time("created_at"),
                    object(
                        "transport",
                        &[
                            string("method").one_of(&["webhook", "websocket", "conduit"]),
                            string("callback").optional(),
                            string("session_id").optional(),
                            date_time("connected_at").optional(),
                            date_time("disconnected_at").optional(),
                            string("conduit_id").optional(),
                        ],
                    ),
                    integer("cost"),
                ]),
            ),
            integer("total"),
            integer("total_cost"),
            integer("max_total_cost"),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401],
    pagination: Some(Pagination {
        page_size: None,
        ..Pagination::FORWARD
    }),
    ..BASE
};
