//! `streamhand title`: shows the title of the stream, or changes it.

use serde_json::json;

use crate::cli::short_form::Words;
use crate::command::stream_words;
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Shows the title, or changes it.
///
/// # Errors
/// If the broadcaster is not logged in, or Twitch refuses the title.
pub(super) async fn run(options: &Words, door: Door<'_>) -> Result<(), Failure> {
    let chosen = options.channel.channel.as_ref();
    if options.text.is_empty() {
        let errand = Errand::in_channel(door, chosen, "title").await?;
        let now = stream_words::now(&errand).await?;
        let login = &errand.channel.login;
        errand.tell(
            &format!("{login} streams under the title \"{}\".", now.title),
            &json!({"event": "title", "channel": login, "title": now.title}),
        );
        return Ok(());
    }
    let errand = Errand::of_broadcaster(door, chosen, "title")?;
    let title = options.text.join(" ");
    let helix = errand.helix();
    let request = helix.modify_channel_information(&errand.channel.id);
    let changed = request.title(&title).await;
    changed.map_err(|error| errand.refused("", &error))?;
    let login = &errand.channel.login;
    errand.tell(
        &format!("The title of {login} is \"{title}\" now."),
        &json!({"event": "title_changed", "channel": login, "title": title}),
    );
    Ok(())
}
