//! `streamhand delete` and `streamhand clear`: delete one message of the chat, or all of them.

use serde_json::json;

use crate::cli::short_form::{Channel, Delete};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Deletes one message.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn one(options: &Delete, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "delete").await?;
    let channel = &errand.channel;
    errand
        .as_moderator("", async |helix, moderator| {
            let request = helix.delete_chat_messages(&channel.id, moderator);
            request.message_id(&options.id).await
        })
        .await?;
    errand.tell(
        &format!("The message is deleted from the chat of {}.", channel.login),
        &json!({"event": "deleted", "channel": channel.login, "id": options.id}),
    );
    Ok(())
}

/// Deletes all messages.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn all(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, channel.channel.as_ref(), "clear").await?;
    let channel = &errand.channel;
    errand
        .as_moderator("", async |helix, moderator| {
            helix.delete_chat_messages(&channel.id, moderator).await
        })
        .await?;
    errand.tell(
        &format!("The chat of {} is cleared.", channel.login),
        &json!({"event": "cleared", "channel": channel.login}),
    );
    Ok(())
}
