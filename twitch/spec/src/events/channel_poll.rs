//! The table of polls (`channel.poll.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{
    Basis, Field, array, boolean, date_time, integer, object, record, string,
};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1, PROGRESS_V1, END_V1];

/// A poll began.
///
/// See [Twitch: `channel.poll.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpollbegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.poll.begin",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:polls", "channel:manage:polls"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array(
            "choices",
            &record(&[
                string("id"),
                string("title"),
                integer("bits_votes").optional_by(Basis::Examples),
                integer("channel_points_votes").optional_by(Basis::Examples),
                integer("votes").optional_by(Basis::Examples),
            ]),
        ),
        object("bits_voting", VOTING),
        object("channel_points_voting", VOTING),
        date_time("started_at"),
        date_time("ends_at"),
    ],
    ..EVENT_TYPE
};

/// Somebody voted in a poll.
///
/// See [Twitch: `channel.poll.progress`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpollprogress).
pub const PROGRESS_V1: EventType = EventType {
    name: "channel.poll.progress",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:polls", "channel:manage:polls"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array("choices", &record(CHOICE)),
        object("bits_voting", VOTING),
        object("channel_points_voting", VOTING),
        date_time("started_at"),
        date_time("ends_at"),
    ],
    ..EVENT_TYPE
};

/// A poll ended.
///
/// See [Twitch: `channel.poll.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelpollend).
pub const END_V1: EventType = EventType {
    name: "channel.poll.end",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:polls", "channel:manage:polls"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        array("choices", &record(CHOICE)),
        object("bits_voting", VOTING),
        object("channel_points_voting", VOTING),
        string("status").one_of(&["completed", "archived", "terminated"]),
        date_time("started_at"),
        date_time("ended_at"),
    ],
    ..EVENT_TYPE
};

/// Whether and for how much votes can be bought.
const VOTING: &[Field] = &[boolean("is_enabled"), integer("amount_per_vote")];

/// A choice with its votes.
const CHOICE: &[Field] = &[
    string("id"),
    string("title"),
    integer("bits_votes"),
    integer("channel_points_votes"),
    integer("votes"),
];
