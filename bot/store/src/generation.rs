//! Makes one more backup in a folder, and removes those that are too many. When one is due is decided elsewhere.

use std::path::Path;
use std::time::Duration;

use sqlx::AnyConnection;
use types::Timestamp;

use crate::backend::Address;
use crate::backup::{Backup, BackupKind, of_database, superfluous};
use crate::error::Error;
use crate::postgres_dump;
use crate::private_file;
use crate::sqlite_copy;
use crate::summary::Summary;

/// A backup that was made, opened and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The backup.
    pub backup: Backup,
    /// What is in it.
    pub summary: Summary,
}

/// Makes a backup in the folder; only then are older ones removed.
pub(crate) async fn make(
    address: &Address,
    connection: &mut AnyConnection,
    folder: &Path,
    (kind, now): (BackupKind, Timestamp),
) -> Result<BackedUp, Error> {
    let named = address.named();
    let backup = Backup::new(folder, &named, kind, now);
    let summary = write(address, connection, &backup.path).await?;
    // What is swept is of no use to anybody; that it stays is no failure of the backup.
    let _ = private_file::sweep(folder, LEFTOVER_AGE);
    for old in superfluous(&of_database(folder, &named)?) {
        remove(&old.path)?;
    }
    Ok(BackedUp { backup, summary })
}

/// Writes what the connection sees to a file that is not there yet.
pub(crate) async fn write(
    address: &Address,
    connection: &mut AnyConnection,
    target: &Path,
) -> Result<Summary, Error> {
    match address.server() {
        Some(options) => postgres_dump::make(options, connection, target).await,
        None => sqlite_copy::make(connection, target).await,
    }
}

/// Removes a backup; one that is gone already is no failure.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::File {
            path: path.to_owned(),
            source: error.into(),
        }),
        _ => Ok(()),
    }
}

/// No backup takes that long, so whoever wrote such a file was killed.
const LEFTOVER_AGE: Duration = Duration::from_secs(60 * 60);
