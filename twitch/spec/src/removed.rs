//! What Twitch once offered and other libraries still contain, so that a good answer can be given when it is asked for.

use crate::model::endpoint::Method;
use crate::model::removed::{RemovedEndpoint, RemovedEventType};

/// Endpoints that are gone.
pub static REMOVED_ENDPOINTS: &[RemovedEndpoint] = &[
    RemovedEndpoint {
        id: "get_hype_train_events",
        method: Method::Get,
        path: "/hypetrain/events",
        removed: Some("2026-02-05"),
        replacement: &["get_hype_train_status"],
    },
    RemovedEndpoint {
        id: "get_users_follows",
        method: Method::Get,
        path: "/users/follows",
        removed: Some("2023-09-06"),
        replacement: &["get_followed_channels", "get_channel_followers"],
    },
    RemovedEndpoint {
        id: "create_user_follows",
        method: Method::Post,
        path: "/users/follows",
        removed: Some("2021-07-27"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "delete_user_follows",
        method: Method::Delete,
        path: "/users/follows",
        removed: Some("2021-07-27"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "replace_stream_tags",
        method: Method::Put,
        path: "/streams/tags",
        removed: Some("2023-02-28"),
        replacement: &["modify_channel_information"],
    },
    RemovedEndpoint {
        id: "get_soundtrack_current_track",
        method: Method::Get,
        path: "/soundtrack/current_track",
        removed: Some("2023-07-17"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_soundtrack_playlist",
        method: Method::Get,
        path: "/soundtrack/playlist",
        removed: Some("2023-07-17"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_soundtrack_playlists",
        method: Method::Get,
        path: "/soundtrack/playlists",
        removed: Some("2023-07-17"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_code_status",
        method: Method::Get,
        path: "/entitlements/codes",
        removed: Some("2023-02-27"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "redeem_code",
        method: Method::Post,
        path: "/entitlements/codes",
        removed: Some("2023-02-27"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_banned_events",
        method: Method::Get,
        path: "/moderation/banned/events",
        removed: Some("2022-03-18"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_moderator_events",
        method: Method::Get,
        path: "/moderation/moderators/events",
        removed: Some("2022-03-18"),
        replacement: &[],
    },
    RemovedEndpoint {
        id: "get_broadcaster_subscriptions_events",
        method: Method::Get,
        path: "/subscriptions/events",
        removed: None,
        replacement: &["get_broadcaster_subscriptions"],
    },
    RemovedEndpoint {
        id: "get_webhook_subscriptions",
        method: Method::Get,
        path: "/webhooks/subscriptions",
        removed: Some("2021-09-16"),
        replacement: &["get_eventsub_subscriptions"],
    },
];

/// Event types that are gone, in the version that is gone.
pub static REMOVED_EVENT_TYPES: &[RemovedEventType] = &[
    RemovedEventType {
        name: "channel.follow",
        version: "1",
        removed: Some("2023-09-06"),
        not_documented_on: None,
        replacement: "channel.follow.v2",
    },
    RemovedEventType {
        name: "channel.guest_star_slot.update",
        version: "beta",
        removed: Some("2023-08-24"),
        not_documented_on: None,
        replacement: "channel.guest_star_guest.update.vbeta",
    },
    RemovedEventType {
        name: "channel.update",
        version: "1",
        removed: None,
        not_documented_on: Some("2026-02-04"),
        replacement: "channel.update.v2",
    },
    RemovedEventType {
        name: "channel.hype_train.begin",
        version: "1",
        removed: None,
        not_documented_on: Some("2026-02-04"),
        replacement: "channel.hype_train.begin.v2",
    },
    RemovedEventType {
        name: "channel.hype_train.progress",
        version: "1",
        removed: None,
        not_documented_on: Some("2026-02-04"),
        replacement: "channel.hype_train.progress.v2",
    },
    RemovedEventType {
        name: "channel.hype_train.end",
        version: "1",
        removed: None,
        not_documented_on: Some("2026-02-04"),
        replacement: "channel.hype_train.end.v2",
    },
    RemovedEventType {
        name: "channel.custom_power_up_redemption.add",
        version: "beta",
        removed: None,
        not_documented_on: None,
        replacement: "channel.custom_power_up_redemption.add.v1",
    },
];

/// The removed endpoint with this id.
pub fn removed_endpoint(id: &str) -> Option<&'static RemovedEndpoint> {
    REMOVED_ENDPOINTS.iter().find(|endpoint| endpoint.id == id)
}

/// The removed event type with this name and version.
pub fn removed_event_type(name: &str, version: &str) -> Option<&'static RemovedEventType> {
    REMOVED_EVENT_TYPES
        .iter()
        .find(|event_type| event_type.name == name && event_type.version == version)
}
