//! `streamhand timeout`: silences somebody for a time.

use serde_json::json;

use crate::cli::short_form::Timeout;
use crate::command::tallies;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Times somebody out.
///
/// # Errors
/// If Twitch refuses it, or nobody who is logged in may.
pub(super) async fn run(options: &Timeout, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "timeout").await?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let reason = options.reason.join(" ");
    let seconds = tallies::seconds(options.duration);
    errand
        .as_moderator(&person.name, async |helix, moderator| {
            let request = helix.ban_user(&channel.id, moderator, &person.id);
            let request = request.duration(seconds);
            match reason.is_empty() {
                true => request.await,
                false => request.reason(&reason).await,
            }
        })
        .await?;
    errand.tell(
        &format!(
            "{} is silent in the chat of {} for {}.",
            person.name,
            channel.login,
            spoken::exactly(options.duration)
        ),
        &json!({
            "event": "timed_out",
            "channel": channel.login,
            "who": person.name,
            "id": person.id,
            "seconds": seconds,
            "reason": reason,
        }),
    );
    Ok(())
}
