//! The table of what happens in chat (`channel.chat.*`, `channel.chat_settings.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_USER;
use crate::model::endpoint::{AppTokenGrant, Scopes};
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, Field, array, boolean, integer, object, record, string};
use crate::shapes::{CHEERMOTE, EMOTE, EMOTE_WITH_OWNER};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[
    CLEAR_V1,
    CLEAR_USER_MESSAGES_V1,
    MESSAGE_V1,
    MESSAGE_DELETE_V1,
    NOTIFICATION_V1,
    SETTINGS_UPDATE_V1,
    USER_MESSAGE_HOLD_V1,
    USER_MESSAGE_UPDATE_V1,
];

/// The whole chat was cleared.
///
/// See [Twitch: `channel.chat.clear`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatclear).
pub const CLEAR_V1: EventType = EventType {
    name: "channel.chat.clear",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
    ],
    ..EVENT_TYPE
};

/// All messages of one person were cleared.
///
/// See [Twitch: `channel.chat.clear_user_messages`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatclear_user_messages).
pub const CLEAR_USER_MESSAGES_V1: EventType = EventType {
    name: "channel.chat.clear_user_messages",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("target_user_id"),
        string("target_user_name"),
        string("target_user_login"),
    ],
    ..EVENT_TYPE
};

/// Somebody wrote in chat.
///
/// See [Twitch: `channel.chat.message`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatmessage).
pub const MESSAGE_V1: EventType = EventType {
    name: "channel.chat.message",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("chatter_user_id"),
        string("chatter_user_name"),
        string("chatter_user_login"),
        string("message_id"),
        object(
            "message",
            &[string("text"), array("fragments", &record(FRAGMENT))],
        ),
        string("message_type").one_of(&[
            "text",
            "channel_points_highlighted",
            "channel_points_sub_only",
            "user_intro",
            "power_ups_message_effect",
            "power_ups_gigantified_emote",
        ]),
        array("badges", &record(BADGE)),
        object("cheer", &[integer("bits")]).nullable(),
        string("color").may_be_empty(),
        object(
            "reply",
            &[
                string("parent_message_id"),
                string("parent_message_body"),
                string("parent_user_id"),
                string("parent_user_name"),
                string("parent_user_login"),
                string("thread_message_id"),
                string("thread_user_id"),
                string("thread_user_name"),
                string("thread_user_login"),
            ],
        )
        .nullable(),
        string("channel_points_custom_reward_id").nullable(),
        string("channel_points_animation_id")
            .nullable()
            .optional_by(Basis::Clients),
        string("source_broadcaster_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_login")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_message_id")
            .nullable()
            .optional_by(Basis::Examples),
        array("source_badges", &record(BADGE))
            .nullable()
            .optional_by(Basis::Examples),
        boolean("is_source_only")
            .nullable()
            .optional_by(Basis::Examples),
    ],
    doubtful: &["gif fragment id field: gif_id in two sources, id in one"],
    ..EVENT_TYPE
};

/// A message was deleted.
///
/// See [Twitch: `channel.chat.message_delete`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatmessage_delete).
pub const MESSAGE_DELETE_V1: EventType = EventType {
    name: "channel.chat.message_delete",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("target_user_id"),
        string("target_user_name"),
        string("target_user_login"),
        string("message_id"),
    ],
    ..EVENT_TYPE
};

