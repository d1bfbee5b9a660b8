//! What a call under Guest Star is about: what the channel has, and the session that runs.

use types::UserId;

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::world::World;
use crate::world::guest_star::{GuestStar, Session};

/// What the channel has that a call is about.
pub(crate) fn guest_star<'a>(
    world: &'a mut World,
    call: &Call<'_>,
) -> Result<&'a mut GuestStar, Refusal> {
    let id = UserId::new(call.query.value("broadcaster_id").unwrap_or_default());
    if world.users.get(id.as_str()).is_none() {
        let message = "The ID in broadcaster_id was not found.";
        return Err(Refusal::bad_request(message));
    }
    if !world.guest_stars.contains_key(&id) {
        let fresh = GuestStar::new(world.random_text(22));
        world.guest_stars.insert(id.clone(), fresh);
    }
    let found = world.guest_stars.get_mut(&id);
    found.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}

/// The session that a call names, which has to be the one that runs.
pub(crate) fn session<'a>(
    world: &'a mut World,
    call: &Call<'_>,
) -> Result<&'a mut Session, Refusal> {
    let id = call.query.value("session_id").unwrap_or_default();
    let session = guest_star(world, call)?.session.as_mut();
    session
        .filter(|session| session.id == id)
        .ok_or_else(|| Refusal::bad_request("The session in session_id is not running."))
}
