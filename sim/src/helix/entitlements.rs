//! What stands under the heading Entitlements. Every application belongs to the organization that gives the Drops.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::entitlement::Entitlement;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_drops_entitlements" => get_drops_entitlements(floor.world, call),
        "update_drops_entitlements" => Ok(update_drops_entitlements(floor.world, call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Drops Entitlements: with a user token one's own, with an app token everybody's.
fn get_drops_entitlements(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = call.query;
    let caller = call.caller.user.as_ref();
    let is = |name: &str, value: &str| query.value(name).is_none_or(|wanted| wanted == value);
    let items = world
        .entitlements
        .iter()
        .filter(|one| {
            caller.is_none_or(|caller| one.user == *caller)
                && is("user_id", one.user.as_str())
                && is("game_id", &one.game_id)
                && is("fulfillment_status", status(one.is_fulfilled))
                && (!query.has("id") || query.values("id").any(|id| id == one.id))
        })
        .map(|one| Item {
            key: one.id.clone(),
            element: told(one),
        });
    let mut items: Vec<Item<Value>> = items.collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Update Drops Entitlements: what became of each is told in groups.
fn update_drops_entitlements(world: &mut World, call: &Call<'_>) -> Reply {
    let is_fulfilled = call.body_text("fulfillment_status") == "FULFILLED";
    let ids = call.field("entitlement_ids").and_then(Value::as_array);
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for id in ids.into_iter().flatten().filter_map(Value::as_str) {
        let outcome = update(world, call, (id, is_fulfilled));
        groups.entry(outcome).or_default().push(id);
    }
    let data: Vec<Value> = groups
        .into_iter()
        .map(|(status, ids)| json!({ "status": status, "ids": ids }))
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn update(world: &mut World, call: &Call<'_>, (id, is_fulfilled): (&str, bool)) -> &'static str {
    let now = world.now;
    let mut all = world.entitlements.iter_mut();
    let Some(one) = all.find(|one| one.id == id) else {
        return if is_uuid(id) {
            "NOT_FOUND"
        } else {
            "INVALID_ID"
        };
    };
    let caller = call.caller.user.as_ref();
    if caller.is_some_and(|caller| one.user != *caller) {
        return "UNAUTHORIZED";
    }
    one.is_fulfilled = is_fulfilled;
    one.updated_at = now;
    "SUCCESS"
}

fn is_uuid(id: &str) -> bool {
    let lengths = id.split('-').map(str::len);
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths.eq([8, 4, 4, 4, 12]) && id.split('-').all(is_hex)
}

fn told(one: &Entitlement) -> Value {
    json!({
        "id": one.id,
        "benefit_id": one.benefit_id,
        "timestamp": one.earned_at,
        "user_id": one.user,
        "game_id": one.game_id,
        "fulfillment_status": status(one.is_fulfilled),
        "last_updated": one.updated_at,
    })
}

fn status(is_fulfilled: bool) -> &'static str {
    if is_fulfilled { "FULFILLED" } else { "CLAIMED" }
}
