//! EventSub as records: subscriptions and conduits. Nothing is delivered from here.

use std::collections::BTreeMap;

use types::{ClientId, Timestamp, UserId};

/// One subscription.
#[derive(Debug, Clone)]
pub(crate) struct EventSubscription {
    pub(crate) id: String,
    pub(crate) client: ClientId,
    /// Whose token made it; none for an app token.
    pub(crate) user: Option<UserId>,
    pub(crate) event_type: &'static spec::EventType,
    pub(crate) condition: BTreeMap<String, String>,
    pub(crate) transport: EventTransport,
    pub(crate) created_at: Timestamp,
    pub(crate) cost: u32,
}

/// How events were to be brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventTransport {
    /// Nobody calls the address, so nobody confirms it.
    Webhook {
        callback: String,
    },
    Conduit {
        id: String,
    },
}

/// One conduit: shards that events are spread over.
#[derive(Debug, Clone)]
pub(crate) struct Conduit {
    pub(crate) id: String,
    pub(crate) client: ClientId,
    pub(crate) shard_count: u32,
    /// The addresses of the shards that were given one.
    pub(crate) callbacks: BTreeMap<u32, String>,
}

/// All subscriptions and conduits, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct EventRecords {
    pub(crate) subscriptions: Vec<EventSubscription>,
    pub(crate) conduits: Vec<Conduit>,
}

impl EventRecords {
    /// A conduit of that application.
    pub(crate) fn conduit(&mut self, client: &ClientId, id: &str) -> Option<&mut Conduit> {
        let mut conduits = self.conduits.iter_mut();
        conduits.find(|conduit| conduit.id == id && conduit.client == *client)
    }

    /// Whether an application has a conduit of that id.
    pub(crate) fn has_conduit(&self, client: &ClientId, id: &str) -> bool {
        let mut conduits = self.conduits.iter();
        conduits.any(|conduit| conduit.id == id && conduit.client == *client)
    }
}
