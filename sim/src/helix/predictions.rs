//! What stands under the heading Predictions. When a prediction locks by itself, and who gets which points, is not its business.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use super::broadcaster;
use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::prediction::{Bet, Outcome, Prediction, PredictionState};
use crate::world::user::User;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "create_prediction" => create_prediction(floor.world, call),
        "get_predictions" => get_predictions(floor.world, call),
        "end_prediction" => end_prediction(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Create Prediction: one at a time.
fn create_prediction(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let last = world.community(&owner).predictions.last();
    if last.is_some_and(Prediction::is_open) {
        let message = "The broadcaster already has a prediction that is active or locked.";
        return Err(Refusal::bad_request(message));
    }
    let prediction = read(world, call);
    world.community(&owner).predictions.push(prediction);
    newest(world, call)
}

/// Get Predictions: the newest first, or those asked for.
fn get_predictions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let asked: Vec<&str> = call.query.values("id").collect();
    let community = world.communities.get(&owner.id);
    let predictions = community.map_or(&[][..], |community| &community.predictions);
    let items: Vec<Item<Value>> = predictions
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, prediction)| asked.is_empty() || asked.contains(&prediction.id.as_str()))
        .map(|(position, prediction)| Item {
            key: cursor::newest_first(position),
            element: told(world, owner, prediction),
        })
        .collect();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// End Prediction: takes no more points, pays out or gives back.
fn end_prediction(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?.id.clone();
    let now = world.now;
    let community = world.community(&owner);
    let mut predictions = community.predictions.iter_mut();
    let prediction = predictions.find(|prediction| prediction.id == call.body_text("id"));
    let Some(prediction) = prediction else {
        return Err(Refusal::not_found("The prediction was not found."));
    };
    match (call.body_text("status"), &prediction.state) {
        ("LOCKED", PredictionState::Active) => prediction.lock(now),
        ("RESOLVED", PredictionState::Active | PredictionState::Locked(_)) => {
            let winner = call.body_text("winning_outcome_id");
            let mut outcomes = prediction.outcomes.iter();
            if !outcomes.any(|outcome| outcome.id == winner) {
                let message = "The outcome in winning_outcome_id was not found.";
                return Err(Refusal::not_found(message));
            }
            prediction.resolve(winner, now, &mut community.points);
        }
        ("CANCELED", PredictionState::Active | PredictionState::Locked(_)) => {
            prediction.cancel(now, &mut community.points);
        }
        (wanted, state) => {
            let is = status(state);
            let message = format!("A prediction that is {is} cannot become {wanted}.");
            return Err(Refusal::bad_request(message));
        }
    }
    // Only the newest can be open, so it is the one that was changed.
    newest(world, call)
}

fn newest(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let community = world.communities.get(&owner.id);
    let newest = community.and_then(|community| community.predictions.last());
    let data: Vec<Value> = newest
        .map(|prediction| told(world, owner, prediction))
        .into_iter()
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

fn read(world: &mut World, call: &Call<'_>) -> Prediction {
    let outcomes = call
        .titles("outcomes")
        .map(|title| Outcome {
            id: world.random_uuid(),
            title: title.to_owned(),
            bets: BTreeMap::new(),
        })
        .collect();
    Prediction {
        id: world.random_uuid(),
        title: call.body_text("title").to_owned(),
        outcomes,
        window: Duration::from_secs(call.number("prediction_window").unwrap_or(0)),
        created_at: world.now,
        state: PredictionState::Active,
    }
}

fn told(world: &World, owner: &User, prediction: &Prediction) -> Value {
    let is_pair = prediction.outcomes.len() == 2;
    let outcomes = prediction.outcomes.iter().enumerate();
    let outcomes: Vec<Value> = outcomes
        .map(|(position, told)| {
            // Two outcomes have a color each; more of them are all blue.
            let color = if is_pair && position == 1 {
                "PINK"
            } else {
                "BLUE"
            };
            outcome(world, told, color)
        })
        .collect();
    let winner = match &prediction.state {
        PredictionState::Resolved { winner, .. } => Some(winner),
        _ => None,
    };
    json!({
        "id": prediction.id,
        "broadcaster_id": owner.id,
        "broadcaster_name": owner.display_name,
        "broadcaster_login": owner.login,
        "title": prediction.title,
        "winning_outcome_id": winner,
        "outcomes": outcomes,
        "prediction_window": prediction.window.as_secs(),
        "status": status(&prediction.state),
        "created_at": prediction.created_at,
        "ended_at": prediction.ended_at(),
        "locked_at": prediction.locked_at(),
    })
}

fn outcome(world: &World, outcome: &Outcome, color: &str) -> Value {
    let mut bets: Vec<(&UserId, &Bet)> = outcome.bets.iter().collect();
    bets.sort_by_key(|(_, bet)| Reverse(bet.points));
    let top: Vec<Value> = bets
        .into_iter()
        .take(TOP_PREDICTORS)
        .filter_map(|(user, bet)| {
            let user = world.users.get(user.as_str())?;
            Some(json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "channel_points_used": bet.points,
                "channel_points_won": bet.won,
            }))
        })
        .collect();
    json!({
        "id": outcome.id,
        "title": outcome.title,
        "users": outcome.bets.len(),
        "channel_points": outcome.points(),
        "top_predictors": (!top.is_empty()).then_some(top),
        "color": color,
    })
}

fn status(state: &PredictionState) -> &'static str {
    match state {
        PredictionState::Active => "ACTIVE",
        PredictionState::Locked(_) => "LOCKED",
        PredictionState::Resolved { .. } => "RESOLVED",
        PredictionState::Canceled { .. } => "CANCELED",
    }
}

const TOP_PREDICTORS: usize = 10;
