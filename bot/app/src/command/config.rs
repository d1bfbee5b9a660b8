//! `streamhand config`: whether the config is right, and what it means.

use std::process::ExitCode;

use crate::cli::{ConfigAction, Global};
use crate::command::output;
use crate::context::Context;
use crate::failure::Failure;

/// Checks or shows the config.
///
/// # Errors
/// Whatever is wrong with it.
pub(crate) fn run(action: &ConfigAction, global: &Global) -> Result<ExitCode, Failure> {
    let context = Context::load(global)?;
    if matches!(action, ConfigAction::Show) {
        for line in context.config.origins() {
            output::line(&line);
        }
    }
    Ok(ExitCode::SUCCESS)
}
