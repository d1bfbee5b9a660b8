//! What is gone, and what holds for all endpoints together, as the files write it.

use serde_json::{Value, json};
use spec::limits::{
    ARRAY_QUERY_ENCODING, BASE_URL, ERROR_BODY, EVENTSUB_CONDUIT, EVENTSUB_WEBHOOK,
    EVENTSUB_WEBSOCKET, EVENTSUB_WEBSOCKET_URL, HEADERS_NOT_REQUIRED_FOR, RATE_LIMIT,
    REQUEST_HEADERS,
};
use spec::{RemovedEndpoint, RemovedEventType};

use super::endpoint::method;
use super::facts::{Facts, list};
use super::field::{Place, fields};

/// What is gone.
pub(super) fn removed() -> Value {
    json!({
        "endpoints": list(spec::REMOVED_ENDPOINTS, removed_endpoint),
        "eventsub_types": list(spec::REMOVED_EVENT_TYPES, removed_event_type),
    })
}

/// What holds for all endpoints together.
pub(super) fn common() -> Value {
    json!({
        "base_url": BASE_URL,
        "request_headers": REQUEST_HEADERS.iter().copied().collect::<Value>(),
        "headers_not_required_for": HEADERS_NOT_REQUIRED_FOR,
        "array_query_encoding": ARRAY_QUERY_ENCODING,
        "error_body": fields(ERROR_BODY, Place::Answer),
        "rate_limit": rate_limit(),
        "eventsub": eventsub(),
    })
}

fn removed_endpoint(endpoint: &RemovedEndpoint) -> Value {
    json!({
        "id": endpoint.id,
        "method": method(endpoint.method),
        "path": endpoint.path,
        "removed": endpoint.removed,
        "replacement": endpoint.replacement,
    })
}

fn removed_event_type(event_type: &RemovedEventType) -> Value {
    Facts::default()
        .tell("type", event_type.name)
        .tell("version", event_type.version)
        .tell("removed", event_type.removed)
        .tell_some("not_documented_on", event_type.not_documented_on)
        .tell("replacement", event_type.replacement)
        .finish()
}

fn rate_limit() -> Value {
    json!({
        "algorithm": RATE_LIMIT.algorithm,
        "status": RATE_LIMIT.status,
        "headers": {
            "limit": RATE_LIMIT.limit_header,
            "remaining": RATE_LIMIT.remaining_header,
            "reset": RATE_LIMIT.reset_header,
        },
        "reset_unit": RATE_LIMIT.reset_unit,
        "default_cost_points": RATE_LIMIT.default_cost_points,
        "default_bucket_points_per_minute": RATE_LIMIT.default_bucket_points_per_minute,
        "bucket_app_token": RATE_LIMIT.bucket_of_app_token,
        "bucket_user_token": RATE_LIMIT.bucket_of_user_token,
    })
}

fn eventsub() -> Value {
    json!({
        "websocket": {
            "max_enabled_subscriptions_per_connection": EVENTSUB_WEBSOCKET.max_enabled_subscriptions_per_connection,
            "max_connections_per_client_and_user": EVENTSUB_WEBSOCKET.max_connections_per_client_and_user,
            "max_total_cost": EVENTSUB_WEBSOCKET.max_total_cost,
        },
        "conduit": {
            "max_per_client": EVENTSUB_CONDUIT.max_per_client,
            "max_shards": EVENTSUB_CONDUIT.max_shards,
        },
        "webhook": {
            "secret_min_length": EVENTSUB_WEBHOOK.secret_min_length,
            "secret_max_length": EVENTSUB_WEBHOOK.secret_max_length,
            "callback_scheme": EVENTSUB_WEBHOOK.callback_scheme,
            "callback_port": EVENTSUB_WEBHOOK.callback_port,
        },
        "websocket_url": EVENTSUB_WEBSOCKET_URL,
    })
}
