//! Bans and timeouts. What a ban does to the room is the business of `chat`; this decides whether it may be.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::moderation::{BanRefusal, Banning, check_ban};
use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::{Ban, Channel};

/// Get Banned Users: those banned or timed out at this moment, or those among them who were asked for.
pub(crate) fn get_banned_users(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let asked: BTreeSet<UserId> = call.query.values("user_id").map(UserId::new).collect();
    let channel = channel(world, call)?;
    let bans = channel
        .bans
        .iter()
        .filter(|(_, ban)| ban.holds(world.now))
        .filter(|(user, _)| asked.is_empty() || asked.contains(*user));
    let items = bans
        .filter_map(|(user, ban)| {
            Some(Item {
                key: user.to_string(),
                element: told(world, user, ban)?,
            })
        })
        .collect();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Ban User: for ever, or for a time, which may be changed by another.
pub(crate) fn ban_user(stage: &mut Stage<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let world = &*stage.world;
    let channel = channel(world, call)?;
    let moderator = UserId::new(call.query.value("moderator_id").unwrap_or_default());
    let Some(user) = world.users.get(call.body_text("data.user_id")) else {
        let message = "The user specified in the user_id field was not found.";
        return Err(Refusal::bad_request(message));
    };
    check_ban(channel, (&user.id, &moderator), world.now).map_err(|refusal| {
        Refusal::bad_request(match refusal {
            BanRefusal::Protected => "The user specified in the user_id field may not be banned.",
            BanRefusal::AlreadyBanned => {
                "The user specified in the user_id field is already banned."
            }
        })
    })?;
    let seconds = call.field("data.duration").and_then(Value::as_u64);
    let banning = Banning {
        channel: channel.broadcaster.clone(),
        user: user.id.clone(),
        moderator,
        duration: seconds.map(Duration::from_secs),
        reason: call.body_text("data.reason").to_owned(),
    };
    let done = json!({
        "broadcaster_id": banning.channel,
        "moderator_id": banning.moderator,
        "user_id": banning.user,
        "created_at": world.now,
        "end_time": banning.duration.map(|duration| world.now.plus(duration)),
    });
    stage.chat.ban(stage.world, banning);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [done] })))
}

/// Unban User: ends a ban or a timeout.
pub(crate) fn unban_user(stage: &mut Stage<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = UserId::new(call.query.value("user_id").unwrap_or_default());
    let channel = channel(stage.world, call)?;
    if channel.ban_of(&user, stage.world.now).is_none() {
        let message = "The user in the user_id query parameter is not banned.";
        return Err(Refusal::bad_request(message));
    }
    let channel = channel.broadcaster.clone();
    stage.chat.unban(stage.world, &channel, &user);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

fn channel<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a Channel, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = world.channels.get(id);
    channel.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}

fn told(world: &World, user: &UserId, ban: &Ban) -> Option<Value> {
    let user = world.users.get(user.as_str())?;
    let moderator = world.users.get(ban.moderator.as_str())?;
    Some(json!({
        "user_id": user.id,
        "user_login": user.login,
        "user_name": user.display_name,
        // A ban without an end has an empty text here, not null.
        "expires_at": ban.ends_at.as_ref().map(Timestamp::to_string).unwrap_or_default(),
        "created_at": ban.created_at,
        "reason": ban.reason,
        "moderator_id": moderator.id,
        "moderator_login": moderator.login,
        "moderator_name": moderator.display_name,
    }))
}
