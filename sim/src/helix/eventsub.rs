//! What stands under the heading EventSub: subscriptions as records, with every check that making one goes through. Nothing is delivered.

mod authorization;

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};
use spec::EventType;
use types::UserId;

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::event_subscription::{EventSubscription, EventTransport};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "create_eventsub_subscription" => create_eventsub_subscription(floor.world, call),
        "delete_eventsub_subscription" => delete_eventsub_subscription(floor.world, call),
        "get_eventsub_subscriptions" => get_eventsub_subscriptions(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Create EventSub Subscription: known, complete, brought somewhere, authorized, new, and within the cost.
fn create_eventsub_subscription(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (name, version) = (call.body_text("type"), call.body_text("version"));
    let event_type = spec::event_type(name, version)
        .ok_or_else(|| Refusal::bad_request("invalid subscription type and version"))?;
    let condition = condition(world, call, event_type)?;
    let transport = transport(world, call, event_type)?;
    if !authorization::is_given(world, (&call.caller.client, event_type), &condition) {
        let message = "subscription missing proper authorization";
        return Err(Refusal::forbidden(message));
    }
    let cost = authorization::cost(world, (&call.caller.client, event_type), &condition);
    let wanted = EventSubscription {
        id: world.random_uuid(),
        client: call.caller.client.clone(),
        user: call.caller.user.clone(),
        event_type,
        condition,
        transport,
        created_at: world.now,
        cost,
    };
    let others: Vec<&EventSubscription> = own(world, call).collect();
    refuse_twins(&wanted, &others)?;
    let total_cost = others.iter().map(|other| other.cost).sum::<u32>() + cost;
    if total_cost > MOST_COST {
        let message = "the total cost of the subscriptions would exceed the maximum";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
    }
    let body = json!({
        "data": [told(world, &wanted)],
        "total": others.len() + 1,
        "total_cost": total_cost,
        "max_total_cost": MOST_COST,
    });
    world.event_records.subscriptions.push(wanted);
    Ok(reply::json(StatusCode::ACCEPTED, &body))
}

/// Delete EventSub Subscription: one of the own.
fn delete_eventsub_subscription(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("id").unwrap_or_default();
    if !own(world, call).any(|subscription| subscription.id == id) {
        let message = "subscription not found";
        return Err(Refusal::new(StatusCode::NOT_FOUND, message));
    }
    let subscriptions = &mut world.event_records.subscriptions;
    subscriptions.retain(|subscription| subscription.id != id);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Get EventSub Subscriptions: the own, with what has become of them.
fn get_eventsub_subscriptions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let total_cost: u32 = own(world, call).map(|subscription| subscription.cost).sum();
    let found: Vec<Item<Value>> = own(world, call)
        .zip(0_u32..)
        .filter(|(subscription, _)| is_wanted(world, call, subscription))
        .map(|(subscription, position)| Item {
            key: format!("{} {position:010}", subscription.created_at),
            element: told(world, subscription),
        })
        .collect();
    let total = found.len();
    let page = cursor::page(call, found)?;
    let body = json!({
        "data": page.elements,
        "total": total,
        "total_cost": total_cost,
        "max_total_cost": MOST_COST,
        "pagination": page.pagination,
    });
    Ok(reply::json(StatusCode::OK, &body))
}

fn is_wanted(world: &World, call: &Call<'_>, subscription: &EventSubscription) -> bool {
    let is = |name: &str, holds: &dyn Fn(&str) -> bool| {
        let wanted = call.query.value(name);
        wanted.is_none_or(holds)
    };
    is("status", &|wanted| status(world, subscription) == wanted)
        && is("type", &|wanted| subscription.event_type.name == wanted)
        && is("subscription_id", &|wanted| subscription.id == wanted)
        && is("user_id", &|wanted| {
            let mut values = subscription.condition.values();
            values.any(|value| value == wanted)
        })
        && is(
            "conduit_id",
            &|wanted| matches!(&subscription.transport, EventTransport::Conduit { id } if id == wanted),
        )
}

/// The condition, if everything is there that the event type asks for, and everybody named exists.
fn condition(
    world: &World,
    call: &Call<'_>,
    event_type: &EventType,
) -> Result<BTreeMap<String, String>, Refusal> {
    let given = call.field("condition").and_then(Value::as_object);
    let condition: BTreeMap<String, String> = given
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    for field in event_type.condition {
        if field.required && !condition.contains_key(field.name) {
            let message = format!("condition is missing {}", field.name);
            return Err(Refusal::bad_request(message));
        }
    }
    for (name, value) in &condition {
        if !event_type.condition.iter().any(|field| field.name == name) {
            let message = format!("condition has an unknown field {name}");
            return Err(Refusal::bad_request(message));
        }
        if name.ends_with("user_id") && world.users.get(value).is_none() {
            let message = format!("the user in {name} does not exist");
            return Err(Refusal::bad_request(message));
        }
    }
    Ok(condition)
}

fn transport(
    world: &World,
    call: &Call<'_>,
    event_type: &EventType,
) -> Result<EventTransport, Refusal> {
    let is_batching = call.field("is_batching_enabled") == Some(&Value::Bool(true));
    if event_type.batched != is_batching {
        let message = "is_batching_enabled must be true for batched types, and only for them";
        return Err(Refusal::bad_request(message));
    }
    match call.body_text("transport.method") {
        "conduit" => {
            let id = call.body_text("transport.conduit_id");
            if !world.event_records.has_conduit(&call.caller.client, id) {
                return Err(Refusal::bad_request("conduit does not exist"));
            }
            Ok(EventTransport::Conduit { id: id.to_owned() })
        }
        "webhook" => {
            let callback = call.body_text("transport.callback");
            if !callback.starts_with("https://") {
                let message = "the callback must be an HTTPS address that uses port 443";
                return Err(Refusal::bad_request(message));
            }
            if call.body_text("transport.secret").is_empty() {
                return Err(Refusal::missing("transport.secret"));
            }
            let callback = callback.to_owned();
            Ok(EventTransport::Webhook { callback })
        }
        // There are no sessions, because EventSub itself is not played.
        _ => Err(Refusal::bad_request(
            "websocket transport session does not exist or has already disconnected",
        )),
    }
}

/// The same to the same place is there once, and the same to different places three times.
fn refuse_twins(wanted: &EventSubscription, others: &[&EventSubscription]) -> Result<(), Refusal> {
    let twins: Vec<&&EventSubscription> = others
        .iter()
        .filter(|other| {
            other.event_type == wanted.event_type && other.condition == wanted.condition
        })
        .collect();
    if twins.iter().any(|twin| twin.transport == wanted.transport) {
        let message = "subscription already exists";
        return Err(Refusal::new(StatusCode::CONFLICT, message));
    }
    if twins.len() >= MOST_TWINS {
        let message = "maximum subscriptions with type and condition exceeded";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
    }
    Ok(())
}

/// What a token may see: an app token those of app tokens, a user token those that it made.
fn own<'a>(world: &'a World, call: &Call<'_>) -> impl Iterator<Item = &'a EventSubscription> {
    let (client, user) = (call.caller.client.clone(), call.caller.user.clone());
    let subscriptions = world.event_records.subscriptions.iter();
    subscriptions.filter(move |one| one.client == client && one.user == user)
}

fn status(world: &World, subscription: &EventSubscription) -> &'static str {
    let mut named = subscription
        .condition
        .iter()
        .filter(|(name, _)| name.ends_with("user_id"));
    if named.any(|(_, id)| !world.is_active(&UserId::new(id.as_str()))) {
        return "user_removed";
    }
    let claim = (&subscription.client, subscription.event_type);
    if !authorization::is_given(world, claim, &subscription.condition) {
        return "authorization_revoked";
    }
    match subscription.transport {
        EventTransport::Webhook { .. } => "webhook_callback_verification_pending",
        EventTransport::Conduit { .. } => "enabled",
    }
}

fn told(world: &World, subscription: &EventSubscription) -> Value {
    let transport = match &subscription.transport {
        EventTransport::Webhook { callback } => {
            json!({ "method": "webhook", "callback": callback })
        }
        EventTransport::Conduit { id } => json!({ "method": "conduit", "conduit_id": id }),
    };
    json!({
        "id": subscription.id,
        "status": status(world, subscription),
        "type": subscription.event_type.name,
        "version": subscription.event_type.version,
        "condition": subscription.condition,
        "created_at": subscription.created_at,
        "transport": transport,
        "cost": subscription.cost,
    })
}

/// What the subscriptions of app tokens may cost together.
const MOST_COST: u32 = 10_000;

const MOST_TWINS: usize = 3;
