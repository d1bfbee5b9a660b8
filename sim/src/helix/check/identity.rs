//! Who the user of a user token must be: the person that a parameter names, and with a role in the channel.

use spec::{Claim, ClaimedRole, Identity, Place};
use types::UserId;

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::world::World;
use crate::world::channel::Channel;

/// Checks every claim of the endpoint.
pub(super) fn check(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    let Some(user) = &call.caller.user else {
        return Ok(());
    };
    for identity in call.endpoint.identity {
        match identity {
            Identity::Is(claim) => holds(world, call, user, claim)?,
            Identity::AnyOf(claims) => {
                let mut results = claims.iter().map(|claim| holds(world, call, user, claim));
                if !results.any(|result| result.is_ok()) {
                    let names: Vec<&str> = claims.iter().map(|claim| claim.param).collect();
                    return Err(not_the_user(&names.join(" or ")));
                }
            }
        }
    }
    Ok(())
}

/// The channel that a moderator or an editor acts in.
pub(super) fn channel<'a>(world: &'a World, call: &Call<'_>) -> Option<&'a Channel> {
    let id = call
        .anywhere("broadcaster_id")
        .or_else(|| call.anywhere("from_broadcaster_id"))?;
    world.channels.get(id)
}

fn holds(world: &World, call: &Call<'_>, user: &UserId, claim: &Claim) -> Result<(), Refusal> {
    let Some(named) = call.text(claim.place, claim.param) else {
        // What is not sent and not required claims nothing.
        return Ok(());
    };
    // Whether a list is wanted shows in the answer only, which then tells the total alone.
    if claim.when == Some("follower_list_wanted") {
        return Ok(());
    }
    let is_user = named == user.as_str();
    match claim.role {
        ClaimedRole::BroadcasterOrEditor if claim.param != "editor_id" => {
            let channel = world.channels.get(named);
            permit(
                channel.is_some_and(|channel| channel.may_edit(user)),
                "an editor",
            )
        }
        _ if !is_user => Err(not_the_user(claim.param)),
        ClaimedRole::BroadcasterOrEditor => {
            let channel = channel(world, call);
            permit(
                channel.is_some_and(|channel| channel.may_edit(user)),
                "an editor",
            )
        }
        // A held message names no channel; whoever answers the call knows it.
        ClaimedRole::BroadcasterOrModerator if claim.place == Place::Body => Ok(()),
        ClaimedRole::BroadcasterOrModerator => {
            let channel = channel(world, call);
            permit(
                channel.is_some_and(|channel| channel.may_moderate(user)),
                "a moderator",
            )
        }
        ClaimedRole::Broadcaster | ClaimedRole::Myself | ClaimedRole::Other(_) => Ok(()),
    }
}

/// Refuses whoever has no role there.
pub(super) fn permit(is_permitted: bool, role: &str) -> Result<(), Refusal> {
    if is_permitted {
        return Ok(());
    }
    let message = format!("The user is not the broadcaster and not {role} of the channel");
    Err(Refusal::forbidden(message))
}

fn not_the_user(param: &str) -> Refusal {
    Refusal::unauthorized(format!(
        "The ID in {param} must match the user ID found in the request's OAuth token."
    ))
}
