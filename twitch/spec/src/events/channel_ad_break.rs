//! The table of ad breaks (`channel.ad_break.*`). Facts only, no behavior.

use crate::conditions::BROADCASTER;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Alternate, boolean, date_time, integer, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BEGIN_V1];

/// An ad break began.
///
/// See [Twitch: `channel.ad_break.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelad_breakbegin).
pub const BEGIN_V1: EventType = EventType {
    name: "channel.ad_break.begin",
    condition: BROADCASTER,
    scopes: EventScopes::any_of(&["channel:read:ads"]),
    authorizer: Some("broadcaster_user_id"),
    event: &[
        integer("duration_seconds").or_as(&[Alternate::NumericString]),
        date_time("started_at"),
        boolean("is_automatic").or_as(&[Alternate::BooleanString]),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("requester_user_id"),
        string("requester_user_login"),
        string("requester_user_name"),
    ],
    doubtful: &["condition table says broadcaster_id; example and clients use broadcaster_user_id"],
    ..EVENT_TYPE
};
