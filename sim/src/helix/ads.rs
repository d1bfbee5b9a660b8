//! What stands under the heading Ads. When ads run by themselves is not its business.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use types::{Timestamp, UserId};

use super::broadcaster;
use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::ads::COOLDOWN;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "start_commercial" => start_commercial(floor.world, call),
        "get_ad_schedule" => get_ad_schedule(floor.world, call),
        "snooze_next_ad" => snooze_next_ad(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Start Commercial: while the channel is live, and not too soon after the last one.
fn start_commercial(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (owner, _) = live(world, call).and_then(|(owner, live_since)| {
        let message = "To start a commercial, the broadcaster must be streaming live.";
        let live_since = live_since.ok_or_else(|| Refusal::bad_request(message))?;
        Ok((owner, live_since))
    })?;
    let seconds = call.number("length").unwrap_or_default();
    let now = world.now;
    let ads = &mut world.community(&owner).ads;
    if let Err(wait) = ads.run(Duration::from_secs(seconds), now) {
        let wait = wait.as_secs();
        let message = format!(
            "The broadcaster may not run another commercial until the cooldown period expires, in {wait} seconds."
        );
        return Err(Refusal::bad_request(message));
    }
    let told = json!({ "length": seconds, "message": "", "retry_after": COOLDOWN.as_secs() });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Get Ad Schedule: empty texts while the channel is offline.
fn get_ad_schedule(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (owner, live_since) = live(world, call)?;
    let now = world.now;
    let ads = &mut world.community(&owner).ads;
    let schedule = live_since.map(|live_since| ads.schedule(live_since, now));
    let moment = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let told = json!({
        "next_ad_at": moment(schedule.map(|schedule| schedule.next_at)),
        "last_ad_at": moment(schedule.and_then(|schedule| schedule.last_at)),
        "duration": schedule.map_or(0, |schedule| schedule.length.as_secs()),
        "preroll_free_time": schedule.map_or(0, |schedule| schedule.free_of_prerolls.as_secs()),
        "snooze_count": schedule.map_or(0, |schedule| schedule.snoozes),
        "snooze_refresh_at": schedule.and_then(|schedule| schedule.snooze_back_at),
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Snooze Next Ad: puts it off while there are snoozes left.
fn snooze_next_ad(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (owner, live_since) = live(world, call)?;
    let Some(live_since) = live_since else {
        let message = "The channel is not currently live.";
        return Err(Refusal::bad_request(message));
    };
    let now = world.now;
    let ads = &mut world.community(&owner).ads;
    if !ads.snooze(live_since, now) {
        let message = "The channel has no snoozes left.";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
    }
    let schedule = ads.schedule(live_since, now);
    let told = json!({
        "snooze_count": schedule.snoozes,
        "snooze_refresh_at": schedule.snooze_back_at,
        "next_ad_at": schedule.next_at,
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// The broadcaster, and since when the channel is live.
fn live(world: &World, call: &Call<'_>) -> Result<(UserId, Option<Timestamp>), Refusal> {
    let owner = broadcaster::of(world, call)?;
    let channel = world.channels.get(&owner.id);
    let live_since = channel.and_then(|channel| channel.live_since);
    Ok((owner.id.clone(), live_since))
}
