//! `streamhand mod`: makes somebody a moderator, or takes that back.

use serde_json::json;

use crate::cli::short_form::{Mod, OneLogin};
use crate::failure::Failure;
use crate::short_forms::errand::{Door, Errand};

/// Changes who is a moderator.
///
/// # Errors
/// If Twitch refuses it, or knows nobody of that name.
pub(super) async fn run(action: &Mod, door: Door<'_>) -> Result<(), Failure> {
    match action {
        Mod::Add(options) => add(options, door).await,
        Mod::Remove(options) => remove(options, door).await,
    }
}

async fn add(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "mod add")?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let added = errand
        .helix()
        .add_channel_moderator(&channel.id, &person.id)
        .await;
    added.map_err(|error| errand.refused(&person.name, &error))?;
    errand.tell(
        &format!("{} is a moderator of {} now.", person.name, channel.login),
        &json!({"event": "moderator_added", "channel": channel.login, "who": person.name, "id": person.id}),
    );
    Ok(())
}

async fn remove(options: &OneLogin, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "mod remove")?;
    let person = errand.person(&options.who).await?;
    let channel = &errand.channel;
    let removed = errand
        .helix()
        .remove_channel_moderator(&channel.id, &person.id)
        .await;
    removed.map_err(|error| errand.refused(&person.name, &error))?;
    errand.tell(
        &format!("{} is no moderator of {} any more.", person.name, channel.login),
        &json!({"event": "moderator_removed", "channel": channel.login, "who": person.name, "id": person.id}),
    );
    Ok(())
}
