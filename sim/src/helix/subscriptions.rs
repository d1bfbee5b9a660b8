//! What stands under the heading Subscriptions.

use http::StatusCode;
use serde_json::json;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "check_user_subscription" => check_user_subscription(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
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
        return Err(Refusal::new(StatusCode::NOT_FOUND, message));
    };
    let told = json!({
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        "is_gift": false,
        "tier": subscription.tier,
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}
