//! What stands under the heading Conduits. They are kept and told; nothing is brought through them.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::event_subscription::Conduit;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_conduits" => Ok(get_conduits(floor.world, call)),
        "create_conduits" => create_conduits(floor.world, call),
        "update_conduits" => update_conduits(floor.world, call),
        "delete_conduit" => delete_conduit(floor.world, call),
        "get_conduit_shards" => get_conduit_shards(floor.world, call),
        "update_conduit_shards" => update_conduit_shards(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Conduits: all of the application.
fn get_conduits(world: &World, call: &Call<'_>) -> Reply {
    let data: Vec<Value> = own(world, call).map(told).collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Create Conduits: no more than five.
fn create_conduits(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    if own(world, call).count() >= MOST_CONDUITS {
        let message = "the application has as many conduits as it may have";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
    }
    let conduit = Conduit {
        id: world.random_uuid(),
        client: call.caller.client.clone(),
        shard_count: shard_count(call),
        callbacks: [].into(),
    };
    let told = told(&conduit);
    world.event_records.conduits.push(conduit);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Update Conduits: fewer shards means that the last ones are gone.
fn update_conduits(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let conduit = find(world, call, call.body_text("id"))?;
    conduit.shard_count = shard_count(call);
    let count = conduit.shard_count;
    conduit.callbacks.retain(|shard, _| *shard < count);
    let told = told(conduit);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Delete Conduit: its subscriptions stay for a while, without a way to come.
fn delete_conduit(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("id").unwrap_or_default();
    let id = find(world, call, id)?.id.clone();
    let records = &mut world.event_records;
    records.conduits.retain(|conduit| conduit.id != id);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Get Conduit Shards: those that were given a transport.
fn get_conduit_shards(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("conduit_id").unwrap_or_default();
    let conduit = find(world, call, id)?;
    let status = call.query.value("status");
    let items = conduit
        .callbacks
        .iter()
        .filter(|_| status.is_none_or(|status| status == PENDING))
        .map(|(shard, callback)| Item {
            key: format!("{shard:010}"),
            element: told_shard(*shard, callback),
        });
    let page = cursor::page(call, items.collect())?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Update Conduit Shards: those that can be are, and the others are told with their reasons.
fn update_conduit_shards(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let conduit = find(world, call, call.body_text("conduit_id"))?;
    let (mut data, mut errors) = (Vec::new(), Vec::new());
    let shards = call.field("shards").and_then(Value::as_array);
    for shard in shards.into_iter().flatten() {
        match change(conduit, shard) {
            Ok(told) => data.push(told),
            Err(message) => errors.push(json!({
                "id": shard["id"],
                "message": message,
                "code": "invalid_parameter",
            })),
        }
    }
    let body = json!({ "data": data, "errors": errors });
    Ok(reply::json(StatusCode::ACCEPTED, &body))
}

fn change(conduit: &mut Conduit, shard: &Value) -> Result<Value, &'static str> {
    let number = shard["id"].as_str().and_then(|id| id.parse().ok());
    let number = number
        .filter(|number: &u32| *number < conduit.shard_count)
        .ok_or("The shard id is outside the conduit's range")?;
    let transport = &shard["transport"];
    if transport["method"] != "webhook" {
        return Err("websocket transport session does not exist or has already disconnected");
    }
    let callback = transport["callback"]
        .as_str()
        .filter(|callback| callback.starts_with("https://"))
        .ok_or("The callback must be an HTTPS address")?;
    if transport["secret"].as_str().is_none() {
        return Err("The secret is missing");
    }
    conduit.callbacks.insert(number, callback.to_owned());
    Ok(told_shard(number, callback))
}

fn own<'a>(world: &'a World, call: &Call<'_>) -> impl Iterator<Item = &'a Conduit> {
    let client = call.caller.client.clone();
    let conduits = world.event_records.conduits.iter();
    conduits.filter(move |conduit| conduit.client == client)
}

fn find<'a>(world: &'a mut World, call: &Call<'_>, id: &str) -> Result<&'a mut Conduit, Refusal> {
    let conduit = world.event_records.conduit(&call.caller.client, id);
    conduit.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "conduit not found"))
}

fn shard_count(call: &Call<'_>) -> u32 {
    let count = call.field("shard_count").and_then(Value::as_u64);
    count
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(1)
}

fn told(conduit: &Conduit) -> Value {
    json!({ "id": conduit.id, "shard_count": conduit.shard_count })
}

fn told_shard(shard: u32, callback: &str) -> Value {
    json!({
        "id": shard.to_string(),
        "status": PENDING,
        "transport": { "method": "webhook", "callback": callback },
    })
}

const MOST_CONDUITS: usize = 5;

/// Nobody calls back, so nothing is ever confirmed.
const PENDING: &str = "webhook_callback_verification_pending";
