//! Bits: who cheered how many and when, and what they buy in a channel. What a cheer looks like is the business of `chat`.

use types::{Timestamp, UserId};

/// One cheer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cheer {
    pub(crate) user: UserId,
    pub(crate) bits: u64,
    pub(crate) at: Timestamp,
}

/// Something of the broadcaster's own that can be had for Bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PowerUp {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) prompt: String,
    pub(crate) bits: u64,
    pub(crate) background_color: String,
    pub(crate) needs_input: bool,
}
