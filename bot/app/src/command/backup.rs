//! `streamhand backup`: a copy of everything that the bot remembers, made while it may be running, and checked.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use store::Summary;

use crate::cli::Backup;
use crate::command::output;
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Makes a copy.
///
/// # Errors
/// If the store cannot be opened, or the copy cannot be written or is not whole.
pub(crate) async fn run(options: &Backup, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let made = match &options.file {
        Some(file) => {
            let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            let summary = store.back_up_to(&file).await;
            summary.map(|summary| (file, summary))
        }
        None => {
            let made = store.back_up().await;
            made.map(|made| (made.backup.path, made.summary))
        }
    };
    store.close().await;
    let (file, summary) = made.map_err(|error| explain::store(&error))?;
    tell(&file, &summary, context);
    Ok(ExitCode::SUCCESS)
}

fn tell(file: &Path, summary: &Summary, context: &Context) {
    let file = file.display();
    if context.is_json {
        let mut event = as_json(summary);
        event["event"] = "backup".into();
        event["file"] = file.to_string().into();
        output::line(&event.to_string());
        return;
    }
    output::line(&format!("{file}\n  {}", in_words(summary)));
    output::aside(&format!(
        "It holds the logins sealed. It is opened by {}, which is not in it; keep that too, somewhere else.",
        context.config.seal
    ));
}

/// What is in a copy, for people.
pub(super) fn in_words(summary: &Summary) -> String {
    let named = |what: &str, names: &[String]| match names {
        [] => format!("no {what}s"),
        [one] => format!("{what} {one}"),
        several => format!("{what}s {}", several.join(", ")),
    };
    let counted = |what: &str, count: u64| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    [
        named("account", &summary.accounts),
        named("channel", &summary.channels),
        counted("role", summary.roles),
        counted("login", summary.credentials),
        counted("command", summary.commands),
        format!("schema version {}", summary.schema_version),
    ]
    .join("; ")
}

/// The same for programs.
pub(super) fn as_json(summary: &Summary) -> serde_json::Value {
    json!({
        "schema_version": summary.schema_version,
        "accounts": summary.accounts,
        "credentials": summary.credentials,
        "roles": summary.roles,
        "channels": summary.channels,
        "commands": summary.commands,
    })
}
