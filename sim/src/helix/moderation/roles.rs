//! Who moderates a channel and who is VIP there, and the broadcaster who decides it. A promotion shows in chat with the next line.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::json;
use types::UserId;

use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::Channel;

/// Get Moderators: all of them by pages, or those among the people asked for.
pub(crate) fn get_moderators(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    people(world, call, |channel| &channel.moderators)
}

/// Get VIPs: in the same form.
pub(crate) fn get_vips(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    people(world, call, |channel| &channel.vips)
}

/// Get Moderated Channels: where somebody is moderator; their own channel is not among them.
pub(crate) fn get_moderated_channels(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = call.query.value("user_id").unwrap_or_default();
    let moderated = world
        .channels
        .values()
        .filter(|channel| channel.moderators.contains(user));
    let items = moderated
        .filter_map(|channel| world.users.get(channel.broadcaster.as_str()))
        .filter(|owner| owner.is_active())
        .map(|owner| Item {
            key: owner.id.to_string(),
            element: json!({
                "broadcaster_id": owner.id,
                "broadcaster_login": owner.login,
                "broadcaster_name": owner.display_name,
            }),
        });
    let page = cursor::page(call, items.collect())?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Add Channel Moderator: somebody who is neither that already, nor VIP, nor banned.
pub(crate) fn add_channel_moderator(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = target(world, call)?;
    let now = world.now;
    let channel = channel(world, call)?;
    if channel.may_moderate(&user) {
        return Err(Refusal::bad_request("user is already a mod"));
    }
    if channel.ban_of(&user, now).is_some() {
        let message = "The user cannot become a moderator because they're banned from the channel.";
        return Err(Refusal::bad_request(message));
    }
    if channel.vips.contains(&user) {
        let message =
            "The user is a VIP. To make them a moderator, you must first remove them as a VIP.";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message));
    }
    channel.moderators.insert(user);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Remove Channel Moderator.
pub(crate) fn remove_channel_moderator(
    world: &mut World,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let user = target(world, call)?;
    if !channel(world, call)?.moderators.remove(&user) {
        return Err(Refusal::bad_request("user is not a mod"));
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

fn people(
    world: &World,
    call: &Call<'_>,
    role: impl Fn(&Channel) -> &BTreeSet<UserId>,
) -> Result<Reply, Refusal> {
    let asked: BTreeSet<UserId> = call.query.values("user_id").map(UserId::new).collect();
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let ids = world
        .channels
        .get(id)
        .into_iter()
        .flat_map(role)
        .filter(|id| asked.is_empty() || asked.contains(*id));
    let page = cursor::page(call, person::items(world, ids))?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Whom the query names; somebody who is not there any more cannot be made anything.
fn target(world: &World, call: &Call<'_>) -> Result<UserId, Refusal> {
    let id = call.query.value("user_id").unwrap_or_default();
    let user = world.users.get(id).filter(|user| user.is_active());
    user.map(|user| user.id.clone())
        .ok_or_else(|| Refusal::bad_request("The ID in the user_id query parameter was not found."))
}

fn channel<'a>(world: &'a mut World, call: &Call<'_>) -> Result<&'a mut Channel, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = world.channels.get_mut(id);
    channel.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}
