//! Send a Shoutout. Chat is told nothing of it; how often it may be is counted by `own_limit`.

use http::StatusCode;

use crate::chat::Chat;
use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Send a Shoutout: by a channel that is live and watched, to another one.
pub(crate) fn send_a_shoutout(
    world: &World,
    chat: &Chat,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let from = person::known(world, call, "from_broadcaster_id")?;
    let to = person::known(world, call, "to_broadcaster_id")?;
    if from.id == to.id {
        let message = "The broadcaster may not give themselves a Shoutout.";
        return Err(Refusal::bad_request(message));
    }
    let channel = world.channels.get(&from.id);
    let is_live = channel.is_some_and(|channel| channel.live_since.is_some());
    // Whoever is in chat also watches; the broadcaster is no viewer.
    let present = chat.present(&from.id);
    let is_watched = present.iter().any(|viewer| *viewer != from.id);
    if !is_live || !is_watched {
        let message = "The broadcaster is not streaming live or does not have one or more viewers.";
        return Err(Refusal::bad_request(message));
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}
