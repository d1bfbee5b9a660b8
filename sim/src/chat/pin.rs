//! What a pinned message is. Pinning and unpinning is done in `pinning`.

use std::sync::Arc;

use types::{Timestamp, UserId};

use crate::chat::room::Remembered;

/// A pinned message.
#[derive(Debug, Clone)]
pub(crate) struct Pin {
    pub(crate) message: Arc<Remembered>,
    pub(crate) pinned_by: UserId,
    pub(crate) starts_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) end: PinEnd,
}

/// When a pin is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinEnd {
    At(Timestamp),
    /// With the stream that began then; without one, when the next begins.
    WithStream(Option<Timestamp>),
}

/// Why a message is not pinned, or a pin not touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinProblem {
    /// There is no such message, or it is not the pinned one.
    Unknown,
    /// The place is taken.
    Taken,
}
