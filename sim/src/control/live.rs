//! `POST /sim/live`: a channel goes live or offline.

use serde_json::json;

use super::console::{Console, Done, Problem, done};
use crate::request::Parameters;
use crate::world::category;

/// Sets `live=true` or `live=false` for the channel of `login`; a title and a category may come with it.
pub(super) fn set(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let id = console.account(form, "login")?;
    let is_live = match form.value("live") {
        Some("true") | None => true,
        Some("false") => false,
        Some(other) => {
            return Err(Problem::new(format!(
                "live is true or false, not {other:?}"
            )));
        }
    };
    let category = match form.value("category") {
        Some(name) => Some(category::by_name(name).ok_or_else(|| {
            Problem::not_found(format!(
                "there is no category {name:?}, only {}",
                category::names()
            ))
        })?),
        None => None,
    };
    let now = console.stage.world.now;
    let Some(channel) = console.stage.world.channels.get_mut(&id) else {
        return Err(Problem::not_found("this account has no channel"));
    };
    if let Some(title) = form.value("title") {
        title.clone_into(&mut channel.title);
    }
    if let Some(category) = category {
        category.id.clone_into(&mut channel.game_id);
        category.name.clone_into(&mut channel.game_name);
    }
    let world = &mut *console.stage.world;
    if is_live {
        world.go_live(&id, now);
    } else {
        world.go_offline(&id);
    }
    let live_since = world
        .channels
        .get(&id)
        .and_then(|channel| channel.live_since);
    done(&json!({ "live_since": live_since }))
}
