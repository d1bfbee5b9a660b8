//! What stands under the heading Polls. A poll ends by itself when somebody looks at it after its time.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::poll::{Choice, Poll, PollState};
use crate::world::user::{BroadcasterType, User};

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
    let owner = owner(world, call.body_text("broadcaster_id"))?;
    if owner.broadcaster_type == BroadcasterType::Normal {
        let message = "The broadcaster must have partner or affiliate status.";
        return Err(Refusal::forbidden(message));
    }
    if polls(world, &owner.id)
        .iter()
        .any(|poll| poll.state == PollState::Active)
    {
        let message = "The broadcaster already has a poll that is running.";
        return Err(Refusal::bad_request(message));
    }
    let poll = read(world, call);
    let body = json!({ "data": [told(&owner, &poll)] });
    world.polls.entry(owner.id).or_default().push(poll);
    Ok(reply::json(StatusCode::OK, &body))
}

/// Get Polls: the newest first, or those asked for.
fn get_polls(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(
        world,
        call.query.value("broadcaster_id").unwrap_or_default(),
    )?;
    let asked: Vec<&str> = call.query.values("id").collect();
    let polls = polls(world, &owner.id);
    let items: Vec<Item<Value>> = polls
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, poll)| asked.is_empty() || asked.contains(&poll.id.as_str()))
        .map(|(position, poll)| Item {
            // Later polls come first, and a new one does not shift those before it.
            key: format!("{:010}", u32::MAX as usize - position),
            element: told(&owner, poll),
        })
        .collect();
    if items.is_empty() && !asked.is_empty() {
        let message = "None of the polls was found.";
        return Err(Refusal::new(StatusCode::NOT_FOUND, message));
    }
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// End Poll: before its time, with the result shown or hidden.
fn end_poll(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(world, call.body_text("broadcaster_id"))?;
    let now = world.now;
    let mut polls = polls(world, &owner.id).iter_mut();
    let poll = polls.find(|poll| poll.id == call.body_text("id"));
    let Some(poll) = poll.filter(|poll| poll.state == PollState::Active) else {
        return Err(Refusal::bad_request("The poll is not active."));
    };
    poll.state = match call.body_text("status") {
        "ARCHIVED" => PollState::Archived(now),
        _ => PollState::Terminated(now),
    };
    let body = json!({ "data": [told(&owner, poll)] });
    Ok(reply::json(StatusCode::OK, &body))
}

fn owner(world: &World, id: &str) -> Result<User, Refusal> {
    let owner = world.users.get(id).cloned();
    owner.ok_or_else(|| Refusal::bad_request("The broadcaster is not known."))
}

/// The polls of a channel, those whose time is over being ended.
fn polls<'a>(world: &'a mut World, owner: &UserId) -> &'a mut [Poll] {
    let now = world.now;
    let polls = world.polls.entry(owner.clone()).or_default();
    for poll in polls.iter_mut() {
        if let Some(end) = poll.ends_at().filter(|end| *end <= now) {
            poll.state = PollState::Completed(end);
        }
    }
    polls
}

fn read(world: &mut World, call: &Call<'_>) -> Poll {
    let titles = call
        .field("choices")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let choices = titles
        .filter_map(|choice| choice["title"].as_str())
        .map(|title| Choice {
            id: world.random_uuid(),
            title: title.to_owned(),
            votes: 0,
        })
        .collect();
    let points = call
        .field("channel_points_per_vote")
        .and_then(Value::as_u64);
    let can_be_bought = call.field("channel_points_voting_enabled") == Some(&Value::Bool(true));
    Poll {
        id: world.random_uuid(),
        title: call.body_text("title").to_owned(),
        choices,
        channel_points_per_vote: points
            .filter(|_| can_be_bought)
            .and_then(|points| u32::try_from(points).ok()),
        duration: Duration::from_secs(call.field("duration").and_then(Value::as_u64).unwrap_or(0)),
        started_at: world.now,
        state: PollState::Active,
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
        "channel_points_votes": 0,
        "bits_votes": 0,
    })
}
