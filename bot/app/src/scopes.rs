//! The scopes to ask for at login, derived from what the config switches on and from the table of Twitch's API.

use spec::Endpoint;
use spec::endpoints::{chat, moderation, streams, users};
use types::{Scope, ScopeSet};

use crate::config::{Config, Send};

/// What the bot's account must allow.
pub(crate) fn of_bot(config: &Config) -> ScopeSet {
    let mut calls = vec![&users::GET_USERS, &streams::GET_STREAMS];
    let mut wanted = ScopeSet::default();
    // Chat over IRC has no entry in the table of calls; these two names are Twitch's.
    wanted.insert(Scope::new("chat:read"));
    match config.send {
        Send::Helix => calls.push(&chat::SEND_CHAT_MESSAGE),
        Send::Irc => {
            wanted.insert(Scope::new("chat:edit"));
        }
    }
    wanted.extend(calls.into_iter().flat_map(of_call));
    wanted
}

/// What the broadcaster's account must allow. Twitch gives no lasting login for no scope at all.
pub(crate) fn of_broadcaster() -> ScopeSet {
    of_call(&moderation::GET_MODERATORS).collect()
}

/// The scopes of one call: all that it needs, and of those of which one will do the narrowest, which stands first.
fn of_call(endpoint: &'static Endpoint) -> impl Iterator<Item = Scope> {
    let needed = endpoint
        .scopes
        .all_of
        .iter()
        .chain(endpoint.scopes.any_of.first());
    needed.map(Scope::new)
}
