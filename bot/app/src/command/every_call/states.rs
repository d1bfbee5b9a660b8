//! Complete calls that are refused because things stand otherwise in the usual world; each with what is said and why.

/// The endpoint, what is said behind "with status", and why it is so.
pub(super) const STATES: &[(&str, &str, &str)] = &[
    (
        "delete_custom_reward",
        "404: The custom reward was not found.",
        "nobody has made a reward with this id",
    ),
    (
        "get_custom_reward_redemption",
        "404: The custom reward was not found.",
        "nobody has made a reward with this id",
    ),
    (
        "update_custom_reward",
        "404: The custom reward was not found.",
        "nobody has made a reward with this id",
    ),
    (
        "update_redemption_status",
        "404: The custom reward was not found.",
        "nobody has made a reward with this id",
    ),
    (
        "pin_chat_message",
        "404: The message was not found or is not the pinned one.",
        "no message with this id is there to be pinned",
    ),
    (
        "update_pinned_chat_message",
        "404: The message was not found or is not the pinned one.",
        "no message with this id is there to be pinned",
    ),
    (
        "unpin_chat_message",
        "404: The message was not found or is not the pinned one.",
        "no message with this id is there to be pinned",
    ),
    (
        "send_a_shoutout",
        "400: The broadcaster is not streaming live or does not have one or more viewers.",
        "nobody watches the channel in a test without viewers",
    ),
    (
        "create_clip_from_vod",
        "404: The video in vod_id was not found.",
        "no video has this id",
    ),
    (
        "update_conduits",
        "404: conduit not found",
        "no conduit has this id",
    ),
    (
        "delete_conduit",
        "404: conduit not found",
        "no conduit has this id",
    ),
    (
        "get_conduit_shards",
        "404: conduit not found",
        "no conduit has this id",
    ),
    (
        "update_conduit_shards",
        "404: conduit not found",
        "no conduit has this id",
    ),
    (
        "create_eventsub_subscription",
        "400: websocket transport session does not exist or has already disconnected",
        "there are no WebSocket sessions yet",
    ),
    (
        "delete_eventsub_subscription",
        "404: subscription not found",
        "no subscription has this id",
    ),
    (
        "end_guest_star_session",
        "400: The session in session_id is not running.",
        "no session runs",
    ),
    (
        "get_guest_star_invites",
        "400: The session in session_id is not running.",
        "no session runs",
    ),
    (
        "send_guest_star_invite",
        "400: The session in session_id is not running.",
        "no session runs",
    ),
    (
        "delete_guest_star_invite",
        "400: The session in session_id is not running.",
        "no session runs",
    ),
    (
        "assign_guest_star_slot",
        "400: slot_id must be a slot of guests, 1 to 4",
        "the table knows no numbers of slots, so that the complete call names another",
    ),
    (
        "update_guest_star_slot",
        "400: source_slot_id must be a slot of guests, 1 to 4",
        "the table knows no numbers of slots, so that the complete call names another",
    ),
    (
        "delete_guest_star_slot",
        "400: slot_id must be a slot of guests, 1 to 4",
        "the table knows no numbers of slots, so that the complete call names another",
    ),
    (
        "update_guest_star_slot_settings",
        "400: The session in session_id is not running.",
        "no session runs",
    ),
    (
        "manage_held_automod_messages",
        "404: The message was not found.",
        "no message is held",
    ),
    (
        "resolve_unban_requests",
        "404: The unban request was not found.",
        "nobody has asked to come back",
    ),
    (
        "remove_channel_vip",
        "422: The user is not a VIP of the channel.",
        "the broadcaster, who is named as the one who resigns, is no VIP",
    ),
    (
        "end_poll",
        "400: The poll is not active.",
        "the poll that was begun has another id",
    ),
    (
        "end_prediction",
        "404: The prediction was not found.",
        "the prediction that was begun has another id",
    ),
    (
        "update_channel_stream_schedule_segment",
        "404: The specified broadcast segment was not found.",
        "no broadcast with this id is planned",
    ),
    (
        "check_user_subscription",
        "404: somechannel has no subscription to somechannel",
        "nobody subscribes to themselves",
    ),
    (
        "get_teams",
        "404: The team was not found.",
        "no team has this name",
    ),
    (
        "update_user_extensions",
        "404: The extension is not installed.",
        "the one that is put into a place is not named",
    ),
    (
        "get_videos",
        "404: None of the videos in id was found.",
        "no video has this id",
    ),
];
