//! The table of Drops (`drop.*`). Facts only, no behavior.

use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{date_time, object, string};
use crate::model::token::SERVER_TRANSPORTS;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[ENTITLEMENT_GRANT_V1];

/// Somebody became entitled to a Drop.
///
/// See [Twitch: `drop.entitlement.grant`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#dropentitlementgrant).
pub const ENTITLEMENT_GRANT_V1: EventType = EventType {
    name: "drop.entitlement.grant",
    condition: &[
        string("organization_id").required(),
        string("category_id"),
        string("campaign_id"),
    ],
    transports: SERVER_TRANSPORTS,
    batched: true,
    payload_field: "events",
    event: &[
        string("id"),
        object(
            "data",
            &[
                string("organization_id"),
                string("category_id"),
                string("category_name"),
                string("campaign_id"),
                string("user_id"),
                string("user_name"),
                string("user_login"),
                string("entitlement_id"),
                string("benefit_id"),
                date_time("created_at"),
            ],
        ),
    ],
    ..EVENT_TYPE
};
