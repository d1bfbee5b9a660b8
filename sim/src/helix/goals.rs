//! What stands under the heading Goals.

use http::StatusCode;
use serde_json::{Value, json};

use super::broadcaster;
use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::{Channel, Subscription};
use crate::world::community::Community;
use crate::world::community::goal::{Goal, GoalKind};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_creator_goals" => get_creator_goals(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Creator Goals: each as far as the channel is at this moment.
fn get_creator_goals(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let (channel, community) = (
        world.channels.get(&owner.id),
        world.communities.get(&owner.id),
    );
    let goals = community.map_or(&[][..], |community| &community.goals);
    let data: Vec<Value> = goals
        .iter()
        .map(|goal| {
            json!({
                "id": goal.id,
                "broadcaster_id": owner.id,
                "broadcaster_name": owner.display_name,
                "broadcaster_login": owner.login,
                "type": goal.kind.name(),
                "description": goal.description,
                "current_amount": reached(goal, channel, community),
                "target_amount": goal.target,
                "created_at": goal.created_at,
            })
        })
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

fn reached(goal: &Goal, channel: Option<&Channel>, community: Option<&Community>) -> u64 {
    match goal.kind {
        GoalKind::Followers => channel.map_or(0, |channel| channel.followers.len() as u64),
        GoalKind::SubscriptionPoints => channel.map_or(0, |channel| {
            let subscriptions = channel.subscribers.values();
            subscriptions.map(Subscription::points).sum()
        }),
        GoalKind::NewBits => community.map_or(0, |community| {
            let cheers = community.cheers.iter();
            let new = cheers.filter(|cheer| cheer.at >= goal.created_at);
            new.map(|cheer| cheer.bits).sum()
        }),
    }
}
