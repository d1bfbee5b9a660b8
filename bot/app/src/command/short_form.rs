//! The short forms, told apart; what each does stands in the file of its command.

use std::process::ExitCode;

use crate::calling::Calling;
use crate::cli::Global;
use crate::cli::short_form::ShortForm;
use crate::command::{
    announce, ban, chatters, clip, delete, game, marker, moderator, mods, poll, prediction, raid,
    say, settings, shoutout, timeout, title, unban, user, vip, vips, warn,
};
use crate::failure::Failure;
use crate::screen::status_line::StatusLine;
use crate::short_forms::errand::Door;

/// Runs the short form that was typed.
///
/// # Errors
/// In the words of the short form.
pub(crate) async fn run(
    form: &ShortForm,
    global: &Global,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    Calling::with(global, async |context, calling| {
        perform(form, (context, calling), status).await
    })
    .await
}

/// Does it where Twitch can be called already.
///
/// # Errors
/// In the words of the short form.
pub(crate) async fn perform(
    form: &ShortForm,
    door: Door<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    match form {
        ShortForm::User(options) => user::run(options, door).await?,
        // These end with how it went, as somebody may break the watching off.
        ShortForm::Poll(action) => return poll::run(action, door, status).await,
        ShortForm::Prediction(action) => return prediction::run(action, door, status).await,
        ShortForm::Raid(options) => raid::run(options, door).await?,
        ShortForm::Chatters(channel) => chatters::run(channel, door).await?,
        ShortForm::Mods(channel) => mods::run(channel, door).await?,
        ShortForm::Mod(action) => moderator::run(action, door).await?,
        ShortForm::Say(options) => say::run(options, door).await?,
        ShortForm::Announce(options) => announce::run(options, door).await?,
        ShortForm::Shoutout(options) => shoutout::run(options, door).await?,
        ShortForm::Title(options) => title::run(options, door).await?,
        ShortForm::Game(options) => game::run(options, door).await?,
        ShortForm::Clip(channel) => clip::run(channel, door).await?,
        ShortForm::Marker(options) => marker::run(options, door).await?,
        ShortForm::Ban(options) => ban::run(options, door).await?,
        ShortForm::Timeout(options) => timeout::run(options, door).await?,
        ShortForm::Unban(options) => unban::run(options, door).await?,
        ShortForm::Warn(options) => warn::run(options, door).await?,
        ShortForm::Delete(options) => delete::one(options, door).await?,
        ShortForm::Clear(channel) => delete::all(channel, door).await?,
        ShortForm::Vip(action) => vip::run(action, door).await?,
        ShortForm::Vips(channel) => vips::run(channel, door).await?,
        ShortForm::Settings(options) => settings::run(options, door).await?,
    }
    Ok(ExitCode::SUCCESS)
}
