//! What stands under the heading Guest Star. Guests come by themselves; nothing of it is seen or heard.

mod current;
mod invites;
mod slots;

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::guest_star::{Guest, Session};
use current::{guest_star, session};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let world = &mut *floor.world;
    match call.endpoint.id {
        "get_channel_guest_star_settings" => get_settings(world, call),
        "update_channel_guest_star_settings" => update_settings(world, call),
        "get_guest_star_session" => get_session(world, call),
        "create_guest_star_session" => create_session(world, call),
        "end_guest_star_session" => end_session(world, call),
        "get_guest_star_invites" => invites::get(world, call),
        "send_guest_star_invite" => invites::send(world, call),
        "delete_guest_star_invite" => invites::delete(world, call),
        "assign_guest_star_slot" => slots::assign(world, call),
        "update_guest_star_slot" => slots::update(world, call),
        "delete_guest_star_slot" => slots::delete(world, call),
        "update_guest_star_slot_settings" => slots::update_settings(world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Channel Guest Star Settings: the usual ones, or those that were set.
fn get_settings(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let settings = &guest_star(world, call)?.settings;
    let told = json!({
        "is_moderator_send_live_enabled": settings.may_moderators_send_live,
        "slot_count": settings.slot_count,
        "is_browser_source_audio_enabled": settings.has_browser_source_audio,
        "layout": settings.layout,
        "browser_source_token": settings.browser_source_token,
    });
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Update Channel Guest Star Settings: what is left out stays.
fn update_settings(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fresh_token = world.random_text(22);
    let settings = &mut guest_star(world, call)?.settings;
    let flag = |name: &str| call.field(name).and_then(Value::as_bool);
    if let Some(may) = flag("is_moderator_send_live_enabled") {
        settings.may_moderators_send_live = may;
    }
    if let Some(has) = flag("is_browser_source_audio_enabled") {
        settings.has_browser_source_audio = has;
    }
    let count = call.field("slot_count").and_then(Value::as_u64);
    if let Some(count) = count.and_then(|count| u32::try_from(count).ok()) {
        settings.slot_count = count;
    }
    if let Some(layout) = call.field("group_layout").and_then(Value::as_str) {
        layout.clone_into(&mut settings.layout);
    }
    if flag("regenerate_browser_sources") == Some(true) {
        settings.browser_source_token = fresh_token;
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Get Guest Star Session: the one that runs, if one does.
fn get_session(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let session = guest_star(world, call)?.session.clone();
    let data: Vec<Value> = session.iter().map(|session| told(world, session)).collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Create Guest Star Session: one at a time, with the host in it.
fn create_session(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = world.random_text(27);
    let now = world.now;
    let host = UserId::new(call.query.value("broadcaster_id").unwrap_or_default());
    let guest_star = guest_star(world, call)?;
    if guest_star.session.is_some() {
        return Err(Refusal::bad_request(
            "Session limit reached (1 active call)",
        ));
    }
    let host = Guest {
        is_live: true,
        ..Guest::new(host, now)
    };
    let session = Session {
        id,
        slots: [(0, host)].into(),
        invites: [].into(),
    };
    guest_star.session = Some(session.clone());
    let data = told(world, &session);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [data] })))
}

/// End Guest Star Session: answers who was in it.
fn end_session(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ended = session(world, call)?.clone();
    guest_star(world, call)?.session = None;
    let data = told(world, &ended);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [data] })))
}

fn told(world: &World, session: &Session) -> Value {
    let guests: Vec<Value> = session
        .slots
        .iter()
        .filter_map(|(slot, guest)| {
            let user = world.users.get(guest.user.as_str())?;
            let device = |is_enabled: bool| {
                json!({
                    "is_host_enabled": is_enabled,
                    "is_guest_enabled": true,
                    "is_available": true,
                })
            };
            Some(json!({
                "slot_id": slot.to_string(),
                "is_live": guest.is_live,
                "user_id": user.id,
                "user_display_name": user.display_name,
                "user_login": user.login,
                "volume": guest.volume,
                "assigned_at": guest.assigned_at,
                "audio_settings": device(guest.has_audio),
                "video_settings": device(guest.has_video),
            }))
        })
        .collect();
    json!({ "id": session.id, "guests": guests })
}
