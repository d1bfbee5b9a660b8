//! `streamhand run`: the bot, until the end is asked for.

use std::convert::Infallible;
use std::process::ExitCode;
use std::time::Duration;

use types::Login;

use crate::bot::Bot;
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::Screen;
use crate::screen::shown::Shown;
use crate::screen::status_line::StatusLine;
use crate::service_manager;
use crate::shutdown;
use crate::viewing::Viewing;

/// Runs the bot.
///
/// # Errors
/// If it cannot start, or ends by itself.
pub(crate) async fn run(context: &Context, status: &StatusLine) -> Result<ExitCode, Failure> {
    let listener = shutdown::Listener::start();
    service_manager::begun();
    let screen = Screen::new(status, context.is_json, context.config.channels.len() > 1);
    let tell = |shown: &Shown| {
        screen.show(shown);
    };
    let bot = tokio::select! {
        biased;
        request = listener.requested() => {
            screen.close();
            return Ok(request.exit_code());
        }
        bot = Bot::start(context, tell) => bot,
        never = waits() => match never {},
    };
    let mut bot = bot.inspect_err(|_| screen.close())?;
    let mut viewing = Viewing::new(&screen);
    let announcing = announce_when_ready(bot.ready(), Ready::of(&mut bot), context.is_json);
    let end = tokio::select! {
        biased;
        request = listener.requested() => Some(request),
        // What is to be shown stands before the word that it is ready.
        () = viewing.follow(&mut bot) => None,
        never = announcing => match never {},
    };
    screen.close();
    let mut last = bot.stop().await;
    while let Ok(shown) = last.try_recv() {
        screen.show(&shown);
    }
    match end {
        Some(request) => Ok(request.exit_code()),
        None => Err(Failure::new(Status::Failed, "the bot ended by itself")
            .meaning("That should never happen; the log above tells what broke down.")
            .advice("start it again, and report what the log says")),
    }
}

/// Tells the service manager that nothing is wrong with a bot that waits for Twitch.
async fn waits() -> Infallible {
    let mut tick = tokio::time::interval(WAIT_TICK);
    loop {
        tick.tick().await;
        service_manager::is_alive("starting");
    }
}

/// What is told when the bot serves; the names are a contract.
#[derive(Debug, serde::Serialize)]
struct Ready {
    event: &'static str,
    accounts: Vec<Login>,
    channels: Vec<Login>,
}

impl Ready {
    /// Takes the list of channels with it, which may be long.
    fn of(bot: &mut Bot) -> Self {
        let logins = bot.accounts.iter().map(|account| account.login.clone());
        Self {
            event: "ready",
            accounts: logins.collect(),
            channels: std::mem::take(&mut bot.channels),
        }
    }
}

/// Says when the bot serves, and before that if it takes long; it never ends, as only the bot's own end is one.
async fn announce_when_ready(
    joined: impl Future<Output = bool>,
    ready: Ready,
    is_json: bool,
) -> Infallible {
    let mut joined = std::pin::pin!(joined);
    let is_ready = match tokio::time::timeout(PATIENCE, &mut joined).await {
        Ok(is_ready) => is_ready,
        Err(_) => {
            output::aside(
                "The bot is not in its channel yet; it goes on trying, and the log above tells why.\n\
                 What to do: check the network and, if the config sets them, [twitch] irc and ca_file.",
            );
            joined.await
        }
    };
    if is_ready && is_json {
        match serde_json::to_string(&ready) {
            Ok(line) => output::line(&line),
            Err(error) => tracing::error!(%error, "cannot tell that the bot is ready"),
        }
    }
    drop(ready);
    std::future::pending().await
}

/// Far less than any watchdog waits.
const WAIT_TICK: Duration = Duration::from_secs(2);

/// After this a person wants to know why nothing happens.
const PATIENCE: Duration = Duration::from_secs(15);
