//! What stands under the heading Games.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::chat::Chat;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category::{self, Category};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_top_games" => get_top_games(floor.world, floor.chat, call),
        "get_games" => Ok(get_games(call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Top Games: all categories, those with most viewers first.
fn get_top_games(world: &World, chat: &Chat, call: &Call<'_>) -> Result<Reply, Refusal> {
    let viewers = |category: &Category| -> usize {
        world
            .channels
            .values()
            .filter(|channel| channel.live_since.is_some() && channel.game_id == category.id)
            // A channel that nobody watches still counts for its category.
            .map(|channel| 1 + chat.present(&channel.broadcaster).len())
            .sum()
    };
    let items = category::ALL.iter().map(|category| Item {
        key: format!(
            "{:012} {}",
            u32::MAX as usize - viewers(category),
            category.id
        ),
        element: told(category),
    });
    let mut items: Vec<Item<Value>> = items.collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Get Games: by id, by the whole name, or by the number of the games database; what is unknown is left out.
fn get_games(call: &Call<'_>) -> Reply {
    let query = call.query;
    let data: Vec<Value> = category::ALL
        .iter()
        .filter(|category| {
            query.values("id").any(|id| id == category.id)
                || query
                    .values("name")
                    .any(|name| name.eq_ignore_ascii_case(category.name))
                || query
                    .values("igdb_id")
                    .any(|id| !id.is_empty() && id == category.igdb_id)
        })
        .map(told)
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

fn told(category: &Category) -> Value {
    json!({
        "id": category.id,
        "name": category.name,
        "box_art_url": format!("{BOX_ART}/{}-{{width}}x{{height}}.jpg", category.id),
        "igdb_id": category.igdb_id,
    })
}

/// Where Twitch keeps the pictures of categories; nothing is fetched from there.
const BOX_ART: &str = "https://static-cdn.jtvnw.net/ttv-boxart";
