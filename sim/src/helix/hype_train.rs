//! What stands under the heading Hype Train.

use http::StatusCode;
use serde_json::{Value, json};

use super::broadcaster;
use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::hype_train::{HypeTrain, Record};
use crate::world::user::User;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_hype_train_status" => get_hype_train_status(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Hype Train Status: the train that runs, and the best one so far. Trains of several channels do not run here.
fn get_hype_train_status(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let trains = world.communities.get(&owner.id);
    let trains = trains.map(|community| &community.trains);
    let current = trains.and_then(|trains| trains.current.as_ref());
    let record = trains.and_then(|trains| trains.record);
    let told = json!({
        "current": current.map(|train| running(world, owner, train)),
        "all_time_high": record.map(best),
        "shared_all_time_high": null,
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

fn running(world: &World, owner: &User, train: &HypeTrain) -> Value {
    let far = train.progress();
    let top: Vec<Value> = train
        .top_contributions()
        .into_iter()
        .filter_map(|(kind, user, total)| {
            let user = world.users.get(user.as_str())?;
            Some(json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "type": kind.name(),
                "total": total,
            }))
        })
        .collect();
    json!({
        "id": format!("{:013x}{:014}", train.started_at.as_unix_millis(), owner.id.as_str()),
        "broadcaster_user_id": owner.id,
        "broadcaster_user_login": owner.login,
        "broadcaster_user_name": owner.display_name,
        "level": far.level,
        "total": far.total,
        "progress": far.progress,
        "goal": far.goal,
        "top_contributions": top,
        "shared_train_participants": null,
        "started_at": train.started_at,
        "expires_at": train.expires_at,
        "type": "regular",
        "is_shared_train": false,
    })
}

fn best(record: Record) -> Value {
    json!({
        "level": record.level,
        "total": record.total,
        "achieved_at": record.achieved_at,
    })
}
