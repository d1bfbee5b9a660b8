//! Where log lines go: standard error, so that results on standard output stay clean.

use tracing_subscriber::EnvFilter;

use crate::cli::{ColorChoice, Global};
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;

/// Begins logging as the command line asks.
///
/// # Errors
/// If the level is none.
pub(crate) fn begin(global: &Global, status: &StatusLine) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&global.log).map_err(|error| {
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
