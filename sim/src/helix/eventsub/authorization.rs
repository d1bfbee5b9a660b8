//! Whether an application may hear of something: what people granted it, and what they are in a channel.

use std::collections::BTreeMap;

use spec::{AppTokenGrant, EventType};
use types::{ClientId, UserId};

use crate::world::World;
use crate::world::channel::Channel;

/// What is subscribed to, by the names of the condition.
type Condition = BTreeMap<String, String>;

/// Whether everybody granted what the event type asks for, and is what they have to be.
pub(crate) fn is_given(
    world: &World,
    (client, event_type): (&ClientId, &EventType),
    condition: &Condition,
) -> bool {
    let authorizer = event_type.authorizer.and_then(|name| user(condition, name));
    let has = |scope: &str| {
        authorizer
            .as_ref()
            .is_some_and(|user| world.tokens.is_granted(user, client, scope))
    };
    let scopes = &event_type.scopes;
    let any_of = |names: &[&str]| names.is_empty() || names.iter().any(|name| has(name));
    let is_granted = any_of(scopes.any_of)
        && scopes.all_of.iter().all(|name| has(name))
        && scopes.all_of_any_of.iter().all(|names| any_of(names));
    let is_let_in = event_type
        .app_token_extra_grants
        .iter()
        .all(|grant| is_met(world, (client, grant), condition));
    is_granted && is_let_in && is_in_place(world, condition)
}

/// Nothing where somebody had to agree, or agreed to anything; one for what concerns strangers.
pub(crate) fn cost(
    world: &World,
    (client, event_type): (&ClientId, &EventType),
    condition: &Condition,
) -> u32 {
    if event_type.authorizer.is_some() {
        return 0;
    }
    let has_agreed = |id: &String| world.tokens.knows(&UserId::new(id.as_str()), client);
    u32::from(!condition.values().any(has_agreed))
}

fn is_met(
    world: &World,
    (client, grant): (&ClientId, &AppTokenGrant),
    condition: &Condition,
) -> bool {
    let waived = grant.waived_if == Some("chatter_is_moderator")
        && channel(world, condition)
            .zip(user(condition, "user_id"))
            .is_some_and(|(channel, chatter)| channel.may_moderate(&chatter));
    let Some(grantor) = user(condition, grant.param) else {
        return waived;
    };
    let has = |scope: &str| world.tokens.is_granted(&grantor, client, scope);
    waived || grant.scopes.are_met_by(has)
}

/// A moderator has to be one, and who is banned from a chat does not read it.
fn is_in_place(world: &World, condition: &Condition) -> bool {
    let Some(channel) = channel(world, condition) else {
        return true;
    };
    let moderates = user(condition, "moderator_user_id")
        .is_none_or(|moderator| channel.may_moderate(&moderator));
    let is_welcome = user(condition, "user_id")
        .is_none_or(|reader| channel.ban_of(&reader, world.now).is_none());
    moderates && is_welcome
}

fn channel<'a>(world: &'a World, condition: &Condition) -> Option<&'a Channel> {
    let id = condition.get("broadcaster_user_id")?;
    world.channels.get(id.as_str())
}

fn user(condition: &Condition, name: &str) -> Option<UserId> {
    condition.get(name).map(|id| UserId::new(id.as_str()))
}
