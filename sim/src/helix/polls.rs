//! What stands under the heading Polls. When a poll ends by itself is not its business.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::Timestamp;

use super::broadcaster;
use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::poll::{Choice, Poll, PollState};
use crate::world::user::User;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "create_poll" => create_poll(floor.world, call),
        "get_polls" => get_polls(floor.world, call),
        "end_poll" => end_poll(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Create Poll: one at a time.
fn create_poll(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.clone();
    let last = world.community(&owner.id).polls.last();
    if last.is_some_and(Poll::is_running) {
        let message = "The broadcaster already has a poll that is running.";
        return Err(Refusal::bad_request(message));
    }
    let poll = read(world, call);
    let body = json!({ "data": [told(&owner, &poll)] });
    world.community(&owner.id).polls.push(poll);
    Ok(reply::json(StatusCode::OK, &body))
}

/// Get Polls: the newest first, or those asked for.
fn get_polls(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?.clone();
    let now = world.now;
    let asked: Vec<&str> = call.query.values("id").collect();
    let polls = world.community(&owner.id).polls.iter().enumerate().rev();
    let items: Vec<Item<Value>> = polls
        .filter(|(_, poll)| now.since(poll.started_at) <= KEPT)
        .filter(|(_, poll)| asked.is_empty() || asked.contains(&poll.id.as_str()))
        .map(|(position, poll)| Item {
            key: cursor::newest_first(position),
            element: told(&owner, poll),
        })
        .collect();
    if items.is_empty() && !asked.is_empty() {
        return Err(Refusal::not_found("None of the polls was found."));
    }
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// End Poll: before its time, with the result shown or hidden.
fn end_poll(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?.clone();
    let now = world.now;
    let mut polls = world.community(&owner.id).polls.iter_mut();
    let poll = polls.find(|poll| poll.id == call.body_text("id"));
    let Some(poll) = poll.filter(|poll| poll.is_running()) else {
        return Err(Refusal::bad_request("The poll is not active."));
    };
    poll.state = match call.body_text("status") {
        "ARCHIVED" => PollState::Archived(now),
        _ => PollState::Terminated(now),
    };
    let body = json!({ "data": [told(&owner, poll)] });
    Ok(reply::json(StatusCode::OK, &body))
}

fn read(world: &mut World, call: &Call<'_>) -> Poll {
    let choices = call
        .titles("choices")
        .map(|title| Choice {
            id: world.random_uuid(),
            title: title.to_owned(),
            votes: 0,
            channel_points_votes: 0,
        })
        .collect();
    let points = call.number("channel_points_per_vote");
    let can_be_bought = call.field("channel_points_voting_enabled") == Some(&Value::Bool(true));
    Poll {
        id: world.random_uuid(),
        title: call.body_text("title").to_owned(),
        choices,
        channel_points_per_vote: points
            .filter(|_| can_be_bought)
            .and_then(|points| u32::try_from(points).ok()),
        duration: Duration::from_secs(call.number("duration").unwrap_or(0)),
        started_at: world.now,
        state: PollState::Active,
        voters: BTreeSet::new(),
    }
}

fn told(owner: &User, poll: &Poll) -> Value {
    let choices: Vec<Value> = poll.choices.iter().map(choice).collect();
    let (status, ended_at): (&str, Option<Timestamp>) = match poll.state {
        PollState::Active => ("ACTIVE", None),
        PollState::Completed(end) => ("COMPLETED", Some(end)),
        PollState::Terminated(end) => ("TERMINATED", Some(end)),
        PollState::Archived(end) => ("ARCHIVED", Some(end)),
    };
    json!({
        "id": poll.id,
        "broadcaster_id": owner.id,
        "broadcaster_name": owner.display_name,
        "broadcaster_login": owner.login,
        "title": poll.title,
        "choices": choices,
        "bits_voting_enabled": false,
        "bits_per_vote": 0,
        "channel_points_voting_enabled": poll.channel_points_per_vote.is_some(),
        "channel_points_per_vote": poll.channel_points_per_vote.unwrap_or(0),
        "status": status,
        "duration": poll.duration.as_secs(),
        "started_at": poll.started_at,
        "ended_at": ended_at,
    })
}

fn choice(choice: &Choice) -> Value {
    json!({
        "id": choice.id,
        "title": choice.title,
        "votes": choice.votes,
        "channel_points_votes": choice.channel_points_votes,
        "bits_votes": 0,
    })
}

/// How long an old poll can be seen.
const KEPT: Duration = Duration::from_secs(90 * 86_400);
