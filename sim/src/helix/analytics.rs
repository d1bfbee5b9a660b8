//! What stands under the heading Analytics. The reports are named and well-formed, but there is nothing behind their links.

use http::StatusCode;
use serde_json::{Value, json};
use types::Timestamp;

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::world::World;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (world, places) = (&*floor.world, floor.places);
    match call.endpoint.id {
        "get_extension_analytics" => reports(world, places, call, "extension_id"),
        "get_game_analytics" => reports(world, places, call, "game_id"),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// The reports of whatever belongs to the caller: the broadcaster that clients are shown made every extension, and the category streamed there.
fn reports(world: &World, places: &Places, call: &Call<'_>, name: &str) -> Result<Reply, Refusal> {
    let asked = call.query.value(name);
    let ids: Vec<&str> = owned(world, call, name)
        .into_iter()
        .filter(|id| asked.is_none_or(|asked| asked == *id))
        .collect();
    if asked.is_some() && ids.is_empty() {
        let message = format!("The ID in {name} was not found.");
        return Err(Refusal::new(StatusCode::NOT_FOUND, message));
    }
    let (from, to) = range(world, call);
    let items: Vec<Item<Value>> = ids
        .iter()
        .map(|id| Item {
            key: (*id).to_owned(),
            element: json!({
                name: id,
                "URL": format!("{}/sim/report/{id}.csv", places.origin()),
                "type": "overview_v2",
                "date_range": { "started_at": from, "ended_at": to },
            }),
        })
        .collect();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

fn owned<'a>(world: &'a World, call: &Call<'_>, name: &str) -> Vec<&'a str> {
    if call.caller.user.as_ref() != Some(&world.cast.broadcaster) {
        return Vec::new();
    }
    if name == "extension_id" {
        let clients = world.clients.values();
        let extensions = clients.filter(|client| client.secret.is_some());
        return extensions.map(|client| client.id.as_str()).collect();
    }
    let channel = world.channels.get(&world.cast.broadcaster);
    let game = channel.map(|channel| channel.game_id.as_str());
    game.into_iter().filter(|id| !id.is_empty()).collect()
}

/// The days asked for, or the last ninety.
fn range(world: &World, call: &Call<'_>) -> (Timestamp, Timestamp) {
    let moment = |name: &str| -> Option<Timestamp> { call.query.value(name)?.parse().ok() };
    let now = world.now.as_unix_millis();
    let today = now - now.rem_euclid(DAY_MILLIS);
    let usual = (
        Timestamp::from_unix_millis(today - 90 * DAY_MILLIS),
        Timestamp::from_unix_millis(today),
    );
    moment("started_at")
        .zip(moment("ended_at"))
        .unwrap_or(usual)
}

const DAY_MILLIS: i64 = 86_400_000;
