//! What stands under the heading Users.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::picture;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::{BroadcasterType, User};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_users" => Ok(get_users(floor.world, floor.places, call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Users: those asked for by id or login, or the token's own user; unknown ones are simply missing.
fn get_users(world: &World, places: &Places, call: &Call<'_>) -> Reply {
    let own = call.caller.user.as_ref();
    let by_id = call.query.values("id").filter_map(|id| world.users.get(id));
    let by_login = call
        .query
        .values("login")
        .filter_map(|login| world.users.by_login(&login.to_ascii_lowercase()));
    let mut users: Vec<&User> = by_id.chain(by_login).collect();
    if !call.query.has("id") && !call.query.has("login") {
        users.extend(own.and_then(|id| world.users.get(id.as_str())));
    }
    let mut seen = BTreeSet::new();
    users.retain(|user| user.is_active() && seen.insert(&user.id));
    let data: Vec<Value> = users
        .into_iter()
        .map(|user| {
            let may_see_email =
                own == Some(&user.id) && call.caller.scopes.contains("user:read:email");
            let mut profile = profile(user, &picture::url(places, &user.id));
            if may_see_email {
                profile["email"] = json!(user.email);
            }
            profile
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn profile(user: &User, picture: &str) -> Value {
    let broadcaster_type = match user.broadcaster_type {
        BroadcasterType::Normal => "",
        BroadcasterType::Affiliate => "affiliate",
        BroadcasterType::Partner => "partner",
    };
    json!({
        "id": user.id,
        "login": user.login,
        "display_name": user.display_name,
        "type": "",
        "broadcaster_type": broadcaster_type,
        "description": user.description,
        "profile_image_url": picture,
        "offline_image_url": "",
        "view_count": 0,
        "created_at": user.created_at,
    })
}
