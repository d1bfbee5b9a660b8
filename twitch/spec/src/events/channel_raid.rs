//! The table of raids (`channel.raid`). Facts only, no behavior.

use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{integer, string};
use crate::model::rule::Rule;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[RAID_V1];

/// A channel raided another.
///
/// See [Twitch: `channel.raid`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelraid).
pub const RAID_V1: EventType = EventType {
    name: "channel.raid",
    condition: &[
        string("from_broadcaster_user_id"),
        string("to_broadcaster_user_id"),
    ],
    condition_rules: &[Rule::ExactlyOne(&[
        "from_broadcaster_user_id",
        "to_broadcaster_user_id",
    ])],
    event: &[
        string("from_broadcaster_user_id"),
        string("from_broadcaster_user_login"),
        string("from_broadcaster_user_name"),
        string("to_broadcaster_user_id"),
        string("to_broadcaster_user_login"),
        string("to_broadcaster_user_name"),
        integer("viewers"),
    ],
    ..EVENT_TYPE
};
