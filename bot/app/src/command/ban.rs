//! `streamhand ban`: shuts somebody out of the chat for good.

use serde_json::json;

use crate::cli::short_form::Ban;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Bans somebody.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn run(options: &Ban, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "ban").await?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let reason = options.reason.join(" ");
    errand
        .as_moderator(&person.name, async |helix, moderator| {
            let request = helix.ban_user(&channel.id, moderator, &person.id);
            match reason.is_empty() {
                true => request.await,
                false => request.reason(&reason).await,
            }
        })
        .await?;
    errand.tell(
        &format!("{} is banned from the chat of {}.", person.name, channel.login),
        &json!({"event": "banned", "channel": channel.login, "who": person.name, "id": person.id, "reason": reason}),
    );
    Ok(())
}
