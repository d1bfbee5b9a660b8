//! `streamhand warn`: warns somebody, who has to acknowledge it before they chat again.

use serde_json::json;

use crate::cli::short_form::Warn;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Warns somebody.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn run(options: &Warn, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "warn").await?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let reason = options.reason.join(" ");
    errand
        .as_moderator(&person.name, async |helix, moderator| {
            helix
                .warn_chat_user(&channel.id, moderator, &person.id, &reason)
                .await
        })
        .await?;
    errand.tell(
        &format!("{} is warned in the chat of {}.", person.name, channel.login),
        &json!({"event": "warned", "channel": channel.login, "who": person.name, "id": person.id, "reason": reason}),
    );
    Ok(())
}
