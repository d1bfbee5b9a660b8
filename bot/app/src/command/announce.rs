//! `streamhand announce`: says something that stands out in the chat.

use serde_json::json;

use crate::cli::short_form::Announce;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Announces it.
///
/// # Errors
/// If neither the bot nor the broadcaster may, or Twitch refuses the words.
pub(super) async fn run(options: &Announce, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "announce").await?;
    let text = options.text.join(" ");
    let channel = &errand.channel;
    errand
        .as_moderator("", async |helix, moderator| {
            let request = helix.send_chat_announcement(&channel.id, moderator, &text);
            match &options.frame {
                Some(color) => request.color(color.as_str()).await,
                None => request.await,
            }
        })
        .await?;
    errand.tell(
        &format!("It was announced in the chat of {}.", channel.login),
        &json!({"event": "announced", "channel": channel.login, "text": text}),
    );
    Ok(())
}
