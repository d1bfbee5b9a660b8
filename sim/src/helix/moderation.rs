//! What stands under the heading Moderation.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::json;
use types::UserId;

use super::call::Call;
use super::refusal::Refusal;
use super::{cursor, person};
use crate::reply::{self, Reply};
use crate::world::World;

/// Get Moderators: all of them by pages, or those among the people asked for.
pub(super) fn get_moderators(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let asked: BTreeSet<UserId> = call.query.values("user_id").map(UserId::new).collect();
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let channel = world.channels.get(id);
    let moderators = channel
        .into_iter()
        .flat_map(|channel| &channel.moderators)
        .filter(|id| asked.is_empty() || asked.contains(*id));
    let page = cursor::page(call, person::items(world, moderators))?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}
