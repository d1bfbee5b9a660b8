//! Redemptions of a reward: looked up, fulfilled, or canceled so that the points go back.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use super::rewards;
use crate::helix::broadcaster;
use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::reward::{Redemption, RedemptionStatus, Reward};

/// Get Custom Reward Redemption: those with a status, or those asked for.
pub(super) fn get_custom_reward_redemption(
    world: &mut World,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let (owner, place) = reward(world, call)?;
    let asked: Vec<&str> = call.query.values("id").collect();
    let status = call.query.value("status");
    let is_wanted = |redemption: &Redemption| {
        let has_status = status.is_none_or(|status| redemption.status.name() == status);
        // Who asks by id gets the answer whatever became of it.
        if asked.is_empty() {
            has_status
        } else {
            asked.contains(&redemption.id.as_str())
        }
    };
    let newest_first = call.query.value("sort") == Some("NEWEST");
    let mut items = told(world, (&owner, place), |(position, redemption)| {
        is_wanted(redemption).then(|| {
            if newest_first {
                cursor::newest_first(position)
            } else {
                cursor::oldest_first(position)
            }
        })
    });
    if !asked.is_empty() && items.is_empty() {
        return Err(Refusal::not_found("None of the redemptions was found."));
    }
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Update Redemption Status: all of them, or none if one is not waiting any more.
pub(super) fn update_redemption_status(
    world: &mut World,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let (owner, place) = reward(world, call)?;
    let asked: Vec<&str> = call.query.values("id").collect();
    let community = world.community(&owner);
    let Some(reward) = community.rewards.get_mut(place) else {
        return Err(waiting_unknown());
    };
    let is_waiting = |reward: &Reward, id: &str| {
        let mut redemptions = reward.redemptions.iter();
        redemptions.any(|redemption| {
            redemption.id == id && redemption.status == RedemptionStatus::Unfulfilled
        })
    };
    if !asked.iter().all(|id| is_waiting(reward, id)) {
        return Err(waiting_unknown());
    }
    for redemption in &mut reward.redemptions {
        if !asked.contains(&redemption.id.as_str()) {
            continue;
        }
        redemption.status = match call.body_text("status") {
            "CANCELED" => RedemptionStatus::Canceled,
            _ => RedemptionStatus::Fulfilled,
        };
        if redemption.status == RedemptionStatus::Canceled {
            community.points.earn(&redemption.user, redemption.cost);
        }
    }
    let items = told(world, (&owner, place), |(position, redemption)| {
        asked
            .contains(&redemption.id.as_str())
            .then(|| cursor::oldest_first(position))
    });
    let data: Vec<Value> = items.into_iter().map(|item| item.element).collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// The broadcaster, and where the reward stands.
fn reward(world: &mut World, call: &Call<'_>) -> Result<(UserId, usize), Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let place = rewards::own(world, &owner, call, "reward_id")?;
    Ok((owner, place))
}

fn waiting_unknown() -> Refusal {
    Refusal::not_found("The redemptions in id were not found or are not UNFULFILLED.")
}

/// The redemptions for which there is a key.
fn told(
    world: &World,
    (owner, place): (&UserId, usize),
    key: impl Fn((usize, &Redemption)) -> Option<String>,
) -> Vec<Item<Value>> {
    let community = world.communities.get(owner);
    let reward = community.and_then(|community| community.rewards.get(place));
    let redemptions = reward.into_iter().flat_map(|reward| {
        let redemptions = reward.redemptions.iter().enumerate();
        redemptions.map(move |(position, redemption)| (reward, position, redemption))
    });
    redemptions
        .filter_map(|(reward, position, redemption)| {
            let key = key((position, redemption))?;
            let owner = world.users.get(owner.as_str())?;
            let user = world.users.get(redemption.user.as_str())?;
            let element = json!({
                "broadcaster_id": owner.id,
                "broadcaster_login": owner.login,
                "broadcaster_name": owner.display_name,
                "id": redemption.id,
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "user_input": redemption.input,
                "status": redemption.status.name(),
                "redeemed_at": redemption.redeemed_at,
                "reward": {
                    "id": reward.id,
                    "title": redemption.title,
                    "prompt": redemption.prompt,
                    "cost": redemption.cost,
                },
            });
            Some(Item { key, element })
        })
        .collect()
}
