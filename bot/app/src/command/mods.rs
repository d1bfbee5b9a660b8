//! `streamhand mods`: who moderates the channel.

use serde_json::json;

use crate::cli::short_form::Channel;
use crate::command::people::{self, Listed};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Lists the moderators.
///
/// # Errors
/// If the broadcaster is not logged in, or has not allowed it.
pub(super) async fn run(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "mods")?;
    let request = errand.helix().get_moderators(&errand.channel.id);
    let moderators = request.first(100).pages().all().await;
    let moderators = moderators.map_err(|error| errand.refused("", &error))?;
    let count = u64::try_from(moderators.len()).unwrap_or(u64::MAX);
    let login = &errand.channel.login;
    let heading = match count {
        0 => format!("{login} has no moderators."),
        _ => format!(
            "{login} has {}:",
            spoken::count(count, "moderator", "moderators")
        ),
    };
    let listed = moderators.iter().map(|moderator| Listed {
        login: &moderator.user_login,
        name: &moderator.user_name,
        event: json!({
            "event": "moderator",
            "id": moderator.user_id,
            "login": moderator.user_login,
            "display_name": moderator.user_name,
        }),
    });
    people::list(&errand, &heading, listed);
    Ok(())
}
