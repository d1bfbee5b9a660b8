//! Stream markers: points of a broadcast, set while it runs and found again in its video.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::duration;
use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::library::{Marker, Video};
use crate::world::user::User;

/// Create Stream Marker: only of a channel that is live, and whose video is kept.
pub(crate) fn create_stream_marker(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = UserId::new(call.body_text("user_id"));
    let is_live = world
        .channels
        .get(&owner)
        .is_some_and(|channel| channel.live_since.is_some());
    if !is_live {
        return Err(not_found("The broadcaster is not streaming live."));
    }
    let id = world.random_uuid().replace('-', "");
    let now = world.now;
    let Some(video) = world.library.growing(&owner) else {
        return Err(not_found("The broadcaster has no video of this broadcast."));
    };
    let marker = Marker {
        id,
        created_at: now,
        description: call.body_text("description").to_owned(),
        position: now.since(video.created_at),
    };
    let told = json!({
        "id": marker.id,
        "created_at": marker.created_at,
        "description": marker.description,
        "position_seconds": marker.position.as_secs(),
    });
    video.markers.push(marker);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Get Stream Markers: of one video, or of the newest one of a channel; the newest marker first.
pub(crate) fn get_stream_markers(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (owner, video) = wanted(world, call)?;
    let mut items: Vec<Item<Value>> = video
        .markers
        .iter()
        .map(|marker| Item {
            key: format!(
                "{:015} {}",
                i64::MAX / 1_000 - marker.created_at.as_unix_millis(),
                marker.id
            ),
            element: told(owner, video, marker),
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let mut data = Vec::new();
    if !page.elements.is_empty() {
        data.push(json!({
            "user_id": owner.id,
            "user_name": owner.display_name,
            "user_login": owner.login,
            "videos": [{ "video_id": video.number.to_string(), "markers": page.elements }],
        }));
    }
    let body = json!({ "data": data, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

fn wanted<'a>(world: &'a World, call: &Call<'_>) -> Result<(&'a User, &'a Video), Refusal> {
    let video = match call.query.value("video_id") {
        Some(id) => id
            .parse()
            .ok()
            .and_then(|number: u64| world.library.videos.get(&number))
            .ok_or_else(|| not_found("The video in video_id was not found."))?,
        None => {
            let owner = UserId::new(call.query.value("user_id").unwrap_or_default());
            let mut videos = world.library.videos_of(&owner);
            videos
                .next()
                .ok_or_else(|| not_found("The user in user_id has no videos."))?
        }
    };
    let caller = call.caller.user.as_ref();
    let may_edit = world
        .channels
        .get(&video.owner)
        .zip(caller)
        .is_some_and(|(channel, caller)| channel.may_edit(caller));
    if !may_edit {
        let message = "The user is not the broadcaster and not an editor of the channel";
        return Err(Refusal::forbidden(message));
    }
    let owner = world.users.get(video.owner.as_str());
    let owner = owner.ok_or_else(|| not_found("The owner of the video was not found."))?;
    Ok((owner, video))
}

fn told(owner: &User, video: &Video, marker: &Marker) -> Value {
    let (login, number) = (&owner.login, video.number);
    let position = duration::of_twitch(marker.position);
    json!({
        "id": marker.id,
        "created_at": marker.created_at,
        "description": marker.description,
        "position_seconds": marker.position.as_secs(),
        "url": format!("https://twitch.tv/{login}/manager/highlighter/{number}?t={position}"),
    })
}

fn not_found(message: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, message)
}
