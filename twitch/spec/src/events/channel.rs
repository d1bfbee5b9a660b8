//! The table of changes of the channel itself and its followers (`channel.update`, `channel.follow`). Facts only, no behavior.

use crate::conditions::{BROADCASTER, BROADCASTER_AND_MODERATOR};
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{array, date_time, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[UPDATE_V2, FOLLOW_V2];

/// The title, category, language or labels of the channel changed.
///
/// See [Twitch: `channel.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelupdate).
pub const UPDATE_V2: EventType = EventType {
    name: "channel.update",
    version: "2",
    condition: BROADCASTER,
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("title"),
        string("language"),
        string("category_id"),
        string("category_name"),
        array("content_classification_labels", &string("")),
    ],
    ..EVENT_TYPE
};

/// Somebody followed the channel.
///
/// See [Twitch: `channel.follow`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelfollow).
pub const FOLLOW_V2: EventType = EventType {
    name: "channel.follow",
    version: "2",
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&["moderator:read:followers"]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        date_time("followed_at"),
    ],
    ..EVENT_TYPE
};
