//! `streamhand clip`: keeps the last half minute of the stream.

use serde_json::json;

use crate::cli::short_form::Channel;
use crate::command::tallies;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Makes a clip.
///
/// # Errors
/// If the channel is not live, or nobody who is logged in may make clips.
pub(super) async fn run(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::in_channel(door, channel.channel.as_ref(), "clip").await?;
    let made = errand.helix().create_clip(&errand.channel.id).await;
    let made = made.map_err(|error| errand.refused("", &error))?;
    let Some(clip) = made.first() else {
        return Err(tallies::unnamed("clip"));
    };
    let login = &errand.channel.login;
    let url = format!("https://clips.twitch.tv/{}", clip.id);
    errand.tell(
        &format!("The last 30 seconds of {login} are kept: {url} (to cut it: {})", clip.edit_url),
        &json!({"event": "clip", "channel": login, "id": clip.id, "url": url, "edit_url": clip.edit_url}),
    );
    Ok(())
}
