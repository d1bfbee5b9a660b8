//! `streamhand config`: whether the config is right, and what it means.

use std::path::Path;
use std::process::ExitCode;

use crate::cli::{ConfigAction, Global};
use crate::command::{config_import, output};
use crate::context::Context;
use crate::failure::Failure;

/// Checks or shows the config, or takes over an older bot's.
///
/// # Errors
/// Whatever is wrong with it.
pub(crate) async fn run(action: &ConfigAction, global: &Global) -> Result<ExitCode, Failure> {
    let look: fn(&Context, &Path) = match action {
        ConfigAction::Import(options) => return config_import::run(options, global).await,
        ConfigAction::Check => check,
        ConfigAction::Show => show,
    };
    let context = Context::load(global)?;
    let usual = context.folders.config_file();
    look(&context, global.config.as_deref().unwrap_or(&usual));
    Ok(ExitCode::SUCCESS)
}

/// Says that nothing is wrong, and what is not there yet. What is missing is no mistake, so it does not change the exit status.
fn check(context: &Context, file: &Path) {
    let missing = context.config.missing_for_a_bot();
    if context.is_json {
        let event = serde_json::json!({
            "event": "config_checked",
            "file": file.display().to_string(),
            "is_there": file.exists(),
            "missing": missing,
        });
        output::line(&event.to_string());
        return;
    }
    output::aside(&if file.exists() {
        format!("Nothing is wrong with {}.", file.display())
    } else {
        format!("There is no file {} yet.", file.display())
    });
    if !missing.is_empty() {
        output::aside(&format!(
            "The bot still needs {}. `streamhand setup` asks for what is missing and writes it.",
            missing.join(" and ")
        ));
    }
}

fn show(context: &Context, file: &Path) {
    let is_there = if file.exists() { "" } else { "  (not there)" };
    if context.is_json {
        for setting in context.config.settings() {
            output::line(&serde_json::json!(setting).to_string());
        }
        return;
    }
    output::line(&format!("# config file: {}{is_there}", file.display()));
    output::line(&format!(
        "# data folder: {}",
        context.folders.data_dir().display()
    ));
    for setting in context.config.settings() {
        output::line(&setting.to_string());
    }
}
