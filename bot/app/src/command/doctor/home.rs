//! What is on this machine: the config, the data folder, the database, its key and its backups.

use std::path::{Path, PathBuf};

use store::Store;

use super::finding::Finding;
use crate::cli::Global;
use crate::clock;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::spoken;

/// The config, and what it lacks.
pub(super) fn config(context: &Context, global: &Global) -> Vec<Finding> {
    let usual = context.folders.config_file();
    let file = global.config.as_deref().unwrap_or(&usual);
    let missing = context.config.missing_for_a_bot();
    if !missing.is_empty() {
        let what = format!("the bot still needs {}", missing.join(" and "));
        let failure = Failure::new(Status::Usage, what).advice(format!(
            "run `streamhand setup`, or write it into {}",
            file.display()
        ));
        return vec![Finding::red("config", &failure)];
    }
    let text = if file.exists() {
        format!("nothing is wrong with {}", file.display())
    } else {
        format!(
            "everything comes from the environment; there is no file {}",
            file.display()
        )
    };
    vec![Finding::ok("config", text)]
}

/// The folder for data, and the key that seals what is in it.
pub(super) fn folder(context: &Context) -> Vec<Finding> {
    let folder = context.folders.data_dir();
    let mut findings = vec![match std::fs::metadata(folder) {
        Ok(found) if !found.is_dir() => {
            let what = format!("{} is no folder", folder.display());
            Finding::red(
                "data folder",
                &Failure::new(Status::Failed, what)
                    .advice("move it away, or choose another folder with --data-dir"),
            )
        }
        Ok(_) => privacy(folder),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Finding::ok(
            "data folder",
            format!("{} is made with the first login", folder.display()),
        ),
        Err(error) => {
            let what = format!("cannot look into {}: {error}", folder.display());
            let advice = "run the program as the user whose folder it is";
            Finding::red(
                "data folder",
                &Failure::new(Status::Failed, what).advice(advice),
            )
        }
    }];
    findings.push(Finding::ok(
        "key",
        format!("tokens are sealed with {}", context.config.seal),
    ));
    findings
}

/// Says so if the database is a file that is not there yet: looking at it would make it.
pub(super) fn no_database(context: &Context) -> Option<Finding> {
    let file = database_file(context)?;
    if file.exists() {
        return None;
    }
    let failure = Failure::new(
        Status::LoginNeeded,
        format!(
            "there is no database {} yet, so nobody is logged in",
            file.display()
        ),
    )
    .advice("run `streamhand setup`, or `streamhand login bot`");
    Some(Finding::red("store", &failure))
}

/// The open store: what is in it, and its backups.
pub(super) async fn store(context: &Context, store: &Store) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(recovery) = store.recovery() {
        findings.push(Finding::mild("store", &explain::recovery(recovery)));
    }
    let size = database_file(context)
        .and_then(|file| file.metadata().ok())
        .map(|found| format!(", {}", spoken::size(found.len())));
    match store.summary().await {
        Ok(summary) => findings.push(Finding::ok(
            "store",
            format!(
                "{} opens{}: schema {}, {} logins, {} channels, {} commands",
                store.name(),
                size.unwrap_or_default(),
                summary.schema_version,
                summary.credentials,
                summary.channels.len(),
                summary.commands
            ),
        )),
        Err(error) => findings.push(Finding::red("store", &explain::store(&error))),
    }
    findings.push(backups(context, store));
    findings
}

fn backups(context: &Context, store: &Store) -> Finding {
    let folder = context.config.backups_dir(&context.folders);
    let found = match store.backups() {
        Ok(found) => found,
        Err(error) => return Finding::mild("backups", &explain::store(&error)),
    };
    let Some(newest) = found.first() else {
        return Finding::warning(
            "backups",
            format!("there is none in {} yet", folder.display()),
            "let the bot run, which makes one a day, or run `streamhand backup`",
        );
    };
    let age = clock::now().since(newest.made_at);
    let text = format!(
        "{} in {}, the newest {} old",
        found.len(),
        folder.display(),
        spoken::duration(age)
    );
    if age > OLD {
        let advice = "run `streamhand backup`; a running bot makes one a day";
        return Finding::warning("backups", text, advice);
    }
    Finding::ok("backups", text)
}

/// The file of a SQLite database.
fn database_file(context: &Context) -> Option<PathBuf> {
    let url = context.config.store_url(&context.folders);
    let file = url.strip_prefix("sqlite:")?;
    (!file.starts_with(':')).then(|| PathBuf::from(file))
}

#[cfg(unix)]
fn privacy(folder: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    let text = format!("{} is there", folder.display());
    let mode = folder
        .metadata()
        .map_or(0, |found| found.permissions().mode());
    if mode & 0o077 == 0 {
        return Finding::ok("data folder", format!("{text}, for its owner alone"));
    }
    Finding::warning(
        "data folder",
        format!("{text}, and others of this machine may look into it"),
        format!("run `chmod 700 {}`", folder.display()),
    )
    .meaning("The files in it are closed to them all the same.")
}

/// A folder inherits the rights of the one it is in; a user's data folder is closed to others.
#[cfg(not(unix))]
fn privacy(folder: &Path) -> Finding {
    Finding::ok("data folder", format!("{} is there", folder.display()))
}

/// A running bot makes a backup a day; one that was missed is no reason to speak.
const OLD: std::time::Duration = std::time::Duration::from_secs(3 * 24 * 3_600);
