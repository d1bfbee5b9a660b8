//! What stands under the heading Moderation: who is shut out, who has a role, what may be said. The files below this one do it.

mod bans;
mod roles;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::Reply;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_banned_users" => bans::get_banned_users(floor.world, call),
        "ban_user" => bans::ban_user(&mut floor.stage(), call),
        "unban_user" => bans::unban_user(&mut floor.stage(), call),
        "get_moderated_channels" => roles::get_moderated_channels(floor.world, call),
        "get_moderators" => roles::get_moderators(floor.world, call),
        "add_channel_moderator" => roles::add_channel_moderator(floor.world, call),
        "remove_channel_moderator" => roles::remove_channel_moderator(floor.world, call),
        "get_vips" => roles::get_vips(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}
