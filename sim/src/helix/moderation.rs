//! What stands under the heading Moderation; each matter has a file of its own.

pub(super) mod bans;
pub(super) mod roles;
