//! Where log lines go: standard error, so that results on standard output stay clean.

use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, ColorChoice, Command};
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;

/// Begins logging as the command line asks.
///
/// # Errors
/// If the level is none.
pub(crate) fn begin(cli: &Cli, status: &StatusLine) -> Result<(), Failure> {
    let global = &cli.global;
    let filter = EnvFilter::try_new(level(cli)).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("\"{}\" is not a log level: {error}", global.log),
        )
        .advice("use error, warn, info, debug or trace, or a filter such as streamhand_auth=debug")
    })?;
    let has_colors = match global.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => !matches!(
            anstream::AutoStream::choice(&std::io::stderr()),
            anstream::ColorChoice::Never
        ),
    };
    let status = status.clone();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(move || status.errors_above())
        .with_ansi(has_colors);
    let result = if global.json {
        log.json().try_init()
    } else {
        log.try_init()
    };
    result.map_err(|error| Failure::new(Status::Failed, format!("cannot begin logging: {error}")))
}

/// What a command is about to tell of a login in its own words is not said before that by the log, unless it was asked to.
fn level(cli: &Cli) -> &str {
    match (&cli.command, cli.global.log.as_str()) {
        (
            Command::Login(_)
            | Command::Logout(_)
            | Command::Whoami
            | Command::Token(_)
            | Command::Doctor
            | Command::Setup(_)
            | Command::Api(_),
            "warn",
        ) => "warn,streamhand_auth=off",
        (_, level) => level,
    }
}
