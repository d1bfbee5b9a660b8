//! What stands under the heading Videos.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::duration;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;
use crate::world::library::{Video, VideoKind};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_videos" => get_videos(floor.world, call),
        "delete_videos" => delete_videos(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Videos: by id, of a channel, or of a category.
fn get_videos(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let videos = wanted(world, call)?.into_iter();
    let mut items: Vec<Item<Value>> = videos
        .filter_map(|video| {
            let element = told(world, video)?;
            let key = key(call, video);
            Some(Item { key, element })
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Delete Videos: all of them or none, and only by whom they belong to.
fn delete_videos(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let numbers: Vec<u64> = call
        .query
        .values("id")
        .filter_map(|id| id.parse().ok())
        .filter(|number| world.library.videos.contains_key(number))
        .collect();
    let is_own = |number: &u64| {
        let video = world.library.videos.get(number);
        video.map(|video| &video.owner) == call.caller.user.as_ref()
    };
    if !numbers.iter().all(is_own) {
        let message = "The user does not own all of these videos, so none of them was deleted.";
        return Err(Refusal::unauthorized(message));
    }
    for number in &numbers {
        world.library.videos.remove(number);
    }
    let ids: Vec<String> = numbers.iter().map(u64::to_string).collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": ids })))
}

fn wanted<'a>(world: &'a World, call: &Call<'_>) -> Result<Vec<&'a Video>, Refusal> {
    let query = call.query;
    if query.has("id") {
        let numbers = query.values("id").filter_map(|id| id.parse::<u64>().ok());
        let videos: Vec<&Video> = numbers
            .filter_map(|number| world.library.videos.get(&number))
            .collect();
        return if videos.is_empty() {
            Err(not_found("None of the videos in id was found."))
        } else {
            Ok(videos)
        };
    }
    let game = query.value("game_id");
    if game.is_some_and(|id| category::by_id(id).is_none()) {
        return Err(not_found("The category in game_id was not found."));
    }
    let owner = query.value("user_id");
    let since = match query.value("period") {
        Some("day") => Some(DAY),
        Some("week") => Some(DAY * 7),
        Some("month") => Some(DAY * 30),
        _ => None,
    };
    let kind = query.value("type").filter(|kind| *kind != "all");
    let language = query.value("language");
    let videos = world.library.videos.values().filter(|video| {
        owner.is_none_or(|owner| video.owner.as_str() == owner)
            && game.is_none_or(|game| video.game_id == game)
            && language.is_none_or(|language| video.language.eq_ignore_ascii_case(language))
            && kind.is_none_or(|kind| name(&video.kind) == kind)
            && since.is_none_or(|since| world.now.since(video.created_at) <= since)
    });
    Ok(videos.collect())
}

/// What the list is ordered by, so that cursors stay right while videos come and go.
fn key(call: &Call<'_>, video: &Video) -> String {
    let rank = match call.query.value("sort") {
        // Nobody knows what makes a video trend; here it is how often it was seen.
        Some("views" | "trending") => i64::from(u32::MAX - video.view_count),
        _ => i64::MAX / 1_000 - video.created_at.as_unix_millis(),
    };
    format!("{rank:016} {}", u64::MAX - video.number)
}

fn told(world: &World, video: &Video) -> Option<Value> {
    let owner = world.users.get(video.owner.as_str())?;
    let stream = match &video.kind {
        VideoKind::Archive(stream) => Some(stream),
        VideoKind::Highlight | VideoKind::Upload => None,
    };
    let number = video.number;
    Some(json!({
        "id": number.to_string(),
        "stream_id": stream,
        "user_id": owner.id,
        "user_login": owner.login,
        "user_name": owner.display_name,
        "title": video.title,
        "description": "",
        "created_at": video.created_at,
        "published_at": video.created_at,
        "url": format!("https://www.twitch.tv/videos/{number}"),
        "thumbnail_url": format!("{THUMBNAILS}/{number}/thumb0-%{{width}}x%{{height}}.jpg"),
        "viewable": "public",
        "view_count": video.view_count,
        "language": video.language,
        "type": name(&video.kind),
        "duration": duration::of_twitch(video.length(world.now)),
        "muted_segments": null,
    }))
}

fn name(kind: &VideoKind) -> &'static str {
    match kind {
        VideoKind::Archive(_) => "archive",
        VideoKind::Highlight => "highlight",
        VideoKind::Upload => "upload",
    }
}

fn not_found(message: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, message)
}

const DAY: Duration = Duration::from_secs(86_400);

/// Where Twitch keeps the pictures of videos; nothing is fetched from there.
const THUMBNAILS: &str = "https://static-cdn.jtvnw.net/cf_vods";
