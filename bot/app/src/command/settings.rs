//! `streamhand settings`: shows the modes of the chat, or changes one.

use std::time::Duration;

use helix::Error;
use helix::chat::{ChatSettings, UpdateChatSettings};
use serde_json::{Value, json};

use crate::cli::short_form::{Mode, Settings};
use crate::command::tallies;
use crate::failure::{Failure, Status};
use crate::short_forms::errand::{Door, Errand};
use crate::spoken;

/// Shows the modes, or changes one.
///
/// # Errors
/// If neither the bot nor the broadcaster may, or Twitch refuses the value.
pub(super) async fn run(options: &Settings, door: Door<'_>) -> Result<(), Failure> {
    let Some(mode) = &options.mode else {
        let chosen = options.channel.channel.as_ref();
        let errand = Errand::in_channel(door, chosen, "settings").await?;
        return show(&errand).await;
    };
    let chosen = mode.channel().channel.as_ref();
    let errand = Errand::in_channel(door, chosen, name(mode)).await?;
    let id = &errand.channel.id;
    let changed = errand
        .as_moderator("", async |helix, moderator| -> Result<_, Error> {
            let request = changing(UpdateChatSettings::new(id, moderator), mode);
            helix.send(&request).await
        })
        .await?;
    let Some(settings) = changed.first() else {
        return Err(unknown(&errand));
    };
    errand.tell(&sentence(mode, settings), &as_json(&errand, settings));
    Ok(())
}

async fn show(errand: &Errand<'_>) -> Result<(), Failure> {
    let settings = errand.helix().get_chat_settings(&errand.channel.id).await;
    let settings = settings.map_err(|error| errand.refused("", &error))?;
    let Some(settings) = settings.first() else {
        return Err(unknown(errand));
    };
    if errand.is_json {
        errand
            .calling
            .outlet
            .line(&as_json(errand, settings).to_string());
        return Ok(());
    }
    errand
        .calling
        .outlet
        .aside(&format!("The chat of {}:", errand.channel.login));
    let on_off = |is_on: bool| if is_on { "on" } else { "off" }.to_owned();
    let slow = slow(settings).map_or_else(|| on_off(false), spoken::exactly);
    let followers = followers(settings).map_or_else(|| on_off(false), spoken::exactly);
    for (mode, value) in [
        ("slow", slow),
        ("followers", followers),
        ("subscribers", on_off(settings.subscriber_mode)),
        ("emotes", on_off(settings.emote_mode)),
        ("unique", on_off(settings.unique_chat_mode)),
    ] {
        errand.calling.outlet.line(&format!("{mode:<12} {value}"));
    }
    Ok(())
}

fn name(mode: &Mode) -> &'static str {
    match mode {
        Mode::Slow(_) => "settings slow",
        Mode::Followers(_) => "settings followers",
        Mode::Subscribers(_) => "settings subscribers",
        Mode::Emotes(_) => "settings emotes",
        Mode::Unique(_) => "settings unique",
    }
}

fn changing<Via>(request: UpdateChatSettings<Via>, mode: &Mode) -> UpdateChatSettings<Via> {
    match mode {
        Mode::Slow(slow) => match slow.value.0 {
            Some(wait) => request
                .slow_mode(true)
                .slow_mode_wait_time(tallies::seconds(wait)),
            None => request.slow_mode(false),
        },
        Mode::Followers(followers) => match followers.value.0 {
            // Whole minutes are all that Twitch knows here; rounded up, so that nobody comes in too early.
            Some(needed) => request
                .follower_mode(true)
                .follower_mode_duration(tallies::seconds(needed).saturating_add(59) / 60),
            None => request.follower_mode(false),
        },
        Mode::Subscribers(mode) => request.subscriber_mode(mode.value.is_on()),
        Mode::Emotes(mode) => request.emote_mode(mode.value.is_on()),
        Mode::Unique(mode) => request.unique_chat_mode(mode.value.is_on()),
    }
}

/// How the mode is now, by what Twitch says of it.
fn sentence(mode: &Mode, settings: &ChatSettings) -> String {
    match mode {
        Mode::Slow(_) => match slow(settings) {
            Some(wait) => format!(
                "Slow mode is on: everybody waits {} between two messages.",
                spoken::exactly(wait)
            ),
            None => "Slow mode is off.".to_owned(),
        },
        Mode::Followers(_) => match followers(settings) {
            Some(needed) if needed.is_zero() => {
                "Followers-only mode is on: only followers may chat.".to_owned()
            }
            Some(needed) => format!(
                "Followers-only mode is on: who has followed for {} may chat.",
                spoken::exactly(needed)
            ),
            None => "Followers-only mode is off.".to_owned(),
        },
        Mode::Subscribers(_) => on_off(
            settings.subscriber_mode,
            ("Subscribers-only mode", "only subscribers may chat"),
        ),
        Mode::Emotes(_) => on_off(
            settings.emote_mode,
            ("Emotes-only mode", "messages hold emotes and nothing else"),
        ),
        Mode::Unique(_) => on_off(
            settings.unique_chat_mode,
            ("Unique chat", "nobody may repeat what was said"),
        ),
    }
}

fn on_off(is_on: bool, (mode, meaning): (&str, &str)) -> String {
    match is_on {
        true => format!("{mode} is on: {meaning}."),
        false => format!("{mode} is off."),
    }
}

fn slow(settings: &ChatSettings) -> Option<Duration> {
    let seconds = settings.slow_mode_wait_time.unwrap_or(0);
    let wait = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    settings.slow_mode.then_some(wait)
}

fn followers(settings: &ChatSettings) -> Option<Duration> {
    let minutes = settings.follower_mode_duration.unwrap_or(0);
    let needed = Duration::from_secs(u64::try_from(minutes).unwrap_or(0).saturating_mul(60));
    settings.follower_mode.then_some(needed)
}

fn as_json(errand: &Errand<'_>, settings: &ChatSettings) -> Value {
    json!({
        "event": "settings",
        "channel": errand.channel.login,
        "slow_seconds": slow(settings).map(|wait| wait.as_secs()),
        "followers_minutes": followers(settings).map(|needed| needed.as_secs() / 60),
        "subscribers": settings.subscriber_mode,
        "emotes": settings.emote_mode,
        "unique": settings.unique_chat_mode,
    })
}

fn unknown(errand: &Errand<'_>) -> Failure {
    let login = &errand.channel.login;
    Failure::new(
        Status::Refused,
        format!("Twitch tells nothing of the chat of {login}"),
    )
    .advice("look at the account with `streamhand user LOGIN`")
}
