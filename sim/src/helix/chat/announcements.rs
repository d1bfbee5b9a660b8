//! Send Chat Announcement: a line of its own kind in chat, in one of five colors.

use http::StatusCode;
use serde_json::Value;

use crate::chat::Stage;
use crate::chat::occasion::Occasion;
use crate::chat::user_notice::UserNotice;
use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};

/// Send Chat Announcement: a text that is too long is cut.
pub(crate) fn send_chat_announcement(
    stage: &mut Stage<'_>,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let channel = person::known(stage.world, call, "broadcaster_id")?;
    let text: String = call
        .body_text("message")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if text.is_empty() {
        return Err(Refusal::missing("message"));
    }
    let notice = UserNotice {
        channel: channel.id.clone(),
        user: person::id(call, "moderator_id"),
        occasion: Occasion::Announced {
            color: color(call.body_text("color")),
        },
        text: Some(text.chars().take(LONGEST).collect()),
    };
    // An app token keeps an announcement in its channel unless told otherwise; a user token cannot.
    let wanted = call.field("for_source_only").and_then(Value::as_bool);
    if call.caller.user.is_none() && wanted.unwrap_or(true) {
        stage.chat.celebrate_at_home(stage.world, &notice);
    } else {
        stage.chat.celebrate(stage.world, &notice);
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

fn color(name: &str) -> &'static str {
    match name {
        "blue" => "BLUE",
        "green" => "GREEN",
        "orange" => "ORANGE",
        "purple" => "PURPLE",
        _ => "PRIMARY",
    }
}

const LONGEST: usize = 500;
