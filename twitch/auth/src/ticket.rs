//! What ties an answer to the question that a machine asked, and how questions are shown without their secrets.

use std::fmt;

use http::Request;

/// Names one question of a machine; its answer is handed in with the same ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

impl Ticket {
    /// The first one.
    pub(crate) const FIRST: Self = Self(0);

    /// Hands out this ticket and moves on to the next.
    pub(crate) fn take(&mut self) -> Self {
        let taken = *self;
        self.0 += 1;
        taken
    }
}

/// Shows method and address of a request; its headers and body hold secrets.
pub(crate) struct Outline<'a>(pub(crate) &'a Request<Vec<u8>>);

impl fmt::Debug for Outline<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.0.method(), self.0.uri())
    }
}
