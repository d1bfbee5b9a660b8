//! Clears away what an older version kept in the clear, or another key sealed, after the tables no longer hold it:
//! from unused pages, from the journal, and from the backups that were made before tokens were sealed.
//! What the disk itself still holds is out of reach.

use std::time::Duration;

use sqlx::{AnyConnection, Row};

use crate::backend::{Address, Backend};
use crate::backup::{BackupKind, of_database};
use crate::clock;
use crate::error::{Cause, Error};
use crate::generation;
use crate::migration;
use crate::postgres_dump;
use crate::private_file;
use crate::setting::{self, Setting};
use crate::settings::Settings;
use crate::sqlite_copy;

/// Does what is pending. What cannot be done now, because somebody is reading, stays pending until the store is opened again.
pub(crate) async fn run(
    address: &Address,
    connection: &mut AnyConnection,
    settings: &Settings,
) -> Result<(), Error> {
    if setting::read(connection, Setting::Scrub).await?.is_none() {
        return Ok(());
    }
    if try_run(address, connection, settings).await.is_ok() {
        setting::delete(connection, Setting::Scrub).await?;
    }
    Ok(())
}

async fn try_run(
    address: &Address,
    connection: &mut AnyConnection,
    settings: &Settings,
) -> Result<(), Cause> {
    match address.backend {
        Backend::Sqlite => {
            sqlx::raw_sql("VACUUM").execute(&mut *connection).await?;
            let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut *connection)
                .await?;
            let is_busy: i64 = row.try_get(0)?;
            if is_busy != 0 {
                return Err("somebody is reading".into());
            }
        }
        Backend::Postgres => {
            sqlx::raw_sql("VACUUM FULL credential")
                .execute(&mut *connection)
                .await?;
        }
    }
    replace_clear_backups(address, connection, settings).await
}

/// A backup from before tokens were sealed served until the schema was changed; a sealed one takes its place.
async fn replace_clear_backups(
    address: &Address,
    connection: &mut AnyConnection,
    settings: &Settings,
) -> Result<(), Cause> {
    let Some(folder) = &settings.backups else {
        return Ok(());
    };
    if !folder.exists() {
        return Ok(());
    }
    // Half a backup in the clear is as bad as a whole one; whoever is writing one now will have to do it again.
    private_file::sweep(folder, Duration::ZERO)?;
    let mut clear = Vec::new();
    for backup in of_database(folder, &address.named())? {
        let summary = match address.backend {
            Backend::Sqlite => sqlite_copy::check(&backup.path).await.ok(),
            Backend::Postgres => {
                let content = postgres_dump::read(&backup.path).await.ok();
                content.map(|content| content.summary)
            }
        };
        let is_clear = match summary {
            Some(summary) => summary.schema_version < migration::SEALED,
            // It can no longer be put back, but somebody might still read in it.
            None => matches!(backup.kind, BackupKind::Migration { .. }),
        };
        if is_clear {
            clear.push(backup.path);
        }
    }
    if clear.is_empty() {
        return Ok(());
    }
    let kind = (BackupKind::Daily, clock::now());
    generation::make(address, connection, folder, kind).await?;
    for path in clear {
        generation::remove(&path)?;
    }
    Ok(())
}
