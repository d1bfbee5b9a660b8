//! What a fleet wants done, and on which of its connections.

use types::Secret;

use crate::connection::event::Event;
use crate::outgoing::Outgoing;

/// Names one connection of a fleet. After an [`Order::Close`], or a report that its transport is gone, it may be opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub(super) u64);

/// What a fleet wants its driver to do, in this order.
#[derive(Debug)]
pub enum Order {
    /// Open a transport under this name; answer with `handle_opened` or `handle_open_failed`.
    Open(LinkId),
    /// Send this line.
    Write(LinkId, Outgoing),
    /// Drop that transport, or stop opening it; nothing more is to be heard of it.
    Close(LinkId),
    /// Fetch the account's token for all connections that wait for one; answer with `handle_token` or `handle_no_token`.
    /// A later request takes the place of an earlier one.
    NeedToken {
        /// The token that the server refused, as in [`Action::NeedToken`](crate::Action::NeedToken).
        refused: Option<Secret>,
    },
    /// Tell this.
    Event(Event),
}
