//! Drops that viewers earned, and whether they got what they earned.

use types::{Timestamp, UserId};

/// One earned thing.
#[derive(Debug, Clone)]
pub(crate) struct Entitlement {
    pub(crate) id: String,
    pub(crate) benefit_id: String,
    pub(crate) user: UserId,
    pub(crate) game_id: String,
    pub(crate) earned_at: Timestamp,
    pub(crate) is_fulfilled: bool,
    pub(crate) updated_at: Timestamp,
}
