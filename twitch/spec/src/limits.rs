//! What holds for all endpoints together: addresses, headers, the general rate limit and the limits of EventSub; limits of single endpoints stand with them.

use crate::model::field::{Field, integer, string};

/// Where the REST API begins; the paths of the endpoints follow.
pub const BASE_URL: &str = "https://api.twitch.tv/helix";

/// The headers of a request; what stands in braces is to be filled in.
pub const REQUEST_HEADERS: &[(&str, &str)] = &[
    ("Authorization", "Bearer {access_token}"),
    ("Client-Id", "{client_id}"),
    ("Content-Type", "application/json"),
];

/// The endpoints that work without these headers, by id.
pub const HEADERS_NOT_REQUIRED_FOR: &[&str] = &["get_channel_icalendar"];

/// How a query parameter carries several values: the key is repeated for each.
pub const ARRAY_QUERY_ENCODING: &str = "repeat_key";

/// The fields of the JSON object that comes with an error status.
pub const ERROR_BODY: &[Field] = &[string("error"), integer("status"), string("message")];

/// The general rate limit: a bucket of points that fills up steadily.
pub const RATE_LIMIT: GeneralRateLimit = GeneralRateLimit {
    algorithm: "token_bucket",
    status: 429,
    limit_header: "Ratelimit-Limit",
    remaining_header: "Ratelimit-Remaining",
    reset_header: "Ratelimit-Reset",
    reset_unit: "unix_seconds",
    default_cost_points: 1,
    default_bucket_points_per_minute: 800,
    bucket_of_app_token: "client_id",
    bucket_of_user_token: "client_id+user_id",
};

/// Where EventSub's WebSocket is.
pub const EVENTSUB_WEBSOCKET_URL: &str = "wss://eventsub.wss.twitch.tv/ws";

/// The limits of EventSub over WebSocket.
pub const EVENTSUB_WEBSOCKET: WebsocketLimits = WebsocketLimits {
    max_enabled_subscriptions_per_connection: 300,
    max_connections_per_client_and_user: 3,
    max_total_cost: 10,
};

/// The limits of EventSub over conduits.
pub const EVENTSUB_CONDUIT: ConduitLimits = ConduitLimits {
    max_per_client: 5,
    max_shards: 20_000,
};

/// The limits of EventSub over webhooks.
pub const EVENTSUB_WEBHOOK: WebhookLimits = WebhookLimits {
    secret_min_length: 10,
    secret_max_length: 100,
    callback_scheme: "https",
    callback_port: 443,
};

/// The rate limit that every call counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeneralRateLimit {
    /// How it is counted.
    pub algorithm: &'static str,
    /// The status of a call that was one too many.
    pub status: u16,
    /// The header that tells the size of the bucket.
    pub limit_header: &'static str,
    /// The header that tells the points that are left.
    pub remaining_header: &'static str,
    /// The header that tells when the bucket will be full again.
    pub reset_header: &'static str,
    /// What the number in that header counts.
    pub reset_unit: &'static str,
    /// What a call costs, unless it is said otherwise.
    pub default_cost_points: u32,
    /// The size of the bucket, and what flows in each minute.
    pub default_bucket_points_per_minute: u32,
    /// What has a bucket of its own when app tokens are used.
    pub bucket_of_app_token: &'static str,
    /// What has a bucket of its own when user tokens are used.
    pub bucket_of_user_token: &'static str,
}

/// The limits of EventSub over WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebsocketLimits {
    /// The most enabled subscriptions on one connection.
    pub max_enabled_subscriptions_per_connection: u32,
    /// The most connections with enabled subscriptions for one client and user.
    pub max_connections_per_client_and_user: u32,
    /// The most that all subscriptions may cost together.
    pub max_total_cost: u32,
}

/// The limits of EventSub over conduits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConduitLimits {
    /// The most conduits of one client.
    pub max_per_client: u32,
    /// The most shards of one conduit.
    pub max_shards: u32,
}

/// The limits of EventSub over webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookLimits {
    /// The fewest characters of a secret.
    pub secret_min_length: u32,
    /// The most characters of a secret.
    pub secret_max_length: u32,
    /// The scheme that a callback must have.
    pub callback_scheme: &'static str,
    /// The port that a callback must listen on.
    pub callback_port: u16,
}
