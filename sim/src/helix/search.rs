//! What stands under the heading Search. A name is found by any part of it, whatever its capitals.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::picture;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "search_categories" => search_categories(call),
        "search_channels" => search_channels(floor.world, floor.places, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Search Categories: the more of the name was given, the further ahead.
fn search_categories(call: &Call<'_>) -> Result<Reply, Refusal> {
    let items = category::ALL.iter().filter_map(|category| {
        let rank = rank(call, &[category.name])?;
        Some(Item {
            key: format!("{rank:05} {}", category.id),
            element: json!({
                "id": category.id,
                "name": category.name,
                "box_art_url": format!("{BOX_ART}/{}-52x72.jpg", category.id),
            }),
        })
    });
    let items: Vec<Item<Value>> = items.collect();
    // Where nothing is found, Twitch answers null and not an empty list.
    if items.is_empty() {
        let body = json!({ "data": null, "pagination": {} });
        return Ok(reply::json(StatusCode::OK, &body));
    }
    paged(call, items)
}

/// Search Channels: by login or display name; only those who stream at times, which is everybody here.
fn search_channels(world: &World, places: &Places, call: &Call<'_>) -> Result<Reply, Refusal> {
    let is_live_only = call.query.value("live_only") == Some("true");
    let channels = world.channels.values();
    let items = channels
        .filter(|channel| !is_live_only || channel.live_since.is_some())
        .filter_map(|channel| {
            let owner = world.users.get(channel.broadcaster.as_str())?;
            let rank = rank(call, &[owner.login.as_str(), &owner.display_name])?;
            let since = channel.live_since.map(|since| since.to_string());
            let element = json!({
                "broadcaster_language": channel.language,
                "broadcaster_login": owner.login,
                "display_name": owner.display_name,
                "game_id": channel.game_id,
                "game_name": channel.game_name,
                "id": owner.id,
                "is_live": channel.live_since.is_some(),
                "tag_ids": [],
                "tags": channel.tags,
                "thumbnail_url": picture::url(places, &owner.id),
                "title": channel.title,
                "started_at": since.unwrap_or_default(),
            });
            let key = format!("{rank:05} {}", owner.id);
            owner.is_active().then_some(Item { key, element })
        });
    paged(call, items.collect())
}

fn paged(call: &Call<'_>, mut items: Vec<Item<Value>>) -> Result<Reply, Refusal> {
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// How much of the best name was not asked for; none if no name holds what was asked.
fn rank(call: &Call<'_>, names: &[&str]) -> Option<usize> {
    let wanted = call.query.value("query").unwrap_or_default().to_lowercase();
    let matching = names
        .iter()
        .map(|name| name.to_lowercase())
        .filter(|name| name.contains(&wanted));
    matching
        .map(|name| name.chars().count().saturating_sub(wanted.chars().count()))
        .min()
}

/// Where Twitch keeps the pictures of categories; nothing is fetched from there.
const BOX_ART: &str = "https://static-cdn.jtvnw.net/ttv-boxart";
