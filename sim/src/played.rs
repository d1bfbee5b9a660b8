//! What the simulator makes of each endpoint beyond its checks, as one table; the manual and the reference are made from it. It decides nothing.

use spec::Endpoint;

/// What the simulator makes of one endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// The endpoint's id in the table of what Twitch offers.
    pub endpoint: &'static str,
    /// How far it goes.
    pub how: How,
    /// What differs from Twitch; empty if there is nothing to say.
    pub remark: &'static str,
}

/// How far the simulator goes with an endpoint whose checks were passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// What it changes is seen in chat and by other calls, and what it tells is what happened.
    Acts,
    /// What was sent is kept and can be read again, and nothing else comes of it.
    Keeps,
    /// It answers as it should, and nothing comes of it.
    Answers,
    /// Twitch has switched it off; it answers 410.
    Gone,
}

/// What the simulator makes of an endpoint.
///
/// # Panics
/// If the endpoint is in no table; a test sees to it that none is left out.
pub fn played(endpoint: &Endpoint) -> &'static Played {
    PLAYED
        .iter()
        .find(|played| played.endpoint == endpoint.id)
        .expect("every endpoint is in the table")
}

/// Every endpoint, in the order of Twitch's reference.
pub static PLAYED: &[Played] = &[
    // Ads
    acts("start_commercial"),
    acts("get_ad_schedule"),
    acts("snooze_next_ad"),
    // Analytics
    answers("get_extension_analytics", NO_REPORTS),
    answers("get_game_analytics", NO_REPORTS),
    // Bits
    acts("get_bits_leaderboard"),
    answers("get_cheermotes", CHEERMOTES),
    answers("get_custom_power_up", POWER_UPS),
    answers("get_extension_transactions", TRANSACTIONS),
    // Channels
    acts("get_channel_information"),
    acts("modify_channel_information"),
    acts_but("get_channel_editors", EDITORS),
    acts("get_followed_channels"),
    acts("get_channel_followers"),
    // Channel Points
    acts("create_custom_rewards"),
    acts("delete_custom_reward"),
    acts("get_custom_reward"),
    acts("get_custom_reward_redemption"),
    acts("update_custom_reward"),
    acts("update_redemption_status"),
    // Charity
    acts("get_charity_campaign"),
    acts("get_charity_campaign_donations"),
    // Chat
    acts("get_chatters"),
    answers("get_channel_emotes", EMOTES),
    answers("get_global_emotes", EMOTES),
    answers("get_emote_sets", EMOTES),
    acts_but("get_channel_chat_badges", BADGES),
    acts_but("get_global_chat_badges", BADGES),
    acts("get_chat_settings"),
    acts("get_pinned_chat_message"),
    acts("pin_chat_message"),
    acts("update_pinned_chat_message"),
    acts("unpin_chat_message"),
    acts("get_shared_chat_session"),
    answers("get_user_emotes", EMOTES),
    acts("update_chat_settings"),
    acts("send_chat_announcement"),
    acts("send_a_shoutout"),
    acts("send_chat_message"),
    acts("get_user_chat_color"),
    acts("update_user_chat_color"),
    // Clips
    acts("create_clip"),
    acts("create_clip_from_vod"),
    acts("get_clips"),
    answers("get_clips_download", DOWNLOADS),
    // Conduits
    keeps("get_conduits", EVENTSUB),
    keeps("create_conduits", EVENTSUB),
    keeps("update_conduits", EVENTSUB),
    keeps("delete_conduit", EVENTSUB),
    keeps("get_conduit_shards", EVENTSUB),
    keeps("update_conduit_shards", EVENTSUB),
    // CCLs
    answers("get_content_classification_labels", LABELS),
    // Entitlements
    keeps("get_drops_entitlements", DROPS),
    keeps("update_drops_entitlements", DROPS),
    // Extensions
    keeps("get_extension_configuration_segment", SEGMENTS),
    keeps("set_extension_configuration_segment", SEGMENTS),
    answers("set_extension_required_configuration", UNREAD),
    answers("send_extension_pubsub_message", UNREAD),
    answers("get_extension_live_channels", EXTENSIONS),
    keeps("get_extension_secrets", SECRETS),
    keeps("create_extension_secret", SECRETS),
    answers("send_extension_chat_message", UNREAD),
    answers("get_extensions", EXTENSIONS),
    answers("get_released_extensions", EXTENSIONS),
    keeps("get_extension_bits_products", PRODUCTS),
    keeps("update_extension_bits_product", PRODUCTS),
    // EventSub
    keeps("create_eventsub_subscription", EVENTSUB),
    keeps("delete_eventsub_subscription", EVENTSUB),
    keeps("get_eventsub_subscriptions", EVENTSUB),
    // Games
    acts("get_top_games"),
    acts("get_games"),
    // Goals
    acts("get_creator_goals"),
    // Guest Star
    keeps("get_channel_guest_star_settings", GUEST_STAR),
    keeps("update_channel_guest_star_settings", GUEST_STAR),
    keeps("get_guest_star_session", GUEST_STAR),
    keeps("create_guest_star_session", GUEST_STAR),
    keeps("end_guest_star_session", GUEST_STAR),
    keeps("get_guest_star_invites", GUEST_STAR),
    keeps("send_guest_star_invite", GUEST_STAR),
    keeps("delete_guest_star_invite", GUEST_STAR),
    keeps("assign_guest_star_slot", GUEST_STAR),
    keeps("update_guest_star_slot", GUEST_STAR),
    keeps("delete_guest_star_slot", GUEST_STAR),
    keeps("update_guest_star_slot_settings", GUEST_STAR),
    // Hype Train
    acts("get_hype_train_status"),
    // Moderation
    acts("check_automod_status"),
    acts("manage_held_automod_messages"),
    acts("get_automod_settings"),
    acts("update_automod_settings"),
    acts("get_banned_users"),
    acts("ban_user"),
    acts("unban_user"),
    acts("get_unban_requests"),
    acts("resolve_unban_requests"),
    acts("get_blocked_terms"),
    acts("add_blocked_term"),
    acts("remove_blocked_term"),
    acts("delete_chat_messages"),
    acts("get_moderated_channels"),
    acts("get_moderators"),
    acts("add_channel_moderator"),
    acts("remove_channel_moderator"),
    acts("get_vips"),
    acts("add_channel_vip"),
    acts("remove_channel_vip"),
    keeps("update_shield_mode_status", SHIELD),
    keeps("get_shield_mode_status", SHIELD),
    acts("warn_chat_user"),
    acts("add_suspicious_status_to_chat_user"),
    acts("remove_suspicious_status_from_chat_user"),
    // Polls
    acts("get_polls"),
    acts("create_poll"),
    acts("end_poll"),
    // Predictions
    acts("get_predictions"),
    acts("create_prediction"),
    acts("end_prediction"),
    // Raids
    acts("start_a_raid"),
    acts("cancel_a_raid"),
    // Schedule
    acts("get_channel_stream_schedule"),
    acts("get_channel_icalendar"),
    acts("update_channel_stream_schedule"),
    acts("create_channel_stream_schedule_segment"),
    acts("update_channel_stream_schedule_segment"),
    acts("delete_channel_stream_schedule_segment"),
    // Search
    acts("search_categories"),
    acts("search_channels"),
    // Streams
    answers("get_stream_key", STREAM_KEY),
    acts("get_streams"),
    acts("get_followed_streams"),
    acts("create_stream_marker"),
    acts("get_stream_markers"),
    // Subscriptions
    acts("get_broadcaster_subscriptions"),
    acts("check_user_subscription"),
    // Tags
    gone("get_all_stream_tags"),
    gone("get_stream_tags"),
    // Teams
    answers("get_channel_teams", TEAMS),
    answers("get_teams", TEAMS),
    // Users
    acts("get_users"),
    acts("update_user"),
    acts("get_authorization_by_user"),
    acts_but("get_user_block_list", BLOCKS),
    acts_but("block_user", BLOCKS),
    acts_but("unblock_user", BLOCKS),
    keeps("get_user_extensions", PLACES),
    keeps("get_user_active_extensions", PLACES),
    keeps("update_user_extensions", PLACES),
    // Videos
    acts("get_videos"),
    acts("delete_videos"),
    // Whispers
    acts("send_whisper"),
];

