//! `streamhand run`: the bot, until the end is asked for.

use std::process::ExitCode;
use std::time::Duration;

use crate::bot::Bot;
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::Screen;
use crate::shutdown;
use crate::viewing::Viewing;

/// Runs the bot.
///
/// # Errors
/// If it cannot start, or ends by itself.
pub(crate) async fn run(context: &Context) -> Result<ExitCode, Failure> {
    let mut bot = tokio::select! {
        biased;
        request = shutdown::requested() => return Ok(request.exit_code()),
        bot = Bot::start(context) => bot?,
    };
    let screen = Screen::new(context.is_json, bot.channels.len() > 1);
    let mut viewing = Viewing::new(&screen);
    let end = tokio::select! {
        biased;
        request = shutdown::requested() => Some(request),
        () = announce_when_ready(&mut bot, context.is_json) => tokio::select! {
            biased;
            request = shutdown::requested() => Some(request),
            () = viewing.follow(&mut bot) => None,
        },
    };
    screen.close();
    bot.stop().await;
    match end {
        Some(request) => Ok(request.exit_code()),
        None => Err(Failure::new(Status::Failed, "the bot ended by itself")
            .meaning("That should never happen; the log above tells what broke down.")
            .advice("start it again, and report what the log says")),
    }
}

async fn announce_when_ready(bot: &mut Bot, is_json: bool) {
    let patience = tokio::time::timeout(PATIENCE, bot.ready());
    if patience.await.is_err() {
        output::aside(
            "The bot is not in its channel yet; it goes on trying. `--log info` tells more.",
        );
    }
    if is_json {
        let accounts: Vec<_> = bot
            .accounts
            .iter()
            .map(|account| account.login.as_str())
            .collect();
        let channels: Vec<_> = bot.channels.iter().map(types::Login::as_str).collect();
        let ready =
            serde_json::json!({"event": "ready", "accounts": accounts, "channels": channels});
        output::line(&ready.to_string());
    }
}

/// After this a person wants to know why nothing happens.
const PATIENCE: Duration = Duration::from_secs(15);
