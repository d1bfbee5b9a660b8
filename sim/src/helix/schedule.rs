//! What stands under the heading Schedule. Weeks are counted in UTC; a time zone is kept, not reckoned with.

mod calendar;
mod plan;
mod segments;

use http::StatusCode;
use serde_json::{Value, json};
use types::Timestamp;

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::schedule::Occurrence;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_channel_stream_schedule" => get_channel_stream_schedule(floor.world, call),
        "get_channel_icalendar" => calendar::get_channel_icalendar(floor.world, call),
        "update_channel_stream_schedule" => update_channel_stream_schedule(floor.world, call),
        "create_channel_stream_schedule_segment" => segments::create(floor.world, call),
        "update_channel_stream_schedule_segment" => segments::update(floor.world, call),
        "delete_channel_stream_schedule_segment" => Ok(segments::delete(floor.world, call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Channel Stream Schedule: what is to come, or those asked for.
fn get_channel_stream_schedule(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = plan::owner(world, call)?;
    let schedule = world.schedules.get(&owner).ok_or_else(plan::missing)?;
    let start = call.query.value("start_time");
    let from: Timestamp = start
        .and_then(|text| text.parse().ok())
        .unwrap_or(world.now);
    let found: Vec<Occurrence<'_>> = if call.query.has("id") {
        let ids = call.query.values("id");
        ids.filter_map(|id| schedule.occurrence(id)).collect()
    } else {
        schedule.occurrences(from)
    };
    let mut items: Vec<Item<Value>> = found
        .iter()
        .map(|occurrence| Item {
            key: occurrence.key(),
            element: plan::occurrence(*occurrence),
        })
        .collect();
    if items.is_empty() {
        return Err(plan::missing());
    }
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let data = plan::told(world, &owner, &page.elements);
    let body = json!({ "data": data, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Update Channel Stream Schedule: a vacation begins to be planned, or is called off.
fn update_channel_stream_schedule(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = plan::owner(world, call)?;
    let schedule = world.schedules.get_mut(&owner).ok_or_else(plan::missing)?;
    let moment = |name: &str| -> Option<Timestamp> { call.query.value(name)?.parse().ok() };
    match call.query.value("is_vacation_enabled") {
        Some("true") => {
            let times = moment("vacation_start_time").zip(moment("vacation_end_time"));
            let Some((from, to)) = times.filter(|(from, to)| from < to) else {
                let problem = "a vacation ends after it began";
                return Err(Refusal::malformed("vacation_end_time", problem));
            };
            schedule.vacation = Some((from, to));
        }
        Some(_) => schedule.vacation = None,
        None => {}
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}
