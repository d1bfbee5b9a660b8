//! The extensions on somebody's channel page: what is installed, and what is active in which place. They do nothing.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::social::{Extension, INSTALLED, Placed, Slot};

/// Get User Extensions: all that are installed, or only the active ones for a token that may not change them.
pub(super) fn get_user_extensions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::own(call)?;
    let active = world.social.extensions.get(&owner);
    let is_active = |extension: &Extension| {
        active.is_some_and(|active| active.values().any(|placed| placed.id == extension.id))
    };
    let may_change = call.caller.scopes.contains("user:edit:broadcast");
    let data: Vec<Value> = INSTALLED
        .iter()
        .filter(|extension| may_change || is_active(extension))
        .map(|extension| {
            json!({
                "id": extension.id,
                "version": extension.version,
                "name": extension.name,
                "can_activate": true,
                "type": extension.kinds,
            })
        })
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Get User Active Extensions: of anybody, or of the token's user.
pub(super) fn get_user_active_extensions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = match call.query.value("user_id") {
        Some(_) => person::known(world, call, "user_id")?.id.clone(),
        None => person::own(call)?,
    };
    Ok(told(world, &owner))
}

/// Update User Extensions: places that are not named stay as they are.
pub(super) fn update_user_extensions(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::own(call)?;
    let mut places = world.social.extensions.get(&owner).cloned();
    let places = places.get_or_insert_default();
    for (kind, count) in PLACES {
        let wanted = call.field(&format!("data.{kind}"));
        for (number, wish) in wanted.and_then(Value::as_object).into_iter().flatten() {
            if number
                .parse()
                .is_ok_and(|number| (1..=count).contains(&number))
            {
                let place = (kind.to_owned(), number.clone());
                fill(places, place, wish)?;
            } else {
                let problem = format!("there are {count} places for this kind");
                return Err(Refusal::malformed(&format!("{kind}.{number}"), problem));
            }
        }
    }
    let places = std::mem::take(places);
    world.social.extensions.insert(owner.clone(), places);
    Ok(told(world, &owner))
}

fn fill(places: &mut BTreeMap<Slot, Placed>, place: Slot, wish: &Value) -> Result<(), Refusal> {
    places.remove(&place);
    if wish["active"] != true {
        return Ok(());
    }
    let (id, version) = (wish["id"].as_str(), wish["version"].as_str());
    let extension = INSTALLED
        .iter()
        .find(|extension| Some(extension.id) == id && Some(extension.version) == version);
    let Some(extension) = extension else {
        return Err(Refusal::not_found("The extension is not installed."));
    };
    if !extension.kinds.contains(&place.0.as_str()) {
        let message = "The extension cannot be activated in this kind of place.";
        return Err(Refusal::bad_request(message));
    }
    if places.values().any(|placed| placed.id == extension.id) {
        let message = "An extension can be active in one place only.";
        return Err(Refusal::bad_request(message));
    }
    let number = |name: &str| wish[name].as_i64().unwrap_or(0);
    let position = (place.0 == "component").then(|| (number("x"), number("y")));
    let placed = Placed {
        id: extension.id.to_owned(),
        position,
    };
    places.insert(place, placed);
    Ok(())
}

fn told(world: &World, owner: &UserId) -> Reply {
    let active = world.social.extensions.get(owner);
    let mut data = json!({});
    for (kind, count) in PLACES {
        for number in 1..=count {
            let number = number.to_string();
            let placed = active.and_then(|active| active.get(&(kind.to_owned(), number.clone())));
            data[kind][&number] = match placed {
                Some(placed) => filled(placed),
                None => json!({ "active": false }),
            };
        }
    }
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn filled(placed: &Placed) -> Value {
    let extension = INSTALLED.iter().find(|extension| extension.id == placed.id);
    let mut told = json!({
        "active": true,
        "id": placed.id,
        "version": extension.map_or("", |extension| extension.version),
        "name": extension.map_or("", |extension| extension.name),
    });
    if let Some((x, y)) = placed.position {
        told["x"] = json!(x);
        told["y"] = json!(y);
    }
    told
}

/// The kinds of places, and how many there are of each.
const PLACES: [(&str, u32); 3] = [("panel", 3), ("overlay", 1), ("component", 2)];
