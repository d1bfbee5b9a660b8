//! `streamhand vips`: who is a VIP of the channel.

use serde_json::json;

use crate::cli::short_form::Channel;
use crate::command::people::{self, Listed};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Lists the VIPs.
///
/// # Errors
/// If the broadcaster is not logged in, or has not allowed it.
pub(super) async fn run(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "vips")?;
    let request = errand.helix().get_vips(&errand.channel.id);
    let vips = request.first(100).pages().all().await;
    let vips = vips.map_err(|error| errand.refused("", &error))?;
    let count = u64::try_from(vips.len()).unwrap_or(u64::MAX);
    let login = &errand.channel.login;
    let heading = match count {
        0 => format!("{login} has no VIPs."),
        _ => format!("{login} has {}:", spoken::count(count, "VIP", "VIPs")),
    };
    let listed = vips.iter().map(|vip| Listed {
        login: &vip.user_login,
        name: &vip.user_name,
        event: json!({
            "event": "vip",
            "id": vip.user_id,
            "login": vip.user_login,
            "display_name": vip.user_name,
        }),
    });
    people::list(&errand, &heading, listed);
    Ok(())
}
