//! The table of charity campaigns (`channel.charity_campaign.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{date_time, object, string};
use crate::shapes::AMOUNT;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[DONATE_V1, START_V1, PROGRESS_V1, STOP_V1];

/// Somebody donated to the charity.
///
/// See [Twitch: `channel.charity_campaign.donate`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcharity_campaigndonate).
pub const DONATE_V1: EventType = EventType {
    name: "channel.charity_campaign.donate",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:charity"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("campaign_id"),
        string("broadcaster_user_id").aliases(&["broadcaster_id"]),
        string("broadcaster_user_login").aliases(&["broadcaster_login"]),
        string("broadcaster_user_name").aliases(&["broadcaster_name"]),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("charity_name"),
        string("charity_description"),
        string("charity_logo"),
        string("charity_website"),
        object("amount", AMOUNT),
    ],
    doubtful: &["one client fixture has broadcaster_id/login/name instead of broadcaster_user_*"],
    ..EVENT_TYPE
};

/// A charity campaign started.
///
/// See [Twitch: `channel.charity_campaign.start`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcharity_campaignstart).
pub const START_V1: EventType = EventType {
    name: "channel.charity_campaign.start",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:charity"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_id"),
        string("broadcaster_login"),
        string("broadcaster_name"),
        string("charity_name"),
        string("charity_description"),
        string("charity_logo"),
        string("charity_website"),
        object("current_amount", AMOUNT),
        object("target_amount", AMOUNT),
        date_time("started_at"),
    ],
    ..EVENT_TYPE
};

/// The amount raised for the charity, or its target, changed.
///
/// See [Twitch: `channel.charity_campaign.progress`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcharity_campaignprogress).
pub const PROGRESS_V1: EventType = EventType {
    name: "channel.charity_campaign.progress",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:charity"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_id"),
        string("broadcaster_login"),
        string("broadcaster_name"),
        string("charity_name"),
        string("charity_description"),
        string("charity_logo"),
        string("charity_website"),
        object("current_amount", AMOUNT),
        object("target_amount", AMOUNT),
    ],
    ..EVENT_TYPE
};

/// A charity campaign stopped.
///
/// See [Twitch: `channel.charity_campaign.stop`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelcharity_campaignstop).
pub const STOP_V1: EventType = EventType {
    name: "channel.charity_campaign.stop",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:charity"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_id"),
        string("broadcaster_login"),
        string("broadcaster_name"),
        string("charity_name"),
        string("charity_description"),
        string("charity_logo"),
        string("charity_website"),
        object("current_amount", AMOUNT),
        object("target_amount", AMOUNT),
        date_time("stopped_at"),
    ],
    ..EVENT_TYPE
};
