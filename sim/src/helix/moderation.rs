//! What stands under the heading Moderation: who is shut out, who has a role, what may be said. The files below this one do it.

mod automod;
mod bans;
mod blocked_terms;
mod messages;
mod roles;
mod shield;
mod suspicion;
mod unban_requests;
mod vips;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::Reply;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "check_automod_status" => Ok(automod::check_automod_status(floor.world, call)),
        "manage_held_automod_messages" => {
            automod::manage_held_automod_messages(&mut floor.stage(), call)
        }
        "get_automod_settings" => Ok(automod::get_automod_settings(floor.world, call)),
        "update_automod_settings" => Ok(automod::update_automod_settings(floor.world, call)),
        "get_banned_users" => bans::get_banned_users(floor.world, call),
        "ban_user" => bans::ban_user(&mut floor.stage(), call),
        "unban_user" => bans::unban_user(&mut floor.stage(), call),
        "get_unban_requests" => unban_requests::get_unban_requests(floor.world, call),
        "resolve_unban_requests" => {
            unban_requests::resolve_unban_requests(&mut floor.stage(), call)
        }
        "get_blocked_terms" => blocked_terms::get_blocked_terms(floor.world, call),
        "add_blocked_term" => blocked_terms::add_blocked_term(floor.world, call),
        "remove_blocked_term" => Ok(blocked_terms::remove_blocked_term(floor.world, call)),
        "delete_chat_messages" => messages::delete_chat_messages(&mut floor.stage(), call),
        "get_moderated_channels" => roles::get_moderated_channels(floor.world, call),
        "get_moderators" => roles::get_moderators(floor.world, call),
        "add_channel_moderator" => roles::add_channel_moderator(floor.world, call),
        "remove_channel_moderator" => roles::remove_channel_moderator(floor.world, call),
        "get_vips" => roles::get_vips(floor.world, call),
        "add_channel_vip" => vips::add_channel_vip(floor.world, call),
        "remove_channel_vip" => vips::remove_channel_vip(floor.world, call),
        "update_shield_mode_status" => Ok(shield::update_shield_mode_status(floor.world, call)),
        "get_shield_mode_status" => Ok(shield::get_shield_mode_status(floor.world, call)),
        "warn_chat_user" => suspicion::warn_chat_user(floor.world, call),
        "add_suspicious_status_to_chat_user" => suspicion::add_suspicious_status(floor.world, call),
        "remove_suspicious_status_from_chat_user" => {
            suspicion::remove_suspicious_status(floor.world, call)
        }
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}
