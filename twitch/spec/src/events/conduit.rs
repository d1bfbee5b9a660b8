//! The table of conduits (`conduit.*`). Facts only, no behavior.

use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{Basis, date_time, object, string};
use crate::model::token::SERVER_TRANSPORTS;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[SHARD_DISABLED_V1];

/// A shard of a conduit no longer works.
///
/// See [Twitch: `conduit.shard.disabled`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#conduitsharddisabled).
pub const SHARD_DISABLED_V1: EventType = EventType {
    name: "conduit.shard.disabled",
    condition: &[string("client_id").required(), string("conduit_id")],
    transports: SERVER_TRANSPORTS,
    event: &[
        string("conduit_id"),
        string("shard_id"),
        string("status"),
        object(
            "transport",
            &[
                string("method").one_of(&["websocket", "webhook"]),
                string("callback").nullable().optional_by(Basis::Examples),
                string("session_id").nullable().optional_by(Basis::Examples),
                date_time("connected_at")
                    .nullable()
                    .optional_by(Basis::Examples),
                date_time("disconnected_at")
                    .nullable()
                    .optional_by(Basis::Examples),
            ],
        ),
    ],
    ..EVENT_TYPE
};
