//! What stands under the heading Channels.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::floor::Floor;
use super::followers;
use super::person;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;
use crate::world::channel::Channel;
use crate::world::user::BroadcasterType;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_channel_information" => Ok(get_channel_information(floor.world, call)),
        "modify_channel_information" => modify_channel_information(floor.world, call),
        "get_channel_editors" => Ok(get_channel_editors(floor.world, call)),
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

/// Modify Channel Information: what is left out stays as it is.
fn modify_channel_information(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?;
    let (id, kind) = (owner.id.clone(), owner.broadcaster_type);
    let text = |name: &str| call.field(name).and_then(Value::as_str);
    let category = text("game_id").map(category).transpose()?;
    let language = text("broadcaster_language").map(language).transpose()?;
    let delay = call.field("delay").and_then(Value::as_u64);
    if delay.is_some() && kind != BroadcasterType::Partner {
        let message = "Only partners may set a delay.";
        return Err(Refusal::bad_request(message));
    }
    let Some(channel) = world.channels.get_mut(&id) else {
        return Err(Refusal::bad_request(
            "The ID in broadcaster_id was not found.",
        ));
    };
    if let Some((id, name)) = category {
        id.clone_into(&mut channel.game_id);
        name.clone_into(&mut channel.game_name);
    }
    if let Some(language) = language {
        channel.language = language;
    }
    if let Some(title) = text("title") {
        title.clone_into(&mut channel.title);
    }
    if let Some(seconds) = delay {
        channel.delay = Duration::from_secs(seconds);
    }
    if let Some(tags) = call.field("tags").and_then(Value::as_array) {
        channel.tags = tags.iter().filter_map(text_of).collect();
    }
    if let Some(is_branded) = call.field("is_branded_content").and_then(Value::as_bool) {
        channel.is_branded_content = is_branded;
    }
    change_labels(channel, call);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Get Channel Editors: all of them at once.
fn get_channel_editors(world: &World, call: &Call<'_>) -> Reply {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let owner = world.users.get(id);
    let channel = world.channels.get(id);
    let editors = channel.into_iter().flat_map(|channel| &channel.editors);
    let data: Vec<Value> = editors
        .filter_map(|editor| world.users.get(editor.as_str()))
        .filter(|editor| editor.is_active())
        .map(|editor| {
            // Nobody noted the day; before both accounts were there it cannot have been.
            let owner_since = owner.map(|owner| owner.created_at);
            json!({
                "user_id": editor.id,
                "user_name": editor.display_name,
                "created_at": owner_since.max(Some(editor.created_at)),
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Id and name of the category that was asked for; `0` and an empty text stand for none.
fn category(id: &str) -> Result<(&'static str, &'static str), Refusal> {
    if matches!(id, "" | "0") {
        return Ok(("", ""));
    }
    let category = category::by_id(id);
    let category = category.map(|category| (category.id, category.name));
    category.ok_or_else(|| Refusal::bad_request("The ID in game_id was not found."))
}

/// Two letters, or one of the few other words that Twitch knows.
fn language(given: &str) -> Result<String, Refusal> {
    let is_code = given.len() == 2 && given.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_code || OTHER_LANGUAGES.contains(&given) {
        Ok(given.to_owned())
    } else {
        let problem = "the value must be an ISO 639-1 language code or \"other\"";
        Err(Refusal::malformed("broadcaster_language", problem))
    }
}

fn change_labels(channel: &mut Channel, call: &Call<'_>) {
    let changes = call
        .field("content_classification_labels")
        .and_then(Value::as_array);
    for change in changes.into_iter().flatten() {
        let Some(label) = text_of(&change["id"]) else {
            continue;
        };
        channel.content_labels.retain(|known| *known != label);
        if change["is_enabled"] == true {
            channel.content_labels.push(label);
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
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

const OTHER_LANGUAGES: [&str; 3] = ["other", "asl", "zh-hk"];
