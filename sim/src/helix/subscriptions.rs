//! What stands under the heading Subscriptions.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::{Value, json};

use super::broadcaster;
use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::Subscription;
use crate::world::user::{BroadcasterType, User};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "check_user_subscription" => check_user_subscription(floor.world, call),
        "get_broadcaster_subscriptions" => get_broadcaster_subscriptions(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Broadcaster Subscriptions: everybody who subscribed, or those among them who were asked for.
///
/// Whoever can have subscribers stands on the own list, with the dearest tier and without points.
fn get_broadcaster_subscriptions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let asked: BTreeSet<&str> = call.query.values("user_id").collect();
    let given = world.channels.get(&owner.id);
    let given = given.into_iter().flat_map(|channel| &channel.subscribers);
    let own = Subscription {
        tier: "3000".to_owned(),
        months: 1,
        gifter: None,
    };
    let can_have_some = owner.broadcaster_type != BroadcasterType::Normal;
    let own = can_have_some.then_some((&owner.id, &own));
    let points: u64 = given.clone().map(|(_, given)| given.points()).sum();
    let mut items: Vec<Item<Value>> = given
        .chain(own)
        .filter_map(|(user, subscription)| {
            let user = world.users.get(user.as_str())?;
            let element = told(world, (owner, user), subscription);
            let key = user.id.to_string();
            Some(Item { key, element })
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let total = items.len();
    items.retain(|item| asked.is_empty() || asked.contains(item.key.as_str()));
    let page = cursor::page(call, items)?;
    let body = json!({
        "data": page.elements,
        "pagination": page.pagination,
        "total": total,
        "points": points,
    });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Check User Subscription: the subscription, or 404.
fn check_user_subscription(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let user = call.query.value("user_id").unwrap_or_default();
    let (Some(owner), Some(user), Some(channel)) = (
        world.users.get(id),
        world.users.get(user),
        world.channels.get(id),
    ) else {
        let message = "The ID in broadcaster_id or user_id was not found.";
        return Err(Refusal::bad_request(message));
    };
    let Some(subscription) = channel.subscribers.get(&user.id) else {
        let message = format!("{} has no subscription to {}", user.login, owner.login);
        return Err(Refusal::not_found(message));
    };
    let mut told = json!({
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        "is_gift": subscription.gifter.is_some(),
        "tier": subscription.tier,
    });
    if let Some(gifter) = gifter(world, subscription) {
        told["gifter_id"] = json!(gifter.id);
        told["gifter_login"] = json!(gifter.login);
        told["gifter_name"] = json!(gifter.display_name);
    }
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

fn told(world: &World, (owner, user): (&User, &User), subscription: &Subscription) -> Value {
    let gifter = gifter(world, subscription);
    let plan = match subscription.tier.as_str() {
        "3000" => ": Tier 3",
        "2000" => ": Tier 2",
        _ => "",
    };
    json!({
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        // Here nobody is an empty text; in Check User Subscription the fields are missing.
        "gifter_id": gifter.map(|user| user.id.as_str()).unwrap_or_default(),
        "gifter_login": gifter.map(|user| user.login.as_str()).unwrap_or_default(),
        "gifter_name": gifter.map(|user| user.display_name.as_str()).unwrap_or_default(),
        "is_gift": gifter.is_some(),
        "plan_name": format!("Channel Subscription ({}){plan}", owner.login),
        "tier": subscription.tier,
        "user_id": user.id,
        "user_name": user.display_name,
        "user_login": user.login,
    })
}

fn gifter<'a>(world: &'a World, subscription: &Subscription) -> Option<&'a User> {
    let gifter = subscription.gifter.as_ref()?;
    world.users.get(gifter.as_str())
}
