//! The modes of a room, read and changed. What each of them stops is decided in `chat`.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::chat::Stage;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::ChatSettings;

/// Get Chat Settings: for anybody, with more for moderators who say that they are.
pub(crate) fn get_chat_settings(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = world.channels.get(id).ok_or_else(unknown)?;
    let mut told = told(&channel.broadcaster, &channel.settings);
    // Of an app token nobody knows which moderator it speaks for.
    let moderator = call.query.value("moderator_id");
    if let Some(moderator) = moderator.filter(|_| call.caller.user.is_some()) {
        add_moderators_part(&mut told, &channel.settings, moderator);
    }
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

/// Update Chat Settings: what is left out stays as it is.
pub(crate) fn update_chat_settings(
    stage: &mut Stage<'_>,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = stage.world.channels.get(id).ok_or_else(unknown)?;
    let broadcaster = channel.broadcaster.clone();
    let settings = changed(&channel.settings, call);
    stage
        .chat
        .change_settings(stage.world, &broadcaster, &settings);
    let mut told = told(&broadcaster, &settings);
    let moderator = call.query.value("moderator_id").unwrap_or_default();
    add_moderators_part(&mut told, &settings, moderator);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

fn changed(before: &ChatSettings, call: &Call<'_>) -> ChatSettings {
    let flag = |name: &str, before: bool| {
        let given = call.field(name).and_then(Value::as_bool);
        given.unwrap_or(before)
    };
    // A mode that is switched on without a length takes the one that it had, or the usual one.
    let length = |mode: &str, before: Option<Duration>, (name, unit, usual): (&str, u64, u64)| {
        let given = call.field(name).and_then(Value::as_u64);
        let given = given.map(|count| Duration::from_secs(count * unit));
        let usual = Duration::from_secs(usual * unit);
        flag(mode, before.is_some()).then(|| given.or(before).unwrap_or(usual))
    };
    ChatSettings {
        is_emote_only: flag("emote_mode", before.is_emote_only),
        followers_only: length(
            "follower_mode",
            before.followers_only,
            ("follower_mode_duration", 60, 0),
        ),
        slow_mode: length(
            "slow_mode",
            before.slow_mode,
            ("slow_mode_wait_time", 1, 30),
        ),
        is_subscribers_only: flag("subscriber_mode", before.is_subscribers_only),
        is_unique_chat: flag("unique_chat_mode", before.is_unique_chat),
        moderator_head_start: length(
            "non_moderator_chat_delay",
            before.moderator_head_start,
            ("non_moderator_chat_delay_duration", 1, 2),
        ),
        ..before.clone()
    }
}

fn told(broadcaster: &UserId, settings: &ChatSettings) -> Value {
    json!({
        "broadcaster_id": broadcaster,
        "emote_mode": settings.is_emote_only,
        "follower_mode": settings.followers_only.is_some(),
        "follower_mode_duration": settings.followers_only.map(|needed| needed.as_secs() / 60),
        "slow_mode": settings.slow_mode.is_some(),
        "slow_mode_wait_time": settings.slow_mode.map(|wait| wait.as_secs()),
        "subscriber_mode": settings.is_subscribers_only,
        "unique_chat_mode": settings.is_unique_chat,
    })
}

fn add_moderators_part(told: &mut Value, settings: &ChatSettings, moderator: &str) {
    let delay = settings.moderator_head_start;
    told["moderator_id"] = json!(moderator);
    told["non_moderator_chat_delay"] = json!(delay.is_some());
    told["non_moderator_chat_delay_duration"] = json!(delay.map(|delay| delay.as_secs()));
}

fn unknown() -> Refusal {
    Refusal::bad_request("The ID in broadcaster_id was not found.")
}
