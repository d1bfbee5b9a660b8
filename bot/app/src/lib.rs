//! The hall: the binary `streamhand`, its config, its command line and the wiring; the only crate that sees both wings.
//!
//! The wall: nothing here speaks a protocol or decides what the bot does. It reads what people
//! want, connects the library wing with the product wing, and puts results into words.
//!
//! ```no_run
//! // What the binary does, whole.
//! fn main() -> std::process::ExitCode {
//!     streamhand::start()
//! }
//! ```

mod account_state;
mod accounts;
mod adopt;
mod bot;
mod calling;
mod chat;
mod cli;
mod clock;
mod command;
mod config;
mod confirmation;
mod context;
mod counters;
mod drop_code;
mod explain;
mod failure;
mod features;
mod hardening;
mod health;
mod import;
mod inbound;
mod keepers;
mod log;
mod login;
#[cfg(test)]
mod manual;
mod outbound;
mod outbox;
mod outcome;
mod outcome_log;
mod renamed;
mod scope_groups;
mod scopes;
mod screen;
mod service_manager;
mod setup;
mod short_forms;
mod shown_ids;
mod shutdown;
mod simulator;
mod speaking;
mod spoken;
mod supervision;
mod table;
mod terminal;
mod typed_login;
mod vault;
mod viewing;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, ColorChoice, Command};
use failure::{Failure, Status};
use screen::status_line::StatusLine;

/// Runs the program that the command line asks for.
pub fn start() -> ExitCode {
    // A shell that asks what could be typed waits for it at every press of a key, so nothing else is begun.
    match command::completions::answer() {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => {}
        Err(failure) => {
            report(&failure, false);
            return failure.exit_code();
        }
    }
    let cli = Cli::parse();
    let is_json = cli.is_json();
    choose_colors(cli.global.color);
    match (run(cli), command::output::lost()) {
        (Err(failure), _) => {
            report(&failure, is_json);
            failure.exit_code()
        }
        // Where results go, nothing can be told.
        (Ok(_), Some(lost)) => {
            report(&lost, false);
            lost.exit_code()
        }
        (Ok(code), None) => code,
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let status = StatusLine::hidden();
    log::begin(&cli, &status)?;
    hardening::begin();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers(&cli.command))
        .thread_keep_alive(IDLE_THREAD)
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Status::Failed,
                format!("cannot start the program's tasks: {error}"),
            )
        })?;
    let result = runtime.block_on(command::run(cli, &status));
    // A database or name lookup that hangs must not keep the program from ending.
    runtime.shutdown_timeout(LAST_WAIT);
    result
}

fn choose_colors(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

fn report(failure: &Failure, is_json: bool) {
    if is_json {
        command::output::line(&failure.to_json().to_string());
    } else {
        command::output::aside(&failure.to_string());
    }
}

/// How many threads work, beside the one that shows what happens.
///
/// Chat, tokens and the database wait more than they work, and one thread keeps up with the liveliest chat.
/// Where tasks change threads, each thread keeps for itself what the others have freed, which grows for an hour at least.
const fn workers(command: &Command) -> usize {
    match command {
        // A simulated Twitch makes the chat that its clients read while it serves them.
        Command::Demo(_) | Command::Sim(_) => 2,
        _ => 1,
    }
}

/// How long a thread for files and names waits for more to do: longer than between two reports of health, or each report would start one.
const IDLE_THREAD: std::time::Duration = std::time::Duration::from_secs(60);

/// How long what still runs may delay the end.
const LAST_WAIT: std::time::Duration = std::time::Duration::from_millis(500);
