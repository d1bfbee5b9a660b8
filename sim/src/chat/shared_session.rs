//! What a shared chat session is. What is shown in its channels is decided in `shared`.

use std::collections::BTreeSet;

use types::{Timestamp, UserId};

/// Channels that share their chat.
#[derive(Debug, Clone)]
pub(crate) struct SharedSession {
    pub(crate) id: String,
    pub(crate) host: UserId,
    pub(crate) members: BTreeSet<UserId>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}