/// Something happened that chat shows as a notice: a subscription, a raid, an announcement.
///
/// See [Twitch: `channel.chat.notification`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatnotification).
pub const NOTIFICATION_V1: EventType = EventType {
    name: "channel.chat.notification",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("chatter_user_id").nullable_by(Basis::Clients),
        string("chatter_user_login")
            .nullable_by(Basis::Clients)
            .optional_by(Basis::Examples),
        string("chatter_user_name").nullable_by(Basis::Clients),
        boolean("chatter_is_anonymous"),
        string("color").may_be_empty(),
        array("badges", &record(BADGE)),
        string("system_message"),
        string("message_id"),
        object(
            "message",
            &[
                string("text").may_be_empty(),
                array("fragments", &record(FRAGMENT)),
            ],
        ),
        string("notice_type").one_of(&[
            "sub",
            "resub",
            "sub_gift",
            "community_sub_gift",
            "gift_paid_upgrade",
            "prime_paid_upgrade",
            "raid",
            "unraid",
            "pay_it_forward",
            "announcement",
            "bits_badge_tier",
            "charity_donation",
            "watch_streak",
            "modiversary",
            "gifted_drops_summary",
            "shared_chat_sub",
            "shared_chat_resub",
            "shared_chat_sub_gift",
            "shared_chat_community_sub_gift",
            "shared_chat_gift_paid_upgrade",
            "shared_chat_prime_paid_upgrade",
            "shared_chat_raid",
            "shared_chat_pay_it_forward",
            "shared_chat_announcement",
            "shared_chat_modiversary",
            "shared_chat_gifted_drops_summary",
            "unknown",
        ]),
        object("sub", SUB).nullable().optional_by(Basis::Examples),
        object("resub", RESUB)
            .nullable()
            .optional_by(Basis::Examples),
        object("sub_gift", SUB_GIFT)
            .nullable()
            .optional_by(Basis::Examples),
        object("community_sub_gift", COMMUNITY_SUB_GIFT)
            .nullable()
            .optional_by(Basis::Examples),
        object("gift_paid_upgrade", GIFT_PAID_UPGRADE)
            .nullable()
            .optional_by(Basis::Examples),
        object(
            "prime_paid_upgrade",
            &[string("sub_tier").one_of(&["1000", "2000", "3000"])],
        )
        .nullable()
        .optional_by(Basis::Examples),
        object("pay_it_forward", PAY_IT_FORWARD)
            .nullable()
            .optional_by(Basis::Examples),
        object("raid", RAID).nullable().optional_by(Basis::Examples),
        object("unraid", &[])
            .nullable()
            .optional_by(Basis::Examples),
        object(
            "announcement",
            &[string("color").one_of(&["BLUE", "PURPLE", "ORANGE", "GREEN", "PRIMARY"])],
        )
        .nullable()
        .optional_by(Basis::Examples),
        object("bits_badge_tier", &[integer("tier")])
            .nullable()
            .optional_by(Basis::Examples),
        object("charity_donation", CHARITY_DONATION)
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_broadcaster_user_login")
            .nullable()
            .optional_by(Basis::Examples),
        string("source_message_id")
            .nullable()
            .optional_by(Basis::Examples),
        array("source_badges", &record(BADGE))
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_sub", SUB)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_resub", RESUB)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_sub_gift", SUB_GIFT)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_community_sub_gift", COMMUNITY_SUB_GIFT)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_gift_paid_upgrade", GIFT_PAID_UPGRADE)
            .nullable()
            .optional_by(Basis::Examples),
        object(
            "shared_chat_prime_paid_upgrade",
            &[string("sub_tier").one_of(&["1000", "2000", "3000"])],
        )
        .nullable()
        .optional_by(Basis::Examples),
        object("shared_chat_pay_it_forward", PAY_IT_FORWARD)
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_raid", RAID)
            .nullable()
            .optional_by(Basis::Examples),
        object(
            "shared_chat_announcement",
            &[string("color").one_of(&["BLUE", "PURPLE", "ORANGE", "GREEN", "PRIMARY"])],
        )
        .nullable()
        .optional_by(Basis::Examples),
        object(
            "watch_streak",
            &[integer("streak_count"), integer("channel_points_awarded")],
        )
        .nullable()
        .optional_by(Basis::Added("added_2026")),
        object("modiversary", &[integer("months")])
            .nullable()
            .optional_by(Basis::Added("added_2026")),
        object("gifted_drops_summary", &[integer("recipient_count")])
            .nullable()
            .optional_by(Basis::Added("added_2026")),
        object("shared_chat_modiversary", &[integer("months")])
            .nullable()
            .optional_by(Basis::Added("added_2026")),
        object(
            "shared_chat_gifted_drops_summary",
            &[integer("recipient_count")],
        )
        .nullable()
        .optional_by(Basis::Added("added_2026")),
        object("shared_chat_unraid", &[])
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_bits_badge_tier", &[integer("tier")])
            .nullable()
            .optional_by(Basis::Examples),
        object("shared_chat_charity_donation", CHARITY_DONATION)
            .nullable()
            .optional_by(Basis::Examples),
        boolean("is_source_only")
            .nullable()
            .optional_by(Basis::Clients),
    ],
    doubtful: &[
        "field names inside gifted_drops_summary come from one third-party copy of the docs",
    ],
    ..EVENT_TYPE
};

/// The settings of the chat changed.
///
/// See [Twitch: `channel.chat_settings.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchat_settingsupdate).
pub const SETTINGS_UPDATE_V1: EventType = EventType {
    name: "channel.chat_settings.update",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[
        AppTokenGrant::by(
            "chatter",
            "user_id",
            Scopes::all_of(&["user:read:chat", "user:bot"]),
        ),
        AppTokenGrant::by(
            "broadcaster",
            "broadcaster_user_id",
            Scopes::all_of(&["channel:bot"]),
        )
        .waived_if("chatter_is_moderator"),
    ],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        boolean("emote_mode"),
        boolean("follower_mode"),
        integer("follower_mode_duration_minutes").nullable(),
        boolean("slow_mode"),
        integer("slow_mode_wait_time_seconds").nullable(),
        boolean("subscriber_mode"),
        boolean("unique_chat_mode"),
    ],
    ..EVENT_TYPE
};

/// A message of the user was held.
///
/// See [Twitch: `channel.chat.user_message_hold`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatuser_message_hold).
pub const USER_MESSAGE_HOLD_V1: EventType = EventType {
    name: "channel.chat.user_message_hold",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[AppTokenGrant::by(
        "chatter",
        "user_id",
        Scopes::all_of(&["user:read:chat", "user:bot"]),
    )],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("message_id"),
        object("message", HELD_MESSAGE),
    ],
    ..EVENT_TYPE
};

