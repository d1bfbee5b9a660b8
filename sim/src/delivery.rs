//! How an answer reaches its client when somebody ordered that it shall not simply be sent. The machine marks it; whoever owns the connection does it.

use std::time::Duration;

use http::Response;

/// What is to happen to an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Delivery {
    /// It is sent.
    #[default]
    Send,
    /// It is sent after this time.
    Late(Duration),
    /// Nothing is ever sent, and the connection stays open.
    Never,
    /// The connection is closed before the first byte of the answer.
    Cut,
    /// The same with a TCP reset.
    Reset,
    /// It is sent in pieces of at most so many bytes, with a pause behind each.
    Pieces {
        /// The most bytes of a piece.
        largest: usize,
        /// The pause.
        gap: Duration,
        /// Draws the sizes.
        seed: u64,
    },
}

impl Delivery {
    /// What was ordered for this answer of [`Twitch::handle_http`](crate::Twitch::handle_http).
    pub fn of(reply: &Response<Vec<u8>>) -> Self {
        reply.extensions().get().copied().unwrap_or_default()
    }

    /// Marks an answer.
    pub(crate) fn mark(self, mut reply: Response<Vec<u8>>) -> Response<Vec<u8>> {
        reply.extensions_mut().insert(self);
        reply
    }
}
