//! The broadcaster that a call is about. Whether the caller is that person was checked before.

use super::call::Call;
use super::refusal::Refusal;
use crate::world::World;
use crate::world::user::{BroadcasterType, User};

/// Whoever `broadcaster_id` names, in the query or in the body.
pub(super) fn of<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a User, Refusal> {
    let id = call.anywhere("broadcaster_id").unwrap_or_default();
    let user = world.users.get(id).filter(|user| user.is_active());
    user.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}

/// The same, and it must be somebody whose channel earns something.
pub(super) fn earning<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a User, Refusal> {
    let broadcaster = of(world, call)?;
    if broadcaster.broadcaster_type == BroadcasterType::Normal {
        let message = "The broadcaster must have partner or affiliate status.";
        return Err(Refusal::forbidden(message));
    }
    Ok(broadcaster)
}
