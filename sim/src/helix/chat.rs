//! What stands under the heading Chat. Rooms and messages are the business of `chat`; this only translates.

mod announcements;
mod badges;
mod colors;
mod emotes;
mod pins;
mod settings;
mod shoutouts;

use http::StatusCode;
use serde_json::{Value, json};
use types::{MessageId, UserId};

use super::call::Call;
use super::floor::Floor;
use super::refusal::Refusal;
use super::{cursor, person};
use crate::chat::said::{Dropped, Outcome, Refusal as ChatRefusal, Said, SaidBy};
use crate::chat::{Chat, Stage};
use crate::reply::{self, Reply};
use crate::world::World;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_chatters" => get_chatters(floor.world, floor.chat, call),
        "send_chat_message" => send_chat_message(&mut floor.stage(), call),
        "send_chat_announcement" => announcements::send_chat_announcement(&mut floor.stage(), call),
        "send_a_shoutout" => shoutouts::send_a_shoutout(floor.world, floor.chat, call),
        "get_channel_emotes" => emotes::get_channel_emotes(floor.world, call),
        "get_global_emotes" => Ok(emotes::get_global_emotes()),
        "get_emote_sets" => Ok(emotes::get_emote_sets(floor.world, call)),
        "get_user_emotes" => emotes::get_user_emotes(floor.world, call),
        "get_channel_chat_badges" => badges::get_channel_chat_badges(floor.world, call),
        "get_global_chat_badges" => Ok(badges::get_global_chat_badges()),
        "get_user_chat_color" => Ok(colors::get_user_chat_color(floor.world, call)),
        "update_user_chat_color" => colors::update_user_chat_color(floor.world, call),
        "get_pinned_chat_message" => {
            Ok(pins::get_pinned_chat_message(floor.world, floor.chat, call))
        }
        "pin_chat_message" => pins::pin_chat_message(floor.world, floor.chat, call),
        "update_pinned_chat_message" => {
            pins::update_pinned_chat_message(floor.world, floor.chat, call)
        }
        "unpin_chat_message" => pins::unpin_chat_message(floor.world, floor.chat, call),
        "get_shared_chat_session" => get_shared_chat_session(floor.world, floor.chat, call),
        "get_chat_settings" => settings::get_chat_settings(floor.world, call),
        "update_chat_settings" => settings::update_chat_settings(&mut floor.stage(), call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Chatters: everybody in the room, by pages.
fn get_chatters(world: &World, chat: &Chat, call: &Call<'_>) -> Result<Reply, Refusal> {
    let room = UserId::new(call.query.value("broadcaster_id").unwrap_or_default());
    let items = person::items(world, chat.present(&room).iter());
    let total = items.len();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination, "total": total });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Send Chat Message: says it in the room, by the same way as every other door.
fn send_chat_message(stage: &mut Stage<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let is_pinned = call.field("pin") == Some(&Value::Bool(true));
    if is_pinned {
        pins::check_room_for_pin(stage, call)?;
    }
    let channel = UserId::new(call.body_text("broadcaster_id"));
    let sender = UserId::new(call.body_text("sender_id"));
    let said = Said {
        text: call.body_text("message").to_owned(),
        reply_to: call
            .field("reply_parent_message_id")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty())
            .map(MessageId::new),
        client_nonce: None,
        door: SaidBy::Rest,
        is_source_only: is_source_only(call),
        // Who may speak by an app token at all was checked before.
        wears_bot_badge: call.caller.user.is_none() && sender != channel,
        payment: None,
        channel,
        sender,
    };
    match stage.chat.say(stage.world, &said) {
        Outcome::Sent { message_id } => {
            if is_pinned {
                pins::pin_sent(stage, (&said.channel, &said.sender), &message_id);
            }
            Ok(told(message_id.as_str(), None))
        }
        Outcome::Dropped(dropped) => Ok(told("", Some(&dropped))),
        Outcome::Refused(refusal) => refuse(refusal),
    }
}

/// Get Shared Chat Session: the one that the channel is in, or none.
fn get_shared_chat_session(world: &World, chat: &Chat, call: &Call<'_>) -> Result<Reply, Refusal> {
    let broadcaster = person::known(world, call, "broadcaster_id")?;
    let data: Vec<Value> = chat
        .shared_session(&broadcaster.id)
        .map(|session| {
            let members = session.members.iter();
            let participants: Vec<Value> = members
                .map(|member| json!({ "broadcaster_id": member }))
                .collect();
            json!({
                "session_id": session.id,
                "host_broadcaster_id": session.host,
                "participants": participants,
                "created_at": session.created_at,
                "updated_at": session.updated_at,
            })
        })
        .into_iter()
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// An app token keeps a message in its channel unless told otherwise; a user token cannot.
fn is_source_only(call: &Call<'_>) -> bool {
    let wanted = call.field("for_source_only").and_then(Value::as_bool);
    call.caller.user.is_none() && wanted.unwrap_or(true)
}

fn told(message_id: &str, dropped: Option<&Dropped>) -> Reply {
    let reason = dropped.map(|dropped| json!({ "code": dropped.code, "message": dropped.text }));
    let message = json!({
        "message_id": message_id,
        "is_sent": dropped.is_none(),
        "drop_reason": reason,
    });
    reply::json(StatusCode::OK, &json!({ "data": [message] }))
}

fn refuse(refusal: ChatRefusal) -> Result<Reply, Refusal> {
    match refusal {
        ChatRefusal::TooLong => Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The message must not be longer than 500 characters.",
        )),
        ChatRefusal::Empty => Err(Refusal::missing("message")),
        ChatRefusal::Unknown => Err(Refusal::bad_request(
            "The broadcaster or the sender is not known.",
        )),
        // This body has one field more than other errors have.
        ChatRefusal::ParentUnknown => {
            let body = json!({
                "data": [],
                "error": "Bad Request",
                "status": 400,
                "message": "The request's input was not valid. Message cannot be replied to.",
            });
            Ok(reply::json(StatusCode::BAD_REQUEST, &body))
        }
    }
}
