//! AutoMod: how strict it is, what it thinks of a text, and the decision about what it held back. What it finds is the business of `chat`.

use http::StatusCode;
use serde_json::{Value, json};
use types::{MessageId, UserId};

use crate::chat::{Stage, automod};
use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::discipline::{AutomodLevels, CATEGORIES, Discipline};

/// Check AutoMod Status: whether each text would pass.
pub(crate) fn check_automod_status(world: &World, call: &Call<'_>) -> Reply {
    let usual = Discipline::default();
    let channel = person::id(call, "broadcaster_id");
    let discipline = world.disciplines.get(&channel).unwrap_or(&usual);
    let texts = call.field("data").and_then(Value::as_array);
    let data: Vec<Value> = texts
        .into_iter()
        .flatten()
        .map(|message| {
            let text = message["msg_text"].as_str().unwrap_or_default();
            json!({
                "msg_id": message["msg_id"],
                "is_permitted": automod::find(discipline, text).is_none(),
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Manage Held AutoMod Messages: the message is said now, or never.
pub(crate) fn manage_held_automod_messages(
    stage: &mut Stage<'_>,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let moderator = UserId::new(call.body_text("user_id"));
    let id = MessageId::new(call.body_text("msg_id"));
    let Some(held) = stage.chat.held.get(&id) else {
        return Err(Refusal::not_found("The message was not found."));
    };
    let channel = stage.world.channels.get(&held.said.channel);
    if channel.is_none_or(|channel| !channel.may_moderate(&moderator)) {
        let message = "The user in user_id is not a moderator of the channel.";
        return Err(Refusal::forbidden(message));
    }
    let is_settled = match call.body_text("action") {
        "ALLOW" => stage.chat.release(stage.world, &id),
        _ => stage.chat.held.settle(stage.world.now, &id).is_some(),
    };
    if is_settled {
        Ok(reply::empty(StatusCode::NO_CONTENT))
    } else {
        let message = "The message was already processed or has expired.";
        Err(Refusal::bad_request(message))
    }
}

/// Get AutoMod Settings.
pub(crate) fn get_automod_settings(world: &World, call: &Call<'_>) -> Reply {
    let channel = person::id(call, "broadcaster_id");
    let discipline = world.disciplines.get(&channel);
    let levels = discipline.map(|discipline| discipline.automod);
    told(call, &levels.unwrap_or_default())
}

/// Update AutoMod Settings: what is left out is off, as a PUT replaces everything.
pub(crate) fn update_automod_settings(world: &mut World, call: &Call<'_>) -> Reply {
    let level = |name: &str| {
        let given = call.field(name).and_then(Value::as_u64);
        given.and_then(|level| u8::try_from(level).ok())
    };
    let levels = match level("overall_level") {
        Some(overall) => AutomodLevels::overall(overall),
        None => AutomodLevels {
            overall: None,
            single: CATEGORIES.map(|category| level(category).unwrap_or(0)),
        },
    };
    let channel = person::id(call, "broadcaster_id");
    world.discipline(&channel).automod = levels;
    told(call, &levels)
}

fn told(call: &Call<'_>, levels: &AutomodLevels) -> Reply {
    let mut told = json!({
        "broadcaster_id": call.query.value("broadcaster_id"),
        "moderator_id": call.query.value("moderator_id"),
        "overall_level": levels.overall,
    });
    for (category, level) in CATEGORIES.iter().zip(levels.single) {
        told[*category] = json!(level);
    }
    reply::json(StatusCode::OK, &json!({ "data": [told] }))
}
