//! What stands under the heading Users.

mod blocks;
mod extensions;

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::floor::Floor;
use super::person;
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
        "update_user" => update_user(floor.world, floor.places, call),
        "get_authorization_by_user" => Ok(get_authorization_by_user(floor.world, call)),
        "get_user_block_list" => blocks::get_user_block_list(floor.world, call),
        "block_user" => blocks::block_user(floor.world, call),
        "unblock_user" => blocks::unblock_user(floor.world, call),
        "get_user_extensions" => extensions::get_user_extensions(floor.world, call),
        "get_user_active_extensions" => extensions::get_user_active_extensions(floor.world, call),
        "update_user_extensions" => extensions::update_user_extensions(floor.world, call),
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
        .map(|user| profile(user, places, call))
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Update User: what stands on the profile; without a text it stays, with an empty one it is gone.
fn update_user(world: &mut World, places: &Places, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = person::own(call)?;
    let description = call.query.values("description").next();
    if let Some(description) = description {
        world.users.set_description(&user, description);
    }
    let user = world.users.get(user.as_str());
    let data: Vec<Value> = user
        .map(|user| profile(user, places, call))
        .into_iter()
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Get Authorization By User: what each of them granted to this application, whether a token still lives or not.
fn get_authorization_by_user(world: &World, call: &Call<'_>) -> Reply {
    let mut seen = BTreeSet::new();
    let asked = call.query.values("user_id");
    let users = asked.filter_map(|id| world.users.get(id));
    let data: Vec<Value> = users
        .filter(|user| user.is_active() && seen.insert(&user.id))
        .map(|user| {
            let key = (user.id.clone(), call.caller.client.clone());
            let granted = world.tokens.grants.get(&key);
            let scopes: Vec<String> = granted
                .into_iter()
                .flat_map(|scopes| scopes.iter().map(ToString::to_string))
                .collect();
            json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "scopes": scopes,
                "has_authorized": granted.is_some(),
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// A user as others see them, and with the address for themselves if the token may show it.
fn profile(user: &User, places: &Places, call: &Call<'_>) -> Value {
    let is_own = call.caller.user.as_ref() == Some(&user.id);
    let mut told = public(user, &picture::url(places, &user.id));
    if is_own && call.caller.scopes.contains("user:read:email") {
        told["email"] = json!(user.email);
    }
    told
}

fn public(user: &User, picture: &str) -> Value {
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
