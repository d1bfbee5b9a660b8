//! The table of shared chat sessions (`channel.shared_chat.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{Field, array, record, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1, UPDATE_V1, END_V1];

/// The channel joined a shared chat session.
///
/// See [Twitch: `channel.shared_chat.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshared_chatbegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.shared_chat.begin",
    condition: BROADCASTER,
    event: SESSION,
    ..EVENT_TYPE
};

/// Who takes part in the shared chat session changed.
///
/// See [Twitch: `channel.shared_chat.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshared_chatupdate).
pub const UPDATE_V1: EventType = EventType {
    name: "channel.shared_chat.update",
    condition: BROADCASTER,
    event: SESSION,
    ..EVENT_TYPE
};

/// The channel left the shared chat session.
///
/// See [Twitch: `channel.shared_chat.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelshared_chatend).
pub const END_V1: EventType = EventType {
    name: "channel.shared_chat.end",
    condition: BROADCASTER,
    event: &[
        string("session_id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("host_broadcaster_user_id"),
        string("host_broadcaster_user_name"),
        string("host_broadcaster_user_login"),
    ],
    ..EVENT_TYPE
};

/// A shared chat session.
const SESSION: &[Field] = &[
    string("session_id"),
    string("broadcaster_user_id"),
    string("broadcaster_user_name"),
    string("broadcaster_user_login"),
    string("host_broadcaster_user_id"),
    string("host_broadcaster_user_name"),
    string("host_broadcaster_user_login"),
    array(
        "participants",
        &record(&[
            string("broadcaster_user_id"),
            string("broadcaster_user_name"),
            string("broadcaster_user_login"),
        ]),
    ),
];
