//! `streamhand marker`: marks this moment of the stream.

use std::time::Duration;

use serde_json::json;

use crate::cli::short_form::Words;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Sets a marker.
///
/// # Errors
/// If the channel is not live, or the broadcaster is not logged in.
pub(super) async fn run(options: &Words, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "marker")?;
    let helix = errand.helix();
    let request = helix.create_stream_marker(&errand.channel.id);
    let text = options.text.join(" ");
    let request = match text.is_empty() {
        true => request,
        false => request.description(&text),
    };
    let made = request.await.map_err(|error| errand.refused("", &error))?;
    let position = made.first().map_or(0, |marker| marker.position_seconds);
    let position = u64::try_from(position).unwrap_or(0);
    let said = match text.is_empty() {
        true => String::new(),
        false => format!(": {text}"),
    };
    let login = &errand.channel.login;
    errand.tell(
        &format!(
            "Marked {} into the stream of {login}{said}",
            spoken::exactly(Duration::from_secs(position))
        ),
        &json!({"event": "marker", "channel": login, "position_seconds": position, "description": text}),
    );
    Ok(())
}
