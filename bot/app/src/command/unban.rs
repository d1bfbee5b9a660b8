//! `streamhand unban`: ends somebody's ban or timeout.

use serde_json::json;

use crate::cli::short_form::OneLogin;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Lets somebody in again.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn run(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "unban").await?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    errand
        .as_moderator(&person.name, async |helix, moderator| {
            helix.unban_user(&channel.id, moderator, &person.id).await
        })
        .await?;
    errand.tell(
        &format!("{} may chat in {} again.", person.name, channel.login),
        &json!({"event": "unbanned", "channel": channel.login, "who": person.name, "id": person.id}),
    );
    Ok(())
}
