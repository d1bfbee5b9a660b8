//! What stands under the heading Bits. Who cheers is not its business.

mod cheermotes;
mod leaderboard;
mod power_ups;
mod transactions;

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::Reply;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_bits_leaderboard" => leaderboard::get_bits_leaderboard(floor.world, call),
        "get_cheermotes" => cheermotes::get_cheermotes(floor.world, call),
        "get_custom_power_up" => power_ups::get_custom_power_up(floor.world, call),
        "get_extension_transactions" => transactions::get_extension_transactions(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}
