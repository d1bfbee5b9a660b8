//! The table of channel points (`channel.channel_points_*`). Facts only, no behavior.

use crate::conditions::{BROADCASTER, BROADCASTER_AND_REWARD};
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{
    Basis, Field, array, boolean, date_time, integer, object, record, string,
};
use crate::shapes::IMAGES;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[
    AUTOMATIC_REWARD_REDEMPTION_ADD_V1,
    AUTOMATIC_REWARD_REDEMPTION_ADD_V2,
    CUSTOM_REWARD_ADD_V1,
    CUSTOM_REWARD_UPDATE_V1,
    CUSTOM_REWARD_REMOVE_V1,
    CUSTOM_REWARD_REDEMPTION_ADD_V1,
    CUSTOM_REWARD_REDEMPTION_UPDATE_V1,
];

/// Somebody redeemed a reward that Twitch provides.
///
/// See [Twitch: `channel.channel_points_automatic_reward_redemption.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_automatic_reward_redemptionadd).
pub const AUTOMATIC_REWARD_REDEMPTION_ADD_V1: EventType = EventType {
    name: "channel.channel_points_automatic_reward_redemption.add",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("id"),
        object(
            "reward",
            &[
                string("type").one_of(&[
                    "single_message_bypass_sub_mode",
                    "send_highlighted_message",
                    "random_sub_emote_unlock",
                    "chosen_sub_emote_unlock",
                    "chosen_modified_sub_emote_unlock",
                    "message_effect",
                    "gigantify_an_emote",
                    "celebration",
                ]),
                integer("cost"),
                object("unlocked_emote", &[string("id"), string("name")]).nullable(),
            ],
        ),
        object(
            "message",
            &[
                string("text"),
                array(
                    "emotes",
                    &record(&[string("id"), integer("begin"), integer("end")]),
                ),
            ],
        ),
        string("user_input").nullable(),
        date_time("redeemed_at"),
    ],
    ..EVENT_TYPE
};

/// Somebody redeemed a reward that Twitch provides.
///
/// See [Twitch: `channel.channel_points_automatic_reward_redemption.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_automatic_reward_redemptionadd-v2).
pub const AUTOMATIC_REWARD_REDEMPTION_ADD_V2: EventType = EventType {
    name: "channel.channel_points_automatic_reward_redemption.add",
    version: "2",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("id"),
        object(
            "reward",
            &[
                string("type").one_of(&[
                    "single_message_bypass_sub_mode",
                    "send_highlighted_message",
                    "random_sub_emote_unlock",
                    "chosen_sub_emote_unlock",
                    "chosen_modified_sub_emote_unlock",
                ]),
                integer("channel_points"),
                object("emote", &[string("id"), string("name")]).nullable(),
            ],
        ),
        object(
            "message",
            &[
                string("text"),
                array(
                    "fragments",
                    &record(&[
                        string("text"),
                        string("type").one_of(&["text", "emote"]),
                        object("emote", &[string("id")])
                            .nullable()
                            .optional_by(Basis::Examples),
                    ]),
                ),
            ],
        )
        .nullable(),
        date_time("redeemed_at"),
    ],
    ..EVENT_TYPE
};

/// A custom reward was made.
///
/// See [Twitch: `channel.channel_points_custom_reward.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_custom_rewardadd).
pub const CUSTOM_REWARD_ADD_V1: EventType = EventType {
    name: "channel.channel_points_custom_reward.add",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: REWARD,
    ..EVENT_TYPE
};

/// A custom reward was changed.
///
/// See [Twitch: `channel.channel_points_custom_reward.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_custom_rewardupdate).
pub const CUSTOM_REWARD_UPDATE_V1: EventType = EventType {
    name: "channel.channel_points_custom_reward.update",
    condition: BROADCASTER_AND_REWARD,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: REWARD,
    ..EVENT_TYPE
};

/// A custom reward was removed.
///
/// See [Twitch: `channel.channel_points_custom_reward.remove`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_custom_rewardremove).
pub const CUSTOM_REWARD_REMOVE_V1: EventType = EventType {
    name: "channel.channel_points_custom_reward.remove",
    condition: BROADCASTER_AND_REWARD,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: REWARD,
    ..EVENT_TYPE
};

/// Somebody redeemed a custom reward.
///
/// See [Twitch: `channel.channel_points_custom_reward_redemption.add`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_custom_reward_redemptionadd).
pub const CUSTOM_REWARD_REDEMPTION_ADD_V1: EventType = EventType {
    name: "channel.channel_points_custom_reward_redemption.add",
    condition: BROADCASTER_AND_REWARD,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: REDEMPTION,
    ..EVENT_TYPE
};

/// A redemption was fulfilled or canceled.
///
/// See [Twitch: `channel.channel_points_custom_reward_redemption.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchannel_points_custom_reward_redemptionupdate).
pub const CUSTOM_REWARD_REDEMPTION_UPDATE_V1: EventType = EventType {
    name: "channel.channel_points_custom_reward_redemption.update",
    condition: BROADCASTER_AND_REWARD,
    scopes: EventScopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    authorizer: Some("broadcaster_user_id"),
    event: REDEMPTION,
    ..EVENT_TYPE
};

/// A custom reward.
const REWARD: &[Field] = &[
    string("id"),
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
    boolean("is_enabled"),
    boolean("is_paused"),
    boolean("is_in_stock"),
    string("title"),
    integer("cost"),
    string("prompt").may_be_empty(),
    boolean("is_user_input_required"),
    boolean("should_redemptions_skip_request_queue"),
    object("max_per_stream", &[boolean("is_enabled"), integer("value")]),
    object(
        "max_per_user_per_stream",
        &[boolean("is_enabled"), integer("value")],
    ),
    string("background_color").may_be_empty(),
    object("image", IMAGES).nullable(),
    object("default_image", IMAGES),
    object(
        "global_cooldown",
        &[boolean("is_enabled"), integer("seconds")],
    ),
    date_time("cooldown_expires_at").nullable(),
    integer("redemptions_redeemed_current_stream").nullable(),
];

/// A redemption of a custom reward.
const REDEMPTION: &[Field] = &[
    string("id"),
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("user_input").may_be_empty(),
    string("status").one_of(&["unknown", "unfulfilled", "fulfilled", "canceled"]),
    object(
        "reward",
        &[
            string("id"),
            string("title"),
            integer("cost"),
            string("prompt"),
        ],
    ),
    date_time("redeemed_at"),
];
