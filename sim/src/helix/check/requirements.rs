//! What must be so besides: today only that a channel earns something, where that is asked for.

use spec::Requirement;

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::world::World;
use crate::world::user::BroadcasterType;

/// Checks what can be seen from the world; the rest is up to those who answer.
pub(super) fn check(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    if !call
        .endpoint
        .requires
        .contains(&Requirement::PartnerOrAffiliate)
    {
        return Ok(());
    }
    let broadcaster = call
        .anywhere("broadcaster_id")
        .and_then(|id| world.users.get(id));
    match broadcaster {
        Some(user) if user.broadcaster_type == BroadcasterType::Normal => Err(Refusal::forbidden(
            "The broadcaster must have partner or affiliate status.",
        )),
        _ => Ok(()),
    }
}
