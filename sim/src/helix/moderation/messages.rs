//! Delete Chat Messages: one, or all that were said so far. The lines by which chat learns of it are written in `chat`.

use std::time::Duration;

use http::StatusCode;
use types::MessageId;

use crate::chat::Stage;
use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};

/// Delete Chat Messages: without an id the whole chat is cleared.
pub(crate) fn delete_chat_messages(
    stage: &mut Stage<'_>,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let broadcaster = person::known(stage.world, call, "broadcaster_id")?;
    let broadcaster = broadcaster.id.clone();
    let Some(id) = call.query.value("message_id").map(MessageId::new) else {
        stage.chat.clear(stage.world, &broadcaster);
        return Ok(reply::empty(StatusCode::NO_CONTENT));
    };
    let unknown = || Refusal::not_found("The message in message_id was not found.");
    let message = stage.chat.message(&broadcaster, &id).ok_or_else(unknown)?;
    if stage.world.now.since(message.at) > OLDEST {
        return Err(unknown());
    }
    let moderator = person::id(call, "moderator_id");
    let author = &message.author.id;
    let channel = stage.world.channels.get(&broadcaster);
    let is_protected = channel.is_some_and(|channel| channel.may_moderate(author));
    if is_protected && moderator != broadcaster && moderator != *author {
        let message = "You may not delete messages of the broadcaster or of other moderators.";
        return Err(Refusal::bad_request(message));
    }
    stage.chat.delete(stage.world, &broadcaster, &id);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

const OLDEST: Duration = Duration::from_secs(6 * 60 * 60);
