//! What stands under the heading Streams.

mod markers;

use http::StatusCode;
use serde_json::{Value, json};
use types::Timestamp;

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::chat::Chat;
use crate::reply::{self, Reply};
use crate::request::Parameters;
use crate::world::World;
use crate::world::channel::Channel;
use crate::world::user::User;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_stream_key" => Ok(get_stream_key(floor.world, call)),
        "get_streams" => get_streams(floor.world, floor.chat, call),
        "get_followed_streams" => get_followed_streams(floor.world, floor.chat, call),
        "create_stream_marker" => markers::create_stream_marker(floor.world, call),
        "get_stream_markers" => markers::get_stream_markers(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Stream Key: the same one for ever.
fn get_stream_key(world: &mut World, call: &Call<'_>) -> Reply {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let owner = types::UserId::new(id);
    let known = world.stream_keys.get(&owner).cloned();
    let key = known.unwrap_or_else(|| format!("live_{id}_{}", world.random_text(30)));
    world.stream_keys.insert(owner, key.clone());
    reply::json(StatusCode::OK, &json!({ "data": [{ "stream_key": key }] }))
}

/// Get Streams: channels that are live, those with most viewers first.
fn get_streams(world: &World, chat: &Chat, call: &Call<'_>) -> Result<Reply, Refusal> {
    paged(world, chat, call, |channel, owner| {
        is_wanted(call.query, channel, owner)
    })
}

/// Get Followed Streams: of all the channels that somebody follows.
fn get_followed_streams(world: &World, chat: &Chat, call: &Call<'_>) -> Result<Reply, Refusal> {
    let follower = call.query.value("user_id").unwrap_or_default();
    paged(world, chat, call, |channel, _owner| {
        channel.followers.contains_key(follower)
    })
}

fn paged(
    world: &World,
    chat: &Chat,
    call: &Call<'_>,
    is_wanted: impl Fn(&Channel, &User) -> bool,
) -> Result<Reply, Refusal> {
    let mut items: Vec<Item<Value>> = world
        .channels
        .values()
        .filter_map(|channel| {
            let owner = world.users.get(channel.broadcaster.as_str())?;
            let since = channel.live_since.filter(|_| owner.is_active())?;
            // Whoever is in chat also watches; people who only watch are nobody here.
            let viewers = chat.present(&channel.broadcaster).len();
            is_wanted(channel, owner).then(|| item(channel, owner, since, viewers))
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

fn item(channel: &Channel, owner: &User, since: Timestamp, viewers: usize) -> Item<Value> {
    Item {
        key: format!("{:012} {}", u32::MAX as usize - viewers, owner.id),
        element: json!({
            "id": channel.stream_id(),
            "user_id": owner.id,
            "user_login": owner.login,
            "user_name": owner.display_name,
            "game_id": channel.game_id,
            "game_name": channel.game_name,
            "type": "live",
            "title": channel.title,
            "tags": channel.tags,
            "viewer_count": viewers,
            "started_at": since,
            "language": channel.language,
            "thumbnail_url": format!("{PREVIEWS}/live_user_{}-{{width}}x{{height}}.jpg", owner.login),
            "tag_ids": [],
            "is_mature": false,
        }),
    }
}

fn is_wanted(query: &Parameters, channel: &Channel, owner: &User) -> bool {
    let is_any = |name: &str, value: &str| {
        !query.has(name) || query.values(name).any(|wanted| wanted == value)
    };
    // By id and by login together widen the choice, as they do in Get Users.
    let is_named = query.values("user_id").any(|id| id == owner.id.as_str())
        || query
            .values("user_login")
            .any(|login| login.eq_ignore_ascii_case(owner.login.as_str()));
    let names_nobody = !query.has("user_id") && !query.has("user_login");
    (is_named || names_nobody)
        && is_any("game_id", &channel.game_id)
        && is_any("language", &channel.language)
}

/// Where Twitch keeps the pictures of streams; nothing is fetched from there.
const PREVIEWS: &str = "https://static-cdn.jtvnw.net/previews-ttv";
