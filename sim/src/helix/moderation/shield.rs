//! Shield Mode: whether it is on. What it does to a chat is up to each channel at Twitch, and nothing here.

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use crate::helix::call::Call;
use crate::helix::person;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::discipline::Shield;

/// Update Shield Mode Status.
pub(crate) fn update_shield_mode_status(world: &mut World, call: &Call<'_>) -> Reply {
    let channel = person::id(call, "broadcaster_id");
    let is_active = call.field("is_active") == Some(&Value::Bool(true));
    let now = world.now;
    let shield = &mut world.discipline(&channel).shield;
    if is_active && !shield.is_active {
        shield.last_activated_at = Some(now);
    }
    shield.is_active = is_active;
    shield.moderator = Some(person::id(call, "moderator_id"));
    let shield = shield.clone();
    told(world, &shield)
}

/// Get Shield Mode Status: all empty if nobody ever touched it.
pub(crate) fn get_shield_mode_status(world: &World, call: &Call<'_>) -> Reply {
    let channel = person::id(call, "broadcaster_id");
    let discipline = world.disciplines.get(&channel);
    let shield = discipline.map(|discipline| discipline.shield.clone());
    told(world, &shield.unwrap_or_default())
}

fn told(world: &World, shield: &Shield) -> Reply {
    let moderator = shield.moderator.as_ref().map_or("", UserId::as_str);
    let moderator = world.users.get(moderator);
    let last = shield.last_activated_at;
    let told = json!({
        "is_active": shield.is_active,
        "moderator_id": moderator.map_or("", |user| user.id.as_str()),
        "moderator_login": moderator.map_or("", |user| user.login.as_str()),
        "moderator_name": moderator.map_or("", |user| user.display_name.as_str()),
        "last_activated_at": last.as_ref().map(Timestamp::to_string).unwrap_or_default(),
    });
    reply::json(StatusCode::OK, &json!({ "data": [told] }))
}
