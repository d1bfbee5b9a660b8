//! The table of Hype Trains (`channel.hype_train.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, array, boolean, date_time, integer, record, string};
use crate::shapes::{SHARED_TRAIN_PARTICIPANT, TOP_CONTRIBUTION};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V2, PROGRESS_V2, END_V2];

/// A Hype Train began.
///
/// See [Twitch: `channel.hype_train.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelhype_trainbegin).
pub const BEGIN_V2: EventType = EventType {
    name: "channel.hype_train.begin",
    version: "2",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:hype_train"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        integer("total"),
        integer("progress"),
        integer("goal"),
        array("top_contributions", &record(TOP_CONTRIBUTION)).nullable_by(Basis::Clients),
        integer("level"),
        integer("all_time_high_level"),
        integer("all_time_high_total"),
        array(
            "shared_train_participants",
            &record(SHARED_TRAIN_PARTICIPANT),
        )
        .nullable(),
        date_time("started_at"),
        date_time("expires_at"),
        string("type").one_of(&["treasure", "golden_kappa", "regular"]),
        boolean("is_shared_train"),
    ],
    ..EVENT_TYPE
};

/// A Hype Train made progress.
///
/// See [Twitch: `channel.hype_train.progress`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelhype_trainprogress).
pub const PROGRESS_V2: EventType = EventType {
    name: "channel.hype_train.progress",
    version: "2",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:hype_train"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        integer("total"),
        integer("progress"),
        integer("goal"),
        array("top_contributions", &record(TOP_CONTRIBUTION)).nullable_by(Basis::Clients),
        integer("level"),
        array(
            "shared_train_participants",
            &record(SHARED_TRAIN_PARTICIPANT),
        )
        .nullable(),
        date_time("started_at"),
        date_time("expires_at"),
        string("type").one_of(&["treasure", "golden_kappa", "regular"]),
        boolean("is_shared_train"),
    ],
    ..EVENT_TYPE
};

/// A Hype Train ended.
///
/// See [Twitch: `channel.hype_train.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelhype_trainend).
pub const END_V2: EventType = EventType {
    name: "channel.hype_train.end",
    version: "2",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:hype_train"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        integer("total"),
        array("top_contributions", &record(TOP_CONTRIBUTION)).nullable_by(Basis::Clients),
        integer("level"),
        array(
            "shared_train_participants",
            &record(SHARED_TRAIN_PARTICIPANT),
        )
        .nullable(),
        date_time("started_at"),
        date_time("cooldown_ends_at"),
        date_time("ended_at"),
        string("type").one_of(&["treasure", "golden_kappa", "regular"]),
        boolean("is_shared_train"),
    ],
    ..EVENT_TYPE
};
