//! Makes Rust names of Twitch's names, and holds the few that no rule gets right.

use spec::{Endpoint, Field};

/// The module of a heading, which is called as in the table.
pub(crate) fn module(heading: &str) -> String {
    heading.to_ascii_lowercase().replace(' ', "_")
}

/// `snake_case`, also from `camelCase` and from titles.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() {
            was_lower = false;
            if !snake.ends_with('_') {
                snake.push('_');
            }
            continue;
        }
        if letter.is_ascii_uppercase() && was_lower {
            snake.push('_');
        }
        was_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// `PascalCase`, keeping capitals inside words that have small letters too.
pub(crate) fn pascal(name: &str) -> String {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .map(|word| {
            let is_mixed = word.chars().any(|letter| letter.is_ascii_lowercase())
                && word.chars().any(|letter| letter.is_ascii_uppercase());
            let (first, rest) = word.split_at(word.len().min(1));
            let rest = if is_mixed {
                rest.to_owned()
            } else {
                rest.to_ascii_lowercase()
            };
            first.to_ascii_uppercase() + &rest
        })
        .collect()
}

/// The name of a field or method; `type` is called `kind`, since Rust keeps the word for itself.
pub(crate) fn ident(name: &str) -> String {
    match snake(name).as_str() {
        "type" => "kind".to_owned(),
        "static" => "r#static".to_owned(),
        other => other.to_owned(),
    }
}

/// One of what the name says there are several of.
pub(crate) fn singular(name: &str) -> String {
    let irregular = [
        ("categories", "category"),
        ("statuses", "status"),
        ("status", "status"),
        ("settings", "settings"),
        ("analytics", "analytics"),
        ("data", "entry"),
        ("details", "details"),
        ("views", "views"),
        ("bits", "bits"),
        ("vips", "vip"),
    ];
    let exception = irregular
        .iter()
        .find_map(|(many, one)| Some(format!("{}{one}", name.strip_suffix(many)?)));
    exception.unwrap_or_else(|| name.strip_suffix('s').unwrap_or(name).to_owned())
}

/// Several of what the name says there is one of.
pub(crate) fn plural(name: &str) -> String {
    match name {
        "status" => "statuses".to_owned(),
        name => format!("{name}s"),
    }
}

/// What one element of an endpoint's `data` is called.
///
/// Endpoints that answer with the same thing give it the same name, and then share it.
pub(crate) fn element(endpoint: &Endpoint) -> String {
    if let Some((_, name)) = ELEMENTS.iter().find(|(id, _)| *id == endpoint.id) {
        return (*name).to_owned();
    }
    let (_, noun) = endpoint.id.split_once('_').unwrap_or(("", endpoint.id));
    pascal(&singular(noun))
}

/// The type of id that a field holds, if it is one that has a type.
pub(crate) fn id_type(endpoint: &Endpoint, field: &Field) -> Option<&'static str> {
    let name = field.name;
    if name == "id" && USER_IS_ID.contains(&endpoint.id) {
        return Some("UserId");
    }
    let is_user =
        USER_IDS.contains(&name) || name.ends_with("user_id") || name.ends_with("broadcaster_id");
    let is_message = name.ends_with("message_id")
        || (name == "msg_id" && endpoint.id == "manage_held_automod_messages");
    if is_user {
        Some("UserId")
    } else if is_message {
        Some("MessageId")
    } else {
        None
    }
}

const USER_IDS: &[&str] = &[
    "moderator_id",
    "sender_id",
    "editor_id",
    "guest_id",
    "gifter_id",
    "creator_id",
];

/// Endpoints whose `id` is that of an account.
const USER_IS_ID: &[&str] = &["get_users", "update_user", "search_channels"];

const ELEMENTS: &[(&str, &str)] = &[
    ("start_commercial", "Commercial"),
    ("get_ad_schedule", "AdSchedule"),
    ("snooze_next_ad", "Snooze"),
    ("get_bits_leaderboard", "Leader"),
    ("get_extension_transactions", "ExtensionTransaction"),
    ("get_followed_channels", "FollowedChannel"),
    ("create_custom_rewards", "CustomReward"),
    ("get_custom_reward_redemption", "Redemption"),
    ("update_redemption_status", "Redemption"),
    ("get_channel_emotes", "ChannelEmote"),
    ("get_global_emotes", "GlobalEmote"),
    ("get_emote_sets", "SetEmote"),
    ("get_channel_chat_badges", "BadgeSet"),
    ("get_global_chat_badges", "BadgeSet"),
    ("send_chat_message", "SentMessage"),
    ("create_clip", "CreatedClip"),
    ("create_clip_from_vod", "CreatedClip"),
    ("get_clips_download", "ClipDownload"),
    ("create_conduits", "Conduit"),
    ("update_conduits", "Conduit"),
    ("get_conduits", "Conduit"),
    ("get_conduit_shards", "ConduitShard"),
    ("update_conduit_shards", "UpdatedShard"),
    ("update_drops_entitlements", "UpdatedEntitlements"),
    (
        "get_extension_configuration_segment",
        "ConfigurationSegment",
    ),
    ("get_extension_live_channels", "LiveChannel"),
    ("get_extension_secrets", "ExtensionSecrets"),
    ("create_extension_secret", "ExtensionSecrets"),
    ("get_released_extensions", "Extension"),
    ("get_extension_bits_products", "BitsProduct"),
    ("update_extension_bits_product", "BitsProduct"),
    ("create_eventsub_subscription", "Subscription"),
    ("get_eventsub_subscriptions", "Subscription"),
    ("get_top_games", "Game"),
    ("get_channel_guest_star_settings", "GuestStarSettings"),
    ("end_guest_star_session", "GuestStarSession"),
    ("assign_guest_star_slot", "AssignedSlot"),
    ("check_automod_status", "AutomodVerdict"),
    ("get_banned_users", "BannedUser"),
    ("ban_user", "Ban"),
    ("resolve_unban_requests", "UnbanRequest"),
    ("add_blocked_term", "BlockedTerm"),
    ("update_shield_mode_status", "ShieldModeStatus"),
    ("get_shield_mode_status", "ShieldModeStatus"),
    ("warn_chat_user", "Warning"),
    ("add_suspicious_status_to_chat_user", "SuspiciousUser"),
    ("remove_suspicious_status_from_chat_user", "SuspiciousUser"),
    ("start_a_raid", "Raid"),
    ("get_channel_stream_schedule", "Schedule"),
    ("create_channel_stream_schedule_segment", "Schedule"),
    ("update_channel_stream_schedule_segment", "Schedule"),
    ("search_categories", "Category"),
    ("search_channels", "Channel"),
    ("get_stream_key", "StreamKey"),
    ("get_followed_streams", "Stream"),
    ("create_stream_marker", "CreatedMarker"),
    ("get_stream_markers", "UserMarkers"),
    ("get_broadcaster_subscriptions", "Subscription"),
    ("check_user_subscription", "UserSubscription"),
    ("get_all_stream_tags", "StreamTag"),
    ("get_stream_tags", "StreamTag"),
    ("get_authorization_by_user", "Authorization"),
    ("get_user_block_list", "BlockedUser"),
    ("get_user_active_extensions", "ActiveExtensions"),
    ("update_user_extensions", "ActiveExtensions"),
    ("update_user", "User"),
    ("get_vips", "Vip"),
    ("create_guest_star_session", "GuestStarSession"),
    ("get_user_chat_color", "UserColor"),
];
