//! `streamhand say`: says something in the chat, as the bot.

use serde_json::json;

use crate::chat::typed;
use crate::cli::short_form::Say;
use crate::command::tallies;
use crate::failure::{Failure, Status};
use crate::short_forms::errand::{Door, Errand};

/// Says it.
///
/// # Errors
/// If Twitch would take it for an order, nobody is logged in as the bot, or the message did not appear.
pub(super) async fn run(options: &Say, door: Door<'_>) -> Result<(), Failure> {
    let text = options.text.join(" ");
    if typed::is_order(text.trim_start()) {
        return Err(typed::order());
    }
    let bot = door
        .1
        .bot()
        .map_err(|failure| failure.advice("run `streamhand login bot --for say`"))?;
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "say").await?;
    let channel = &errand.channel;
    let request = errand
        .helix()
        .send_chat_message(&channel.id, &bot.user_id, &text);
    let request = match &options.reply {
        Some(id) => request.reply_parent_message_id(id),
        None => request,
    };
    let sent = request.await.map_err(|error| errand.refused("", &error))?;
    let message = sent.first();
    // 200 does not mean that the message appeared: the answer says.
    if let Some(message) = message.filter(|message| !message.is_sent) {
        let reason = message.drop_reason.as_ref().map(|reason| {
            let words = format!("{} ({})", reason.message, reason.code);
            format!("Twitch says: {}", tallies::harmless(&words))
        });
        return Err(Failure::new(
            Status::Refused,
            format!(
                "the message did not appear in the chat of {}",
                channel.login
            ),
        )
        .meaning(reason.unwrap_or_else(|| "Twitch gives no reason.".to_owned()))
        .advice(what_to_do(
            message
                .drop_reason
                .as_ref()
                .map(|reason| reason.code.as_str()),
        )));
    }
    let id = message.and_then(|message| message.message_id.as_ref());
    errand.tell(
        &format!("{} said it in the chat of {}.", bot.login, channel.login),
        &json!({"event": "said", "channel": channel.login, "as": bot.login, "message_id": id}),
    );
    Ok(())
}

/// What mends it that a message did not appear.
fn what_to_do(code: Option<&str>) -> &'static str {
    match code {
        Some("msg_ratelimit" | "rate_limited") => {
            "wait a little, and say it again; as a moderator (`streamhand mod add LOGIN`) the bot may say more"
        }
        Some("msg_duplicate" | "duplicate_message") => {
            "say it in other words, or wait half a minute"
        }
        _ => {
            "look at the modes of the chat with `streamhand settings`, and whether the bot is banned with `streamhand doctor`"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_spoke_too_quickly_is_told_to_wait() {
        assert!(what_to_do(Some("msg_ratelimit")).starts_with("wait"));
        assert!(what_to_do(Some("msg_duplicate")).contains("other words"));
        for code in [Some("msg_banned"), Some("something_new"), None] {
            assert!(what_to_do(code).contains("streamhand doctor"), "{code:?}");
        }
    }
}
