//! `streamhand vip`: makes somebody a VIP, or takes that back.

use serde_json::json;

use crate::cli::short_form::{OneLogin, Vip};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Changes who is a VIP.
///
/// # Errors
/// If Twitch refuses it, or knows nobody of that name.
pub(super) async fn run(action: &Vip, door: Door<'_>) -> Result<(), Failure> {
    match action {
        Vip::Add(options) => add(options, door).await,
        Vip::Remove(options) => remove(options, door).await,
    }
}

async fn add(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "vip add")?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let added = errand
        .helix()
        .add_channel_vip(&person.id, &channel.id)
        .await;
    added.map_err(|error| errand.refused(&person.name, &error))?;
    errand.tell(
        &format!("{} is a VIP of {} now.", person.name, channel.login),
        &json!({"event": "vip_added", "channel": channel.login, "who": person.name, "id": person.id}),
    );
    Ok(())
}

async fn remove(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "vip remove")?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let removed = errand
        .helix()
        .remove_channel_vip(&person.id, &channel.id)
        .await;
    removed.map_err(|error| errand.refused(&person.name, &error))?;
    errand.tell(
        &format!("{} is no VIP of {} any more.", person.name, channel.login),
        &json!({"event": "vip_removed", "channel": channel.login, "who": person.name, "id": person.id}),
    );
    Ok(())
}
