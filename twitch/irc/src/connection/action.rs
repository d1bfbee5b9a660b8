//! What the machine wants done.

use types::Secret;

use super::event::Event;
use crate::outgoing::Outgoing;

/// What the machine wants its driver to do, in this order.
#[derive(Debug)]
pub enum Action {
    /// Open a transport; answer with `handle_opened` or `handle_open_failed`.
    Open,
    /// Send this line.
    Write(Outgoing),
    /// Drop the transport, or stop opening one; nothing more is to be heard of it.
    Close,
    /// Fetch the account's token; answer with `handle_token` or `handle_no_token`.
    NeedToken {
        /// The token that the server refused. It is told once, and only if the server said that it is bad:
        /// a network fault is no reason to refresh a token.
        refused: Option<Secret>,
    },
    /// Tell this.
    Event(Event),
}