/// A held message of the user was decided on.
///
/// See [Twitch: `channel.chat.user_message_update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatuser_message_update).
pub const USER_MESSAGE_UPDATE_V1: EventType = EventType {
    name: "channel.chat.user_message_update",
    condition: BROADCASTER_AND_USER,
    scopes: EventScopes::any_of(&["user:read:chat"]),
    authorizer: Some("user_id"),
    app_token_extra_grants: &[AppTokenGrant::by(
        "chatter",
        "user_id",
        Scopes::all_of(&["user:read:chat", "user:bot"]),
    )],
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("status").one_of(&["approved", "denied", "invalid"]),
        string("message_id"),
        object("message", HELD_MESSAGE),
    ],
    ..EVENT_TYPE
};

/// A part of a message.
const FRAGMENT: &[Field] = &[
    string("type").one_of(&["text", "cheermote", "emote", "mention", "gif"]),
    string("text"),
    object("cheermote", CHEERMOTE)
        .nullable()
        .optional_by(Basis::Examples),
    object("emote", EMOTE_WITH_OWNER)
        .nullable()
        .optional_by(Basis::Examples),
    object(
        "mention",
        &[string("user_id"), string("user_name"), string("user_login")],
    )
    .nullable()
    .optional_by(Basis::Examples),
    object("gif", &[string("gif_id"), string("url")])
        .nullable()
        .optional_by(Basis::Added("added_2026-07-16")),
];

/// A badge beside a name.
const BADGE: &[Field] = &[
    string("set_id"),
    string("id"),
    string("info").may_be_empty(),
];

/// A message that AutoMod holds.
const HELD_MESSAGE: &[Field] = &[
    string("text"),
    array(
        "fragments",
        &record(&[
            string("type")
                .optional_by(Basis::Examples)
                .one_of(&["text", "emote", "cheermote"]),
            string("text"),
            object("emote", EMOTE)
                .nullable()
                .optional_by(Basis::Examples),
            object("cheermote", CHEERMOTE)
                .nullable()
                .optional_by(Basis::Examples),
        ]),
    ),
];

/// A new subscription.
const SUB: &[Field] = &[
    string("sub_tier").one_of(&["1000", "2000", "3000"]),
    boolean("is_prime"),
    integer("duration_months"),
];

/// A subscription that goes on.
const RESUB: &[Field] = &[
    integer("cumulative_months"),
    integer("duration_months"),
    integer("streak_months").nullable(),
    string("sub_tier")
        .aliases(&["sub_plan"])
        .one_of(&["1000", "2000", "3000"]),
    boolean("is_prime").nullable().optional_by(Basis::Examples),
    boolean("is_gift"),
    boolean("gifter_is_anonymous").nullable(),
    string("gifter_user_id").nullable(),
    string("gifter_user_name").nullable(),
    string("gifter_user_login").nullable(),
];

/// A subscription given to somebody.
const SUB_GIFT: &[Field] = &[
    integer("duration_months"),
    integer("cumulative_total").nullable(),
    string("recipient_user_id"),
    string("recipient_user_name"),
    string("recipient_user_login"),
    string("sub_tier").one_of(&["1000", "2000", "3000"]),
    string("community_gift_id").nullable(),
];

/// Subscriptions given to the community.
const COMMUNITY_SUB_GIFT: &[Field] = &[
    string("id"),
    integer("total"),
    string("sub_tier").one_of(&["1000", "2000", "3000"]),
    integer("cumulative_total").nullable(),
];

/// A given subscription that its receiver goes on paying.
const GIFT_PAID_UPGRADE: &[Field] = &[
    boolean("gifter_is_anonymous"),
    string("gifter_user_id").nullable(),
    string("gifter_user_name").nullable(),
    string("gifter_user_login")
        .nullable()
        .optional_by(Basis::Clients),
];

/// A subscription given because one was received.
const PAY_IT_FORWARD: &[Field] = &[
    boolean("gifter_is_anonymous"),
    string("gifter_user_id").nullable(),
    string("gifter_user_name").nullable(),
    string("gifter_user_login").nullable(),
    string("recipient_user_id")
        .nullable()
        .optional_by(Basis::Clients),
    string("recipient_user_login")
        .nullable()
        .optional_by(Basis::Clients),
    string("recipient_user_name")
        .nullable()
        .optional_by(Basis::Clients),
];

/// An incoming raid.
const RAID: &[Field] = &[
    string("user_id"),
    string("user_name"),
    string("user_login"),
    integer("viewer_count"),
    string("profile_image_url"),
];

/// A donation to a charity.
const CHARITY_DONATION: &[Field] = &[
    string("charity_name"),
    object(
        "amount",
        &[
            integer("value"),
            integer("decimal_place").aliases(&["decimal_places"]),
            string("currency"),
        ],
    ),
];
