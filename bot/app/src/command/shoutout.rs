//! `streamhand shoutout`: recommends another channel to the viewers.

use serde_json::json;

use crate::cli::short_form::OneLogin;
use crate::failure::{Failure, Status};
use crate::short_forms::errand::{Door, Errand};

/// Gives the shoutout.
///
/// # Errors
/// If the channel is not live, there was one a short while ago, or nobody who is logged in may.
pub(super) async fn run(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, options.channel.channel.as_ref(), "shoutout").await?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    if person.id == channel.id {
        return Err(
            Failure::new(Status::Usage, "a channel cannot give itself a shoutout")
                .meaning(format!("{} is the channel that gives it.", channel.login))
                .advice("name another channel"),
        );
    }
    errand
        .as_moderator(&person.name, async |helix, moderator| {
            helix
                .send_a_shoutout(&channel.id, &person.id, moderator)
                .await
        })
        .await?;
    errand.tell(
        &format!("{} gave {} a shoutout.", channel.login, person.name),
        &json!({"event": "shoutout", "channel": channel.login, "to": person.name, "to_id": person.id}),
    );
    Ok(())
}
