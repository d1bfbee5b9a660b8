//! What stands under the heading Clips.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;
use crate::world::channel::Channel;
use crate::world::library::Clip;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "create_clip" => create_clip(floor.world, call),
        "create_clip_from_vod" => create_clip_from_vod(floor.world, call),
        "get_clips" => get_clips(floor.world, call),
        "get_clips_download" => Ok(get_clips_download(floor.world, call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Create Clip: what was just seen, of a channel that is live.
fn create_clip(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let channel = channel(world, call)?.clone();
    let Some(since) = channel.live_since else {
        return Err(not_found(
            "Clipping is not possible for an offline channel.",
        ));
    };
    let creator = call.caller.user.clone().unwrap_or_else(|| UserId::new(""));
    if channel.ban_of(&creator, world.now).is_some() {
        let message = "The user is banned or timed out in the channel and may not clip it.";
        return Err(Refusal::forbidden(message));
    }
    let length = length(call);
    let begins_at = world.now.since(since).saturating_sub(length);
    let video = world.library.growing(&channel.broadcaster);
    let source = video.map(|video| (video.number, begins_at));
    let title = call.query.value("title");
    let title = title.unwrap_or(&channel.title).to_owned();
    Ok(make(world, &channel, (creator, source, title, length)))
}

/// Create Clip From VOD: the clip ends where it is told to.
fn create_clip_from_vod(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let channel = channel(world, call)?.clone();
    let number = call.query.value("vod_id").and_then(|id| id.parse().ok());
    let video = number
        .and_then(|number: u64| world.library.videos.get(&number))
        .filter(|video| video.owner == channel.broadcaster)
        .ok_or_else(|| not_found("The video in vod_id was not found."))?;
    let offset = call
        .query
        .value("vod_offset")
        .and_then(|offset| offset.parse().ok());
    let ends_at = Duration::from_secs(offset.unwrap_or(0));
    if ends_at > video.length(world.now) {
        let problem = "the video ends before it";
        return Err(Refusal::malformed("vod_offset", problem));
    }
    let length = length(call);
    let source = Some((video.number, ends_at.saturating_sub(length)));
    let editor = UserId::new(call.query.value("editor_id").unwrap_or_default());
    let title = call.query.value("title").unwrap_or_default().to_owned();
    Ok(make(world, &channel, (editor, source, title, length)))
}

/// Get Clips: those that were seen most often first.
fn get_clips(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = call.query;
    let game = query.value("game_id");
    if game.is_some_and(|id| category::by_id(id).is_none()) {
        return Err(not_found("The category in game_id was not found."));
    }
    let owner = query.value("broadcaster_id");
    let featured = query.value("is_featured").map(|text| text == "true");
    let (from, to) = span(call);
    let mut items: Vec<Item<Value>> = world
        .library
        .clips
        .iter()
        .filter(|clip| {
            clip.is_there(world.now)
                && owner.is_none_or(|owner| clip.broadcaster.as_str() == owner)
                && game.is_none_or(|game| clip.game_id == game)
                && (!query.has("id") || query.values("id").any(|id| id == clip.id))
                && featured.is_none_or(|featured| clip.is_featured == featured)
                && from.is_none_or(|from| clip.created_at >= from)
                && to.is_none_or(|to| clip.created_at < to)
        })
        .filter_map(|clip| {
            let element = told(world, clip)?;
            let key = format!("{:010} {}", u32::MAX - clip.view_count, clip.id);
            Some(Item { key, element })
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Get Clips Download: of clips of that channel; others are left out.
fn get_clips_download(world: &World, call: &Call<'_>) -> Reply {
    let owner = call.query.value("broadcaster_id").unwrap_or_default();
    let data: Vec<Value> = call
        .query
        .values("clip_id")
        .filter(|id| {
            let mut clips = world.library.clips.iter();
            clips.any(|clip| {
                clip.id == **id && clip.broadcaster.as_str() == owner && clip.is_there(world.now)
            })
        })
        .map(|id| {
            json!({
                "clip_id": id,
                "landscape_download_url": format!("{DOWNLOADS}/{id}/landscape.mp4"),
                "portrait_download_url": null,
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// From and to; with a beginning alone a week is meant.
fn span(call: &Call<'_>) -> (Option<Timestamp>, Option<Timestamp>) {
    let moment = |name: &str| -> Option<Timestamp> { call.query.value(name)?.parse().ok() };
    match (moment("started_at"), moment("ended_at")) {
        (Some(from), None) => (Some(from), Some(from.plus(WEEK))),
        // Without a beginning the end means nothing.
        (None, _) => (None, None),
        both => both,
    }
}

fn channel<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a Channel, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = world.channels.get(id);
    channel.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}

fn length(call: &Call<'_>) -> Duration {
    let seconds = call
        .query
        .value("duration")
        .and_then(|text| text.parse().ok());
    Duration::try_from_secs_f64(seconds.unwrap_or(30.0)).unwrap_or(Duration::from_secs(30))
}

fn make(
    world: &mut World,
    channel: &Channel,
    (creator, source, title, length): (UserId, Option<(u64, Duration)>, String, Duration),
) -> Reply {
    let id = format!("SimulatedClip{}", world.random_text(16));
    let edit_url = match world.users.get(channel.broadcaster.as_str()) {
        Some(owner) => format!("https://www.twitch.tv/{}/clip/{id}", owner.login),
        None => String::new(),
    };
    world.library.clips.push(Clip {
        id: id.clone(),
        broadcaster: channel.broadcaster.clone(),
        creator,
        source,
        title,
        game_id: channel.game_id.clone(),
        language: channel.language.clone(),
        created_at: world.now,
        length,
        view_count: 0,
        is_featured: false,
    });
    let told = json!({ "id": id, "edit_url": edit_url });
    reply::json(StatusCode::ACCEPTED, &json!({ "data": [told] }))
}

fn told(world: &World, clip: &Clip) -> Option<Value> {
    let owner = world.users.get(clip.broadcaster.as_str())?;
    let creator = world.users.get(clip.creator.as_str())?;
    // A clip outlives its video.
    let source = clip
        .source
        .filter(|(number, _)| world.library.videos.contains_key(number));
    Some(json!({
        "id": clip.id,
        "url": format!("https://clips.twitch.tv/{}", clip.id),
        "embed_url": format!("https://clips.twitch.tv/embed?clip={}", clip.id),
        "broadcaster_id": owner.id,
        "broadcaster_name": owner.display_name,
        "creator_id": creator.id,
        "creator_name": creator.display_name,
        "video_id": source.map(|(number, _)| number.to_string()).unwrap_or_default(),
        "game_id": clip.game_id,
        "language": clip.language,
        "title": clip.title,
        "view_count": clip.view_count,
        "created_at": clip.created_at,
        "thumbnail_url": format!("{DOWNLOADS}/{}-preview-480x272.jpg", clip.id),
        "duration": clip.length.as_secs_f64(),
        "vod_offset": source.map(|(_, begins_at)| begins_at.as_secs()),
        "is_featured": clip.is_featured,
    }))
}

fn not_found(message: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, message)
}

const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// Where Twitch keeps clips; nothing is fetched from there.
const DOWNLOADS: &str = "https://clips-media-assets.twitch.tv";
