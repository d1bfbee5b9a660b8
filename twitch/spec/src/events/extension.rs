//! The table of extensions (`extension.*`). Facts only, no behavior.

use crate::model::event::{EVENT_TYPE, EventType};
use crate::model::field::{boolean, integer, object, string};
use crate::model::token::SERVER_TRANSPORTS;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[BITS_TRANSACTION_CREATE_V1];

/// Somebody bought something in an extension with Bits.
///
/// See [Twitch: `extension.bits_transaction.create`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#extensionbits_transactioncreate).
pub const BITS_TRANSACTION_CREATE_V1: EventType = EventType {
    name: "extension.bits_transaction.create",
    condition: &[string("extension_client_id").required()],
    transports: SERVER_TRANSPORTS,
    event: &[
        string("extension_client_id"),
        string("id"),
        string("broadcaster_user_id"),
        string("broadcaster_user_login"),
        string("broadcaster_user_name"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
        object(
            "product",
            &[
                string("name"),
                integer("bits"),
                string("sku"),
                boolean("in_development"),
            ],
        ),
    ],
    ..EVENT_TYPE
};
