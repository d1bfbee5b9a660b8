//! What stands under the heading Channel Points. Who redeems what is not its business.

mod redemptions;
mod rewards;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::Reply;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "create_custom_rewards" => rewards::create_custom_rewards(floor.world, call),
        "get_custom_reward" => rewards::get_custom_reward(floor.world, call),
        "update_custom_reward" => rewards::update_custom_reward(floor.world, call),
        "delete_custom_reward" => rewards::delete_custom_reward(floor.world, call),
        "get_custom_reward_redemption" => {
            redemptions::get_custom_reward_redemption(floor.world, call)
        }
        "update_redemption_status" => redemptions::update_redemption_status(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}
