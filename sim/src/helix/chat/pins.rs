//! The pinned message of a chat. How long it stays is decided in `chat`.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{MessageId, UserId};

use crate::chat::emote::Emotes;
use crate::chat::pin::{Pin, PinEnd, PinProblem};
use crate::chat::{Chat, Stage};
use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Get Pinned Chat Message: one or none.
pub(crate) fn get_pinned_chat_message(world: &World, chat: &Chat, call: &Call<'_>) -> Reply {
    let channel = person::id(call, "broadcaster_id");
    let pin = chat.pin(world, &channel);
    let data: Vec<Value> = pin
        .and_then(|pin| told(world, &channel, pin))
        .into_iter()
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Pin Chat Message: for a time, or until the stream ends.
pub(crate) fn pin_chat_message(
    world: &World,
    chat: &mut Chat,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let channel = person::id(call, "broadcaster_id");
    let moderator = person::id(call, "moderator_id");
    let what = (&message(call), duration(call));
    done(chat.pin_message(world, (&channel, &moderator), what))
}

/// Update Pinned Chat Message: another time, counted from now.
pub(crate) fn update_pinned_chat_message(
    world: &World,
    chat: &mut Chat,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let channel = person::id(call, "broadcaster_id");
    done(chat.change_pin(world, &channel, (&message(call), duration(call))))
}

/// Unpin Chat Message: only the one that is pinned.
pub(crate) fn unpin_chat_message(
    world: &World,
    chat: &mut Chat,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let channel = person::id(call, "broadcaster_id");
    done(chat.unpin(world, &channel, &message(call)))
}

/// Whether a message that is about to be sent can be pinned; if not, it is not sent.
pub(super) fn check_room_for_pin(stage: &Stage<'_>, call: &Call<'_>) -> Result<(), Refusal> {
    let channel = UserId::new(call.body_text("broadcaster_id"));
    let sender = UserId::new(call.body_text("sender_id"));
    let state = stage.world.channels.get(&channel);
    if state.is_none_or(|channel| !channel.may_moderate(&sender)) {
        let message = "Only the broadcaster and moderators may pin messages.";
        return Err(Refusal::forbidden(message));
    }
    match stage.chat.pin(stage.world, &channel) {
        Some(_) => Err(Refusal::bad_request(TAKEN)),
        None => Ok(()),
    }
}

/// Pins a message that was just sent.
pub(super) fn pin_sent(stage: &mut Stage<'_>, room: (&UserId, &UserId), message: &MessageId) {
    let what = (message, Some(PINNED_WHEN_SENT));
    // What somebody restricted sends is shown to nobody, so there is nothing to pin.
    let _ = stage.chat.pin_message(stage.world, room, what);
}

fn message(call: &Call<'_>) -> MessageId {
    MessageId::new(call.query.value("message_id").unwrap_or_default())
}

fn duration(call: &Call<'_>) -> Option<Duration> {
    let seconds = call.query.value("duration_seconds")?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn done(result: Result<(), PinProblem>) -> Result<Reply, Refusal> {
    match result {
        Ok(()) => Ok(reply::empty(StatusCode::NO_CONTENT)),
        Err(PinProblem::Unknown) => {
            let message = "The message was not found or is not the pinned one.";
            Err(Refusal::not_found(message))
        }
        Err(PinProblem::Taken) => Err(Refusal::new(StatusCode::CONFLICT, TAKEN)),
    }
}

fn told(world: &World, channel: &UserId, pin: &Pin) -> Option<Value> {
    let moderator = world.users.get(pin.pinned_by.as_str())?;
    let author = &pin.message.author;
    let ends_at = match pin.end {
        PinEnd::At(end) => Some(end),
        PinEnd::WithStream(_) => None,
    };
    Some(json!({
        "message_id": pin.message.id,
        "broadcaster_id": channel,
        "sender_user_id": author.id,
        "sender_user_login": author.login,
        "sender_user_name": author.display_name,
        "pinned_by_user_id": moderator.id,
        "pinned_by_user_login": moderator.login,
        "pinned_by_user_name": moderator.display_name,
        "message": { "text": &*pin.message.text, "fragments": fragments(world, &pin.message.text) },
        "starts_at": pin.starts_at,
        "ends_at": ends_at,
        "updated_at": pin.updated_at,
    }))
}

/// The text in pieces: emotes, mentions of people who exist, and what lies between.
fn fragments(world: &World, text: &str) -> Vec<Value> {
    let mut fragments = Vec::new();
    let mut plain = String::new();
    for (position, word) in text.split(' ').enumerate() {
        if position > 0 {
            plain.push(' ');
        }
        match special(world, word) {
            None => plain.push_str(word),
            Some(fragment) => {
                push_plain(&mut fragments, &mut plain);
                fragments.push(fragment);
            }
        }
    }
    push_plain(&mut fragments, &mut plain);
    fragments
}

fn push_plain(fragments: &mut Vec<Value>, plain: &mut String) {
    if !plain.is_empty() {
        fragments.push(fragment("text", plain));
        plain.clear();
    }
}

fn special(world: &World, word: &str) -> Option<Value> {
    if let Some(id) = Emotes::id_of(word) {
        let mut emote = fragment("emote", word);
        emote["emote"] = json!({
            "id": id, "emote_set_id": "0", "owner_id": "0", "format": ["static"],
        });
        return Some(emote);
    }
    let user = world
        .users
        .by_login(&word.strip_prefix('@')?.to_ascii_lowercase())?;
    let mut mention = fragment("mention", word);
    mention["mention"] = json!({
        "user_id": user.id, "user_login": user.login, "user_name": user.display_name,
    });
    Some(mention)
}

fn fragment(kind: &str, text: &str) -> Value {
    json!({ "type": kind, "text": text, "cheermote": null, "emote": null, "mention": null })
}

const TAKEN: &str = "A message is pinned already.";
/// Send Chat Message cannot say how long.
const PINNED_WHEN_SENT: Duration = Duration::from_secs(1_200);
