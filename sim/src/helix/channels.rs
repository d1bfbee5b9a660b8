//! What stands under the heading Channels.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::floor::Floor;
use super::followers;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_channel_information" => Ok(get_channel_information(floor.world, call)),
        "get_channel_followers" => followers::get_channel_followers(floor.world, call),
        "get_followed_channels" => followers::get_followed_channels(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Channel Information: those that exist, in the order asked for.
fn get_channel_information(world: &World, call: &Call<'_>) -> Reply {
    let data: Vec<Value> = call
        .query
        .values("broadcaster_id")
        .filter_map(|id| information(world, id))
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn information(world: &World, id: &str) -> Option<Value> {
    let owner = world.users.get(id).filter(|owner| owner.is_active())?;
    let channel = world.channels.get(id)?;
    Some(json!({
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        "broadcaster_language": channel.language,
        "game_name": channel.game_name,
        "game_id": channel.game_id,
        "title": channel.title,
        "delay": channel.delay.as_secs(),
        "tags": channel.tags,
        "content_classification_labels": channel.content_labels,
        "is_branded_content": channel.is_branded_content,
    }))
}
