//! The table of goals (`channel.goal.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Field, boolean, date_time, integer, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1, PROGRESS_V1, END_V1];

/// A goal was set.
///
/// See [Twitch: `channel.goal.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelgoalbegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.goal.begin",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:goals"]),
    authorizer: Some("broadcaster_user_id"),
    event: GOAL,
    ..EVENT_TYPE
};

/// A goal came closer or went farther.
///
/// See [Twitch: `channel.goal.progress`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelgoalprogress).
pub const PROGRESS_V1: EventType = EventType {
    name: "channel.goal.progress",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:goals"]),
    authorizer: Some("broadcaster_user_id"),
    event: GOAL,
    ..EVENT_TYPE
};

/// A goal ended.
///
/// See [Twitch: `channel.goal.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelgoalend).
pub const END_V1: EventType = EventType {
    name: "channel.goal.end",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:goals"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("type").one_of(&[
            "follow",
            "follower",
            "subscription",
            "subscription_count",
            "new_subscription",
            "new_subscription_count",
            "new_bit",
            "new_cheerer",
        ]),
        string("description").may_be_empty(),
        boolean("is_achieved"),
        integer("current_amount"),
        integer("target_amount"),
        date_time("started_at"),
        date_time("ended_at"),
    ],
    ..EVENT_TYPE
};

/// A goal under way.
const GOAL: &[Field] = &[
    string("id"),
    string("broadcaster_user_id"),
    string("broadcaster_user_name"),
    string("broadcaster_user_login"),
    string("type").one_of(&[
        "follow",
        "follower",
        "subscription",
        "subscription_count",
        "new_subscription",
        "new_subscription_count",
        "new_bit",
        "new_cheerer",
    ]),
    string("description").may_be_empty(),
    boolean("is_achieved").optional(),
    integer("current_amount"),
    integer("target_amount"),
    date_time("started_at"),
    date_time("ended_at").optional(),
];
