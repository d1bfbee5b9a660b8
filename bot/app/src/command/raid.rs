//! `streamhand raid`: sends the viewers to another channel, or calls that off.

use serde_json::json;

use crate::cli::short_form::{Channel, Raid, RaidAction};
use crate::failure::{Failure, Status};
use crate::short_forms::errand::{Door, Errand};

/// Starts a raid, or calls one off.
///
/// # Errors
/// If Twitch refuses it, or knows no such channel.
pub(super) async fn run(options: &Raid, door: Door<'_>) -> Result<(), Failure> {
    match &options.action {
        Some(RaidAction::Cancel(channel)) => cancel(channel, door).await,
        None => start(options, door).await,
    }
}

async fn start(options: &Raid, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.as_ref(), "raid")?;
    let target = errand
        .person(options.to.as_deref().unwrap_or_default())
        .await?;
    let channel = &errand.channel;
    if target.id == channel.id {
        return Err(Failure::new(Status::Usage, "a channel cannot raid itself")
            .meaning(format!(
                "{} is the channel that would set off.",
                channel.login
            ))
            .advice("name the channel to go to"));
    }
    let started = errand.helix().start_a_raid(&channel.id, &target.id).await;
    started.map_err(|error| errand.refused(&target.name, &error))?;
    errand.tell(
        &format!(
            "{} raids {} in 90 seconds; `streamhand raid cancel` calls it off.",
            channel.login, target.name
        ),
        &json!({
            "event": "raid_started",
            "channel": channel.login,
            "to": target.name,
            "to_id": target.id,
            "sets_off_in": 90,
        }),
    );
    Ok(())
}

async fn cancel(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "raid cancel")?;
    let canceled = errand.helix().cancel_a_raid(&errand.channel.id).await;
    canceled.map_err(|error| errand.refused("", &error))?;
    errand.tell(
        &format!("The raid of {} is called off.", errand.channel.login),
        &json!({"event": "raid_canceled", "channel": errand.channel.login}),
    );
    Ok(())
}
