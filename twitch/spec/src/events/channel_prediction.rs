//! The table of predictions (`channel.prediction.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Alternate, Basis, Field, array, date_time, integer, record, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1, PROGRESS_V1, LOCK_V1, END_V1];

/// A prediction began.
///
/// See [Twitch: `channel.prediction.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpredictionbegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.prediction.begin",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:predictions", "channel:manage:predictions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array(
            "outcomes",
            &record(&[
                string("id"),
                string("title"),
                string("color").one_of(&["pink", "blue"]),
                integer("users").optional_by(Basis::Examples),
                integer("channel_points").optional_by(Basis::Examples),
                array("top_predictors", &record(TOP_PREDICTOR))
                    .nullable_by(Basis::Clients)
                    .optional_by(Basis::Examples),
            ]),
        ),
        date_time("started_at"),
        date_time("locks_at"),
    ],
    ..EVENT_TYPE
};

/// Somebody took part in a prediction.
///
/// See [Twitch: `channel.prediction.progress`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpredictionprogress).
pub const PROGRESS_V1: EventType = EventType {
    name: "channel.prediction.progress",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:predictions", "channel:manage:predictions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array("outcomes", &record(OUTCOME)),
        date_time("started_at"),
        date_time("locks_at"),
    ],
    ..EVENT_TYPE
};

/// A prediction takes no more points.
///
/// See [Twitch: `channel.prediction.lock`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpredictionlock).
pub const LOCK_V1: EventType = EventType {
    name: "channel.prediction.lock",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:predictions", "channel:manage:predictions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array("outcomes", &record(OUTCOME)),
        date_time("started_at"),
        date_time("locked_at"),
    ],
    ..EVENT_TYPE
};

/// A prediction was resolved or canceled.
///
/// See [Twitch: `channel.prediction.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpredictionend).
pub const END_V1: EventType = EventType {
    name: "channel.prediction.end",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:predictions", "channel:manage:predictions"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        string("winning_outcome_id")
            .nullable_by(Basis::Clients)
            .may_be_empty(),
        array("outcomes", &record(OUTCOME)),
        string("status").one_of(&["resolved", "canceled"]),
        date_time("started_at"),
        date_time("ended_at"),
    ],
    ..EVENT_TYPE
};

/// An outcome with those who bet on it.
const OUTCOME: &[Field] = &[
    string("id"),
    string("title"),
    string("color").one_of(&["pink", "blue"]),
    integer("users").optional_by(Basis::Examples),
    integer("channel_points").optional_by(Basis::Examples),
    array("top_predictors", &record(TOP_PREDICTOR)).nullable_by(Basis::Clients),
];

/// Somebody who bet a lot.
const TOP_PREDICTOR: &[Field] = &[
    string("user_id").or_as(&[Alternate::Integer]),
    string("user_login"),
    string("user_name"),
    integer("channel_points_won").nullable(),
    integer("channel_points_used"),
];
