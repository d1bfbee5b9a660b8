//! Who sits in which slot, and how they are seen and heard.

use http::StatusCode;
use serde_json::json;
use types::UserId;

use super::current;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::guest_star::{Guest, InviteState, Session};

/// Assign Guest Star Slot: to a guest who is ready, and one that is free.
pub(crate) fn assign(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = world.now;
    let slot = free_slot(world, call, "slot_id")?;
    let guest = UserId::new(call.query.value("guest_id").unwrap_or_default());
    let session = current::session(world, call)?;
    let invite = session.invites.get(&guest);
    let is_ready =
        invite.is_some_and(|invited_at| InviteState::of(*invited_at, now) == InviteState::Ready);
    if !is_ready {
        // This body is shaped like no other error.
        let body = json!({ "data": { "code": "USER_NOT_READY" } });
        return Ok(reply::json(StatusCode::FORBIDDEN, &body));
    }
    session.invites.remove(&guest);
    session.slots.insert(slot, Guest::new(guest, now));
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Update Guest Star Slot: to another slot; two who sit change places.
pub(crate) fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let from = slot(world, call, "source_slot_id")?;
    let to = slot(world, call, "destination_slot_id")?;
    let session = current::session(world, call)?;
    let Some(moved) = session.slots.remove(&from) else {
        return Err(nobody("source_slot_id"));
    };
    if let Some(other) = session.slots.remove(&to) {
        session.slots.insert(from, other);
    }
    session.slots.insert(to, moved);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Delete Guest Star Slot: the guest goes, or waits to be asked in again.
pub(crate) fn delete(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = world.now;
    let slot = slot(world, call, "slot_id")?;
    let guest = UserId::new(call.query.value("guest_id").unwrap_or_default());
    let session = current::session(world, call)?;
    let sits = session.slots.get(&slot);
    if sits.is_none_or(|seat| seat.user != guest) {
        let message = "The guest does not sit in this slot.";
        return Err(Refusal::new(StatusCode::NOT_FOUND, message));
    }
    session.slots.remove(&slot);
    if call.query.value("should_reinvite_guest") == Some("true") {
        session.invites.insert(guest, now);
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Update Guest Star Slot Settings: what is left out stays.
pub(crate) fn update_settings(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let slot = call.query.value("slot_id").and_then(|id| id.parse().ok());
    let flag = |name: &str| call.query.value(name).map(|text| text == "true");
    let session = current::session(world, call)?;
    let seat = slot.and_then(|slot: u32| session.slots.get_mut(&slot));
    let seat = seat.ok_or_else(|| nobody("slot_id"))?;
    seat.has_audio = flag("is_audio_enabled").unwrap_or(seat.has_audio);
    seat.has_video = flag("is_video_enabled").unwrap_or(seat.has_video);
    seat.is_live = flag("is_live").unwrap_or(seat.is_live);
    let volume = call
        .query
        .value("volume")
        .and_then(|text| text.parse().ok());
    seat.volume = volume.unwrap_or(seat.volume);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// A slot that guests may have; the first one belongs to the host.
fn slot(world: &mut World, call: &Call<'_>, name: &str) -> Result<u32, Refusal> {
    let count = current::guest_star(world, call)?.settings.slot_count;
    let given = call.query.value(name).and_then(|id| id.parse().ok());
    given
        .filter(|slot: &u32| (1..=count).contains(slot))
        .ok_or_else(|| {
            Refusal::bad_request(format!("{name} must be a slot of guests, 1 to {count}"))
        })
}

fn free_slot(world: &mut World, call: &Call<'_>, name: &str) -> Result<u32, Refusal> {
    let slot = slot(world, call, name)?;
    let session: &Session = current::session(world, call)?;
    if session.slots.contains_key(&slot) {
        return Err(Refusal::bad_request(format!("somebody sits in {name}")));
    }
    Ok(slot)
}

fn nobody(name: &str) -> Refusal {
    Refusal::bad_request(format!("nobody sits in {name}"))
}
