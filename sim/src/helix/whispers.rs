//! What stands under the heading Whispers. The line that the recipient gets is written in `chat`.

use http::StatusCode;

use super::call::Call;
use super::floor::Floor;
use super::person;
use super::refusal::Refusal;
use crate::chat::Stage;
use crate::reply::{self, Reply};

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "send_whisper" => send_whisper(&mut floor.stage(), call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Send Whisper: to anybody who does not mind; a text that is too long is cut.
fn send_whisper(stage: &mut Stage<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let world = &mut *stage.world;
    let sender = person::known(world, call, "from_user_id")?;
    if !sender.has_verified_phone {
        let message = "the sender does not have a verified phone number";
        return Err(Refusal::unauthorized(message));
    }
    let from = sender.id.clone();
    let to = person::id(call, "to_user_id");
    if from == to {
        return Err(Refusal::bad_request("You cannot whisper to yourself."));
    }
    let Some(recipient) = world.users.get(to.as_str()) else {
        return Err(Refusal::not_found("The ID in to_user_id was not found."));
    };
    if !recipient.is_active() {
        let message = "The recipient's account is suspended.";
        return Err(Refusal::bad_request(message));
    }
    if world.social.is_blocked(&to, &from) {
        let message = "The recipient's settings prevent this sender from whispering them.";
        return Err(Refusal::forbidden(message));
    }
    let words: Vec<&str> = call.body_text("message").split_whitespace().collect();
    let text = words.join(" ");
    if text.is_empty() {
        return Err(Refusal::missing("message"));
    }
    let longest = if world.social.whispers.is_known(&to, &from) {
        LONGEST_AMONG_FRIENDS
    } else {
        LONGEST_AMONG_STRANGERS
    };
    let text: String = text.chars().take(longest).collect();
    let Some(number) = world.social.whispers.note(world.now, &from, &to) else {
        let message = "You have whispered to too many people today.";
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
    };
    stage
        .chat
        .whisper(stage.world, (&from, &to), (number, &text));
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

const LONGEST_AMONG_STRANGERS: usize = 500;
const LONGEST_AMONG_FRIENDS: usize = 10_000;
