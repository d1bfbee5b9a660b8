//! `streamhand restore`: what copies there are, and one of them in the place of what is there. That is copied first, so nothing is lost by a mistake.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use store::{BackupKind, Summary};

use crate::cli::Restore;
use crate::command::{backup, output};
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::terminal::{Silence, Terminal};

/// Lists the copies, or brings one back.
///
/// # Errors
/// If the copy is not whole or not opened by our key, a bot runs on the store, or nobody agreed.
pub(crate) async fn run(options: &Restore, context: &Context) -> Result<ExitCode, Failure> {
    match &options.file {
        None => list(context).await,
        Some(file) => bring_back(&find(file, context), options.yes, context).await,
    }
}

async fn list(context: &Context) -> Result<ExitCode, Failure> {
    let folder = context.config.backups_dir(&context.folders);
    let backups = store::backups(&folder).map_err(|error| explain::store(&error))?;
    if backups.is_empty() {
        output::aside(&format!(
            "There is no backup in {} yet. A running bot makes one every day; `streamhand backup` makes one now.",
            folder.display()
        ));
    }
    for backup in backups {
        let why = match backup.kind {
            BackupKind::Daily => "daily".to_owned(),
            BackupKind::Migration { version } => {
                format!("before the update to schema version {version}")
            }
            BackupKind::Replaced => "before another one was restored".to_owned(),
            BackupKind::Manual => "made by hand".to_owned(),
        };
        let content = store::inspect(&backup.path).await;
        let name = name(&backup.path);
        if context.is_json {
            let mut event = match &content {
                Ok(summary) => backup::as_json(summary),
                Err(error) => serde_json::json!({"unusable": error.to_string()}),
            };
            event["event"] = "backup".into();
            event["file"] = name.into();
            event["made_at"] = backup.made_at.to_string().into();
            event["kind"] = backup.kind.to_string().into();
            output::line(&event.to_string());
        } else {
            let content = match &content {
                Ok(summary) => backup::in_words(summary),
                Err(error) => format!("cannot be used: {error}"),
            };
            output::line(&format!("{name}\n  {}, {why}\n  {content}", backup.made_at));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn bring_back(file: &Path, is_agreed: bool, context: &Context) -> Result<ExitCode, Failure> {
    let summary = store::inspect(file).await;
    let summary = summary.map_err(|error| explain::store(&error))?;
    if !is_agreed {
        agree(file, &summary, context).await?;
    }
    let url = context.config.store_url(&context.folders);
    let settings = context.config.store_settings(&context.folders);
    let restored = store::restore(&url, &settings, file).await;
    let restored = restored.map_err(|error| explain::store(&error))?;
    let replaced = restored
        .replaced
        .as_deref()
        .map(|path| path.display().to_string());
    if context.is_json {
        let mut event = backup::as_json(&restored.summary);
        event["event"] = "restored".into();
        event["file"] = file.display().to_string().into();
        event["replaced"] = replaced.into();
        output::line(&event.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&format!(
        "Restored: {}",
        backup::in_words(&restored.summary)
    ));
    if let Some(replaced) = replaced {
        output::line(&format!("What was there before is kept in {replaced}."));
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks a person; without one it takes an option, because a script must not replace everything by mistake.
async fn agree(file: &Path, summary: &Summary, context: &Context) -> Result<(), Failure> {
    let Some(terminal) = Terminal::find(context.is_json) else {
        return Err(Failure::new(
            Status::Usage,
            "restoring replaces everything that the bot remembers, and there is no terminal to ask at",
        )
        .meaning("Nothing was changed.")
        .advice("add --yes if that is what you want"));
    };
    output::line(&format!(
        "{}\n  {}",
        file.display(),
        backup::in_words(summary)
    ));
    let question =
        "Put this in the place of everything that the bot remembers now (a copy of that is kept)";
    match terminal.ask_yes_or_no(question, false).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(Silence::BrokenOff) => {
            Err(Failure::new(Status::Interrupted, "nothing was restored")
                .meaning("Nothing was changed."))
        }
        Err(Silence::Unusable(cause)) => Err(Failure::new(
            Status::Failed,
            format!("cannot ask at this terminal: {cause}"),
        )
        .advice("add --yes if you want to restore without being asked")),
    }
}

/// The file itself, or the one of that name in the folder for backups.
fn find(file: &Path, context: &Context) -> PathBuf {
    let in_folder = context.config.backups_dir(&context.folders).join(file);
    if !file.exists() && in_folder.exists() {
        return in_folder;
    }
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
