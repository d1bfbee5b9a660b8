//! Making somebody VIP, and unmaking. The badge shows in chat with the next line.

use http::StatusCode;

use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::Channel;
use crate::world::user::BroadcasterType;

/// Add Channel VIP: somebody who is neither that already nor moderator, as long as there are places.
pub(crate) fn add_channel_vip(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?;
    let (owner_id, kind) = (owner.id.clone(), owner.broadcaster_type);
    let user = target(world, call)?;
    let channel = channel(world, &owner_id)?;
    if channel.may_moderate(&user) {
        return Err(unprocessable(
            "The user is a moderator of the channel and cannot be a VIP.",
        ));
    }
    if channel.vips.contains(&user) {
        return Err(unprocessable("The user is already a VIP of the channel."));
    }
    if kind == BroadcasterType::Normal && channel.followers.len() < UNLOCKED_BY_FOLLOWERS {
        let message = "The broadcaster must complete the Build a Community requirement first.";
        return Err(Refusal::new(StatusCode::TOO_EARLY, message));
    }
    if channel.vips.len() >= PLACES {
        let message = "The broadcaster does not have available VIP slots.";
        return Err(Refusal::new(StatusCode::CONFLICT, message));
    }
    channel.vips.insert(user);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Remove Channel VIP: by the broadcaster, or by the VIP.
pub(crate) fn remove_channel_vip(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?.id.clone();
    let user = target(world, call)?;
    if !channel(world, &owner)?.vips.remove(&user) {
        return Err(unprocessable("The user is not a VIP of the channel."));
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Whom the query names; somebody who is not there has a status of their own here.
fn target(world: &World, call: &Call<'_>) -> Result<types::UserId, Refusal> {
    let user = person::known(world, call, "user_id");
    let user = user.map_err(|_| Refusal::not_found("The ID in user_id was not found."))?;
    Ok(user.id.clone())
}

fn channel<'a>(world: &'a mut World, id: &types::UserId) -> Result<&'a mut Channel, Refusal> {
    let channel = world.channels.get_mut(id);
    channel.ok_or_else(|| Refusal::bad_request("The ID in broadcaster_id was not found."))
}

fn unprocessable(message: &str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// What every channel has at least at Twitch; more come with more chatters there.
const PLACES: usize = 10;
/// A stand-in for what Twitch asks of channels that earn nothing.
const UNLOCKED_BY_FOLLOWERS: usize = 50;
