//! `streamhand chatters`: who is in the chat.

use serde_json::json;

use crate::cli::short_form::Channel;
use crate::command::people::{self, Listed};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Lists who is in the chat.
///
/// # Errors
/// If neither the bot nor the broadcaster may ask that.
pub(super) async fn run(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, channel.channel.as_ref(), "chatters").await?;
    let id = &errand.channel.id;
    let chatters = errand
        .as_moderator("", async |helix, moderator| {
            let request = helix.get_chatters(id, moderator);
            request.first(1_000).pages().all().await
        })
        .await?;
    let count = u64::try_from(chatters.len()).unwrap_or(u64::MAX);
    let heading = match count {
        0 => format!("Nobody is in the chat of {}.", errand.channel.login),
        1 => format!("One person is in the chat of {}:", errand.channel.login),
        _ => format!(
            "{} are in the chat of {}:",
            spoken::count(count, "person", "people"),
            errand.channel.login
        ),
    };
    let listed = chatters.iter().map(|chatter| Listed {
        login: &chatter.user_login,
        name: &chatter.user_name,
        event: json!({
            "event": "chatter",
            "id": chatter.user_id,
            "login": chatter.user_login,
            "display_name": chatter.user_name,
        }),
    });
    people::list(&errand, &heading, listed);
    Ok(())
}
