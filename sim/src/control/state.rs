//! `GET /sim/state`: what there is and what was counted, without a single token.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::console::{Console, Done, Problem, done};
use crate::world::World;

/// Everything as one object.
pub(super) fn state(console: &Console<'_>) -> Result<Done, Problem> {
    let world = &console.stage.world;
    let live = |id: &types::UserId| {
        let channel = world.channels.get(id)?;
        channel.live_since
    };
    let accounts: Vec<Value> = world
        .users
        .iter()
        .map(|user| {
            json!({
                "id": user.id,
                "login": user.login,
                "display_name": user.display_name,
                "standing": user.standing.name(),
                "live_since": live(&user.id),
            })
        })
        .collect();
    let bans: Vec<Value> = world
        .channels
        .values()
        .flat_map(|channel| {
            channel
                .bans
                .iter()
                .map(move |(user, ban)| (channel, user, ban))
        })
        .map(|(channel, user, ban)| {
            json!({
                "broadcaster_id": channel.broadcaster,
                "user_id": user,
                "moderator_id": ban.moderator,
                "reason": ban.reason,
                "created_at": ban.created_at,
                "ends_at": ban.ends_at,
            })
        })
        .collect();
    done(&json!({
        "now": world.now,
        "statistics": console.statistics,
        "requests": console.tally.requests,
        "token_requests": console.tally.grants,
        "refreshed": refreshed(world),
        "tokens": {
            "access": world.tokens.access.values().filter(|token| token.expires_at > world.now).count(),
            "refresh": world.tokens.refresh.len(),
        },
        "waiting_user_codes": console.pending.waiting_user_codes(world.now),
        "accounts": accounts,
        "bans": bans,
        "held": held(console),
    }))
}

/// What AutoMod held back and moderators can still decide about, which bots learn from events only.
fn held(console: &Console<'_>) -> Vec<Value> {
    let held = console.stage.chat.held.waiting(console.stage.world.now);
    held.map(|held| {
        json!({
            "message_id": held.id,
            "broadcaster_id": held.said.channel,
            "user_id": held.said.sender,
            "text": held.said.text,
            "held_at": held.held_at,
        })
    })
    .collect()
}

/// How many refresh tokens of each account were exchanged, by login.
fn refreshed(world: &World) -> BTreeMap<&str, u64> {
    let counts = world.tokens.refreshed.iter();
    counts
        .filter_map(|(id, count)| Some((world.users.get(id.as_str())?.login.as_str(), *count)))
        .collect()
}
