//! What was bought in extensions. Extensions do not run here, so an application that asks is told a few purchases of viewers that never change.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::Timestamp;

use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Get Extension Transactions: the newest first, or those asked for.
pub(super) fn get_extension_transactions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let extension = call.query.value("extension_id").unwrap_or_default();
    if extension != call.caller.client.as_str() {
        let message = "The ID in extension_id must match the client ID in the access token.";
        return Err(Refusal::unauthorized(message));
    }
    let asked: Vec<&str> = call.query.values("id").collect();
    let mut items = transactions(world, extension);
    items.retain(|item| {
        let id = item.element["id"].as_str().unwrap_or_default();
        asked.is_empty() || asked.contains(&id)
    });
    if !asked.is_empty() && items.len() < asked.len() {
        let message = "One or more of the transaction IDs was not found.";
        return Err(Refusal::not_found(message));
    }
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// What the first followers bought, an hour after they began to follow.
fn transactions(world: &World, extension: &str) -> Vec<Item<Value>> {
    let owner = world.users.get(world.cast.broadcaster.as_str());
    let channel = world.channels.get(&world.cast.broadcaster);
    let followers = channel.into_iter().flat_map(|channel| &channel.followers);
    let buyers = followers.take(BUYERS).filter_map(|(user, since)| {
        let user = world.users.get(user.as_str())?;
        Some((owner?, user, since.plus(AN_HOUR)))
    });
    let mut items: Vec<Item<Value>> = buyers
        .map(|(owner, user, at)| Item {
            key: newest_first(at, user.id.as_str()),
            element: json!({
                "id": format!("{:08}-0000-4000-8000-{:0>12}", at.as_unix_millis() / 60_000, user.id.as_str()),
                "timestamp": at,
                "broadcaster_id": owner.id,
                "broadcaster_login": owner.login,
                "broadcaster_name": owner.display_name,
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "product_type": "BITS_IN_EXTENSION",
                "product_data": {
                    "domain": format!("twitch.ext.{extension}"),
                    "sku": "lantern100",
                    "cost": { "amount": 100, "type": "bits" },
                    "inDevelopment": false,
                    "displayName": "A lantern on the map",
                    "expiration": "",
                    "broadcast": false,
                },
            }),
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    items
}

fn newest_first(at: Timestamp, user: &str) -> String {
    format!("{:020} {user}", i64::MAX - at.as_unix_millis())
}

const BUYERS: usize = 5;
const AN_HOUR: Duration = Duration::from_secs(60 * 60);
