//! Schedules as they are told, and whose they are.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::world::World;
use crate::world::category;
use crate::world::schedule::{Occurrence, Schedule};

/// One occurrence as schedules tell it.
pub(crate) fn occurrence(occurrence: Occurrence<'_>) -> Value {
    let segment = occurrence.segment;
    let category = category::by_id(&segment.category_id);
    json!({
        "id": occurrence.id(),
        "start_time": occurrence.starts_at(),
        "end_time": occurrence.ends_at(),
        "title": segment.title,
        "canceled_until": occurrence.canceled_until(),
        "category": category.map(|category| json!({ "id": category.id, "name": category.name })),
        "is_recurring": segment.is_recurring,
    })
}

/// The schedule of a channel with some of its segments.
pub(crate) fn told(world: &World, owner: &UserId, segments: &[Value]) -> Value {
    let user = world.users.get(owner.as_str());
    let vacation = world.schedules.get(owner).and_then(vacation);
    json!({
        "segments": segments,
        "broadcaster_id": owner,
        "broadcaster_name": user.map(|user| &user.display_name),
        "broadcaster_login": user.map(|user| &user.login),
        "vacation": vacation,
    })
}

fn vacation(schedule: &Schedule) -> Option<Value> {
    let (from, to) = schedule.vacation?;
    Some(json!({ "start_time": from, "end_time": to }))
}

/// The broadcaster, who has to exist.
pub(crate) fn owner(world: &World, call: &Call<'_>) -> Result<UserId, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    match world.users.get(id) {
        Some(user) => Ok(user.id.clone()),
        None => Err(Refusal::bad_request(
            "The ID in broadcaster_id was not found.",
        )),
    }
}

/// Nothing was planned yet.
pub(crate) fn missing() -> Refusal {
    let message = "The broadcaster has not created a streaming schedule.";
    Refusal::new(StatusCode::NOT_FOUND, message)
}
