//! What stands under the heading Raids. What a raid does when it sets off is not its business.

use http::StatusCode;
use serde_json::json;
use types::UserId;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::chat::Stage;
use crate::chat::occasion::Occasion;
use crate::chat::user_notice::UserNotice;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::raid::Raid;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "start_a_raid" => start_a_raid(floor.world, call),
        "cancel_a_raid" => cancel_a_raid(&mut floor.stage(), call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Start a raid: it sets off by itself after its countdown.
fn start_a_raid(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let raider = UserId::new(call.query.value("from_broadcaster_id").unwrap_or_default());
    let target = call.query.value("to_broadcaster_id").unwrap_or_default();
    let target = world.users.get(target).filter(|user| user.is_active());
    let Some(target) = target.map(|user| user.id.clone()) else {
        return Err(Refusal::not_found("The target channel was not found."));
    };
    if raider == target {
        let message =
            "The IDs in from_broadcaster_id and to_broadcaster_id must not be the same ID.";
        return Err(Refusal::bad_request(message));
    }
    let channel = world.channels.get(&target);
    if channel.is_some_and(|channel| channel.ban_of(&raider, world.now).is_some()) {
        let message = "The target channel does not accept raids from this broadcaster.";
        return Err(Refusal::bad_request(message));
    }
    let created_at = world.now;
    let community = world.community(&raider);
    if community.raid.is_some() {
        let message = "The broadcaster is already in the process of raiding another channel.";
        return Err(Refusal::new(StatusCode::CONFLICT, message));
    }
    community.raid = Some(Raid { target, created_at });
    let body = json!({ "data": [{ "created_at": created_at, "is_mature": false }] });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Cancel a raid: only while it is in its countdown.
fn cancel_a_raid(stage: &mut Stage<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let raider = UserId::new(call.query.value("broadcaster_id").unwrap_or_default());
    if stage.world.community(&raider).raid.take().is_none() {
        let message = "The broadcaster doesn't have a pending raid to cancel.";
        return Err(Refusal::not_found(message));
    }
    let notice = UserNotice {
        channel: raider.clone(),
        user: raider,
        occasion: Occasion::RaidCanceled,
        text: None,
    };
    stage.chat.celebrate(stage.world, &notice);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}
