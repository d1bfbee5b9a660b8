//! What stands under the heading Teams. There is one team; nobody joins or leaves.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::floor::Floor;
use super::person;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::team::Team;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_channel_teams" => get_channel_teams(floor.world, call),
        "get_teams" => get_teams(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Channel Teams: null for a channel without, as Twitch was seen to answer.
fn get_channel_teams(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id");
    let owner = owner.map_err(|_| Refusal::not_found("The ID in broadcaster_id was not found."))?;
    let team = world.team();
    let team = team.filter(|team| team.members.iter().any(|member| member.id == owner.id));
    let data = team.map(|team| {
        let mut told = told(&team);
        told["broadcaster_id"] = json!(owner.id);
        told["broadcaster_login"] = json!(owner.login);
        told["broadcaster_name"] = json!(owner.display_name);
        [told]
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Get Teams: one, by name or id.
fn get_teams(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (name, id) = (call.query.value("name"), call.query.value("id"));
    let team = world.team();
    let team = team.filter(|team| name == Some(team.name) || id == Some(team.id));
    let team = team.ok_or_else(|| Refusal::not_found("The team was not found."))?;
    let users: Vec<Value> = team
        .members
        .iter()
        .map(|user| {
            json!({
                "user_id": user.id, "user_login": user.login, "user_name": user.display_name,
            })
        })
        .collect();
    let mut told = told(&team);
    told["users"] = json!(users);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

fn told(team: &Team<'_>) -> Value {
    // A team is not older than the newest of its members.
    let since = team.members.iter().map(|member| member.created_at).max();
    json!({
        "background_image_url": null,
        "banner": null,
        "created_at": since,
        "updated_at": since,
        "info": team.info,
        "thumbnail_url": null,
        "team_name": team.name,
        "team_display_name": team.display_name,
        "id": team.id,
    })
}
