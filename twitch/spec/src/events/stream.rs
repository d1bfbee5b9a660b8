//! The table of streams that start and end (`stream.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{Basis, date_time, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[ONLINE_V1, OFFLINE_V1];

/// The stream started.
///
/// See [Twitch: `stream.online`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#streamonline).
pub const ONLINE_V1: EventType = EventType {
    name: "stream.online",
    condition: BROADCASTER,
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("type").one_of(&["live", "playlist", "watch_party", "premiere", "rerun"]),
        date_time("started_at"),
    ],
    ..EVENT_TYPE
};

/// The stream ended.
///
/// See [Twitch: `stream.offline`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#streamoffline).
pub const OFFLINE_V1: EventType = EventType {
    name: "stream.offline",
    condition: BROADCASTER,
    event: &[
        string("id").optional_by(Basis::Added("added_2026-06-26")),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
    ],
    ..EVENT_TYPE
};
