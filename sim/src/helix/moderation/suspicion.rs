//! Warnings and suspicion: what moderators think of single people. What follows from it in the room is the business of `chat`.

use http::StatusCode;
use serde_json::json;
use types::UserId;

use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::discipline::Suspicion;

/// Warn Chat User: who is warned may not speak before they took note of it.
pub(crate) fn warn_chat_user(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = target(world, call, "data.user_id")?;
    let channel = person::id(call, "broadcaster_id");
    let reason = call.body_text("data.reason").to_owned();
    let done = json!({
        "broadcaster_id": channel,
        "user_id": user,
        "moderator_id": person::id(call, "moderator_id"),
        "reason": reason,
    });
    world.discipline(&channel).warnings.insert(user, reason);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [done] })))
}

/// Add Suspicious Status To Chat User: watched, or heard by nobody.
pub(crate) fn add_suspicious_status(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = target(world, call, "user_id")?;
    let status = call.body_text("status");
    let suspicion = match status {
        "RESTRICTED" => Suspicion::Restricted,
        _ => Suspicion::Monitored,
    };
    let channel = person::id(call, "broadcaster_id");
    let suspicious = &mut world.discipline(&channel).suspicious;
    suspicious.insert(user.clone(), suspicion);
    Ok(told(world, call, (&user, status, &["MANUALLY_ADDED"])))
}

/// Remove Suspicious Status From Chat User.
pub(crate) fn remove_suspicious_status(
    world: &mut World,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let user = person::known(world, call, "user_id")?.id.clone();
    let channel = person::id(call, "broadcaster_id");
    let suspicious = &mut world.discipline(&channel).suspicious;
    if suspicious.remove(&user).is_none() {
        let message = "The user in user_id has no suspicious status.";
        return Err(Refusal::bad_request(message));
    }
    Ok(told(world, call, (&user, "NO_TREATMENT", &[])))
}

fn told(world: &World, call: &Call<'_>, (user, status, types): (&UserId, &str, &[&str])) -> Reply {
    let told = json!({
        "user_id": user,
        "broadcaster_id": call.query.value("broadcaster_id"),
        "moderator_id": call.query.value("moderator_id"),
        "updated_at": world.now,
        "status": status,
        "types": types,
    });
    reply::json(StatusCode::OK, &json!({ "data": [told] }))
}

/// Whom the body names; those who moderate are above suspicion.
fn target(world: &World, call: &Call<'_>, path: &str) -> Result<UserId, Refusal> {
    let id = call.body_text(path);
    let user = world.users.get(id).filter(|user| user.is_active());
    let Some(user) = user else {
        let message = "The user specified in the user_id field was not found.";
        return Err(Refusal::bad_request(message));
    };
    let channel = person::id(call, "broadcaster_id");
    let channel = world.channels.get(&channel);
    if channel.is_some_and(|channel| channel.may_moderate(&user.id)) {
        let message = "The user specified in the user_id field is the broadcaster or a moderator.";
        return Err(Refusal::bad_request(message));
    }
    Ok(user.id.clone())
}
