//! The terms that nobody may say in a channel. That they stop a message is the business of `chat`.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::discipline::BlockedTerm;

/// Get Blocked Terms: the newest first.
pub(crate) fn get_blocked_terms(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let channel = person::id(call, "broadcaster_id");
    let terms = world.disciplines.get(&channel);
    let terms = terms
        .into_iter()
        .flat_map(|discipline| &discipline.blocked_terms);
    let mut items: Vec<Item<Value>> = terms
        .enumerate()
        .map(|(position, term)| Item {
            key: format!("{:010}", u32::MAX as usize - position),
            element: told(&channel, term),
        })
        .collect();
    items.reverse();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Add Blocked Term: the same one again changes nothing.
pub(crate) fn add_blocked_term(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let text = call.body_text("text");
    let inner = text.strip_prefix('*').unwrap_or(text);
    let inner = inner.strip_suffix('*').unwrap_or(inner);
    if inner.trim().is_empty() || inner.contains('*') {
        let problem = "a wildcard may only stand at the beginning or the end of a term";
        return Err(Refusal::malformed("text", problem));
    }
    let channel = person::id(call, "broadcaster_id");
    let term = BlockedTerm {
        id: world.random_uuid(),
        text: text.to_owned(),
        moderator: person::id(call, "moderator_id"),
        created_at: world.now,
    };
    let terms = &mut world.discipline(&channel).blocked_terms;
    let known = terms.iter().find(|known| known.text == term.text).cloned();
    let body = json!({ "data": [told(&channel, known.as_ref().unwrap_or(&term))] });
    if known.is_none() {
        terms.push(term);
    }
    Ok(reply::json(StatusCode::OK, &body))
}

/// Remove Blocked Term: one that is not there counts as removed.
pub(crate) fn remove_blocked_term(world: &mut World, call: &Call<'_>) -> Reply {
    let channel = person::id(call, "broadcaster_id");
    let id = call.query.value("id").unwrap_or_default();
    let terms = &mut world.discipline(&channel).blocked_terms;
    terms.retain(|term| term.id != id);
    reply::empty(StatusCode::NO_CONTENT)
}

fn told(channel: &UserId, term: &BlockedTerm) -> Value {
    json!({
        "broadcaster_id": channel,
        "moderator_id": term.moderator,
        "id": term.id,
        "text": term.text,
        "created_at": term.created_at,
        "updated_at": term.created_at,
        "expires_at": null,
    })
}