const fn acts(endpoint: &'static str) -> Played {
    acts_but(endpoint, "")
}

const fn acts_but(endpoint: &'static str, remark: &'static str) -> Played {
    Played {
        endpoint,
        how: How::Acts,
        remark,
    }
}

const fn keeps(endpoint: &'static str, remark: &'static str) -> Played {
    Played {
        endpoint,
        how: How::Keeps,
        remark,
    }
}

const fn answers(endpoint: &'static str, remark: &'static str) -> Played {
    Played {
        endpoint,
        how: How::Answers,
        remark,
    }
}

const fn gone(endpoint: &'static str) -> Played {
    Played {
        endpoint,
        how: How::Gone,
        remark: "",
    }
}

const NO_REPORTS: &str = "there is nothing behind the links, and only the broadcaster that clients are shown owns something";
const CHEERMOTES: &str = "six for everybody and one of each partner's own; any prefix that is not `Cheer` is plain text in chat";
const POWER_UPS: &str = "the broadcaster that clients are shown sells two, and nobody can buy them";
const TRANSACTIONS: &str = "the same five purchases for every application";
const EDITORS: &str =
    "the day is that on which both accounts were there, because nobody noted another";
const EMOTES: &str = "they stand in lists, chat shows them as text, and there are no pictures";
const BADGES: &str = "they are those that chat shows, and there are no pictures";
const DOWNLOADS: &str = "there is nothing under the addresses";
const EVENTSUB: &str = "with all refusals, costs and statuses, but no event is delivered; callbacks are never called, so webhooks stay unconfirmed, and there are no WebSocket sessions, so a user token cannot subscribe yet";
const LABELS: &str = "in English whatever the locale";
const DROPS: &str = "thirty are there from the beginning, and every application belongs to the organization that gives them";
const UNREAD: &str = "nobody reads what was sent";
const SEGMENTS: &str = "no extension reads them";
const EXTENSIONS: &str = "every application that keeps a secret is an extension of one version, and every live channel has it";
const SECRETS: &str =
    "they are handed out and replaced, but the signature of an extension's token is not looked at";
const PRODUCTS: &str = "nobody buys them";
const GUEST_STAR: &str =
    "who is invited is ready ten seconds later; nothing is seen or heard of a session";
const SHIELD: &str = "it is remembered with who touched it and when, and changes nothing in chat";
const STREAM_KEY: &str = "nothing can be streamed with it";
const TEAMS: &str =
    "there is one team, of all channels that earn something; nobody joins or leaves";
const BLOCKS: &str = "a block keeps whispers away, and nothing else";
const PLACES: &str = "they take their places on a channel page that nobody sees";
