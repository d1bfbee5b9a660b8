//! Segments of a schedule: planned, changed, canceled for a week, and deleted.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use super::plan;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;
use crate::world::schedule::{Occurrence, Segment, TimeZone};
use crate::world::user::BroadcasterType;

/// Create Channel Stream Schedule Segment: single broadcasts only where channels earn something.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(call);
    let is_recurring = call.field("is_recurring") == Some(&Value::Bool(true));
    let user = world.users.get(owner.as_str());
    let earns = user.is_some_and(|user| user.broadcaster_type != BroadcasterType::Normal);
    if !is_recurring && !earns {
        let message = "Only partners and affiliates may add non-recurring broadcast segments.";
        return Err(Refusal::forbidden(message));
    }
    let segment = Segment {
        id: world.random_uuid(),
        starts_at: moment(call, "start_time").unwrap_or(world.now),
        time_zone: TimeZone(call.body_text("timezone").to_owned()),
        length: minutes(call).unwrap_or(DEFAULT_LENGTH),
        is_recurring,
        category_id: category(call)?.unwrap_or_default(),
        title: call.body_text("title").to_owned(),
        canceled: [].into(),
    };
    let occurrence = Occurrence {
        segment: &segment,
        week: 0,
    };
    let element = plan::occurrence(occurrence);
    let schedule = world.schedules.entry(owner.clone()).or_default();
    schedule.segments.push(segment);
    Ok(answer(world, &owner, element))
}

/// Update Channel Stream Schedule Segment: what is left out stays; canceled is one week alone.
pub(crate) fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(call);
    let chosen = category(call)?;
    let id = call.query.value("id").unwrap_or_default();
    let not_found = || {
        let message = "The specified broadcast segment was not found.";
        Refusal::new(StatusCode::NOT_FOUND, message)
    };
    let schedule = world.schedules.get_mut(&owner).ok_or_else(not_found)?;
    let (place, week) = schedule.place(id).ok_or_else(not_found)?;
    let segment = schedule.segments.get_mut(place).ok_or_else(not_found)?;
    if let Some(starts_at) = moment(call, "start_time") {
        if segment.is_recurring {
            let problem = "only of non-recurring broadcasts the start can be changed";
            return Err(Refusal::malformed("start_time", problem));
        }
        segment.starts_at = starts_at;
    }
    if let Some(length) = minutes(call) {
        segment.length = length;
    }
    if let Some(category) = chosen {
        segment.category_id = category;
    }
    if let Some(title) = call.field("title").and_then(Value::as_str) {
        title.clone_into(&mut segment.title);
    }
    if let Some(zone) = call.field("timezone").and_then(Value::as_str) {
        segment.time_zone = TimeZone(zone.to_owned());
    }
    match call.field("is_canceled").and_then(Value::as_bool) {
        Some(true) => {
            segment.canceled.insert(week);
        }
        Some(false) => {
            segment.canceled.remove(&week);
        }
        None => {}
    }
    let element = plan::occurrence(Occurrence { segment, week });
    Ok(answer(world, &owner, element))
}

/// Delete Channel Stream Schedule Segment: all its weeks; nothing happens if it is not there.
pub(crate) fn delete(world: &mut World, call: &Call<'_>) -> Reply {
    let id = call.query.value("id").unwrap_or_default();
    if let Some(schedule) = world.schedules.get_mut(&owner(call))
        && let Some((place, _week)) = schedule.place(id)
    {
        schedule.segments.remove(place);
    }
    reply::empty(StatusCode::NO_CONTENT)
}

fn answer(world: &World, owner: &UserId, element: Value) -> Reply {
    let data = plan::told(world, owner, &[element]);
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn owner(call: &Call<'_>) -> UserId {
    UserId::new(call.query.value("broadcaster_id").unwrap_or_default())
}

fn moment(call: &Call<'_>, name: &str) -> Option<Timestamp> {
    call.field(name)?.as_str()?.parse().ok()
}

fn minutes(call: &Call<'_>) -> Option<Duration> {
    let minutes: u64 = call.field("duration")?.as_str()?.parse().ok()?;
    Some(Duration::from_secs(minutes * 60))
}

/// The category that was chosen, which has to be one.
fn category(call: &Call<'_>) -> Result<Option<String>, Refusal> {
    let Some(id) = call.field("category_id").and_then(Value::as_str) else {
        return Ok(None);
    };
    match category::by_id(id) {
        Some(_) => Ok(Some(id.to_owned())),
        None if id.is_empty() => Ok(Some(String::new())),
        None => Err(Refusal::bad_request("The ID in category_id was not found.")),
    }
}

const DEFAULT_LENGTH: Duration = Duration::from_secs(4 * 3_600);
