//! Asking guests in. Everybody who is asked is ready ten seconds later.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use super::current;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::guest_star::InviteState;

/// Get Guest Star Invites: who was asked and has no slot yet.
pub(crate) fn get(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = world.now;
    let session = current::session(world, call)?;
    let data: Vec<Value> = session
        .invites
        .iter()
        .map(|(guest, invited_at)| {
            json!({
                "user_id": guest,
                "invited_at": invited_at,
                "status": InviteState::of(*invited_at, now).name(),
                "is_video_enabled": true,
                "is_audio_enabled": true,
                "is_video_available": true,
                "is_audio_available": true,
            })
        })
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Send Guest Star Invite: to somebody who exists, once.
pub(crate) fn send(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = world.now;
    let guest = guest(call);
    if !world.is_active(&guest) {
        return Err(Refusal::bad_request("The ID in guest_id was not found."));
    }
    let session = current::session(world, call)?;
    let sits = session.slots.values().any(|seat| seat.user == guest);
    if sits || session.invites.contains_key(&guest) {
        return Err(Refusal::forbidden("The guest was invited already."));
    }
    session.invites.insert(guest, now);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Delete Guest Star Invite: only one that is there.
pub(crate) fn delete(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let session = current::session(world, call)?;
    match session.invites.remove(&guest(call)) {
        Some(_) => Ok(reply::empty(StatusCode::NO_CONTENT)),
        None => Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "The guest was not invited.",
        )),
    }
}

fn guest(call: &Call<'_>) -> UserId {
    UserId::new(call.query.value("guest_id").unwrap_or_default())
}
