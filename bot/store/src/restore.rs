//! Puts a backup in the place of a store that nobody has open. Whether that is wanted is asked elsewhere.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::backend::{Address, Pools};
use crate::backup::BackupKind;
use crate::clock;
use crate::error::Error;
use crate::examination::{Finding, Manner, examine, open};
use crate::generation;
use crate::keyring;
use crate::lock;
use crate::migration;
use crate::postgres_dump;
use crate::private_file;
use crate::repair::{self, Former, Unfit, aside};
use crate::settings::Settings;
use crate::sqlite_copy;
use crate::summary::{self, Summary};

/// A backup took the place of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What is in the store now.
    pub summary: Summary,
    /// Where that is kept which was in the store before; `None` if it was empty.
    pub replaced: Option<PathBuf>,
}

/// What is in a backup, after opening and checking it.
///
/// # Errors
/// [`Error::NotABackup`] if it is none or not whole, [`Error::ProgramMissing`] if it takes PostgreSQL's programs to read it.
pub async fn inspect(backup: &Path) -> Result<Summary, Error> {
    // Opening a pipe would wait for somebody to write into it.
    if let Some(what) = private_file::no_file(backup) {
        let reason = format!("it is {what}");
        return Err(Unfit::Broken(reason).about(backup));
    }
    if postgres_dump::is_dump(backup) {
        let content = postgres_dump::read(backup).await?;
        return Ok(content.summary);
    }
    let summary = sqlite_copy::check(backup).await;
    summary.map_err(|cause| Error::NotABackup {
        path: backup.to_owned(),
        reason: cause.to_string(),
    })
}

/// Puts a backup in the place of the store; what was there is backed up first.
///
/// The backup is checked before anything is touched: it has to be whole, known to this version, and opened by the key.
///
/// # Errors
/// [`Error::NotABackup`] if the backup is not fit for that, [`Error::BackupSealed`] if the key is not its own; [`Error::InUse`] or [`Error::BotRuns`] while another
/// process has the store; [`Error::Backup`] if what is there cannot be backed up; [`Error::File`] if the files cannot be written.
pub async fn restore(url: &str, settings: &Settings, backup: &Path) -> Result<Restored, Error> {
    let address = Address::parse(url)?;
    match address.file() {
        Some(database) => restore_file(&address, database, settings, backup).await,
        None => restore_on_server(&address, settings, backup).await,
    }
}

async fn restore_file(
    address: &Address,
    database: &Path,
    settings: &Settings,
    backup: &Path,
) -> Result<Restored, Error> {
    address.prepare()?;
    let Some(_alone) = lock::own_use(database, Duration::ZERO).await? else {
        return Err(Error::InUse {
            database: address.name.clone(),
        });
    };
    let summary = repair::usable(backup, settings).await;
    let summary = summary.map_err(|unfit| unfit.about(backup))?;
    let failed = |source| Error::Open {
        database: address.name.clone(),
        source,
    };
    let found = examine(database, Manner::Live).await.map_err(failed)?;
    let mut replaced = None;
    let former = match (found, &settings.backups) {
        (Finding::Foreign, _) => {
            return Err(Error::Foreign {
                database: address.name.clone(),
            });
        }
        (Finding::Empty, _) => Former::Removed,
        (Finding::Whole(_), Some(folder)) => {
            let connection = open(database, Manner::Live).await;
            let mut connection = connection.map_err(|error| failed(error.into()))?;
            let kind = (BackupKind::Replaced, clock::now());
            let made = generation::make(address, &mut connection, folder, kind).await?;
            replaced = Some(made.backup.path);
            Former::Removed
        }
        (Finding::Whole(_), None) => Former::Kept(aside(database, "replaced", clock::now())),
        (Finding::Damaged(_), _) => Former::Kept(aside(database, "damaged", clock::now())),
    };
    repair::replace(database, backup, &former)?;
    if let Former::Kept(path) = former {
        replaced = Some(path);
    }
    Ok(Restored { summary, replaced })
}

async fn restore_on_server(
    address: &Address,
    settings: &Settings,
    backup: &Path,
) -> Result<Restored, Error> {
    let Some(options) = address.server() else {
        return Err(Error::Url {
            url: address.name.clone(),
            reason: "nothing can be restored into memory".to_owned(),
        });
    };
    let Some(_alone) = address.locks().take("bot", Duration::ZERO).await? else {
        return Err(Error::BotRuns {
            database: address.name.clone(),
            holder: None,
        });
    };
    let content = postgres_dump::read(backup).await?;
    let version = content.summary.schema_version;
    if !(1..=migration::KNOWN).contains(&version) {
        let reason = format!("its schema has version {version}");
        return Err(Unfit::Broken(reason).about(backup));
    }
    if version >= migration::SEALED {
        let name = backup.display().to_string();
        let ring = keyring::take(content.note, &settings.key, &name).await;
        ring.map_err(|error| Unfit::from_key(&error).about(backup))?;
    }
    let pools = address.connect().await?;
    let restored = async {
        let mut connection = pools
            .writer
            .acquire()
            .await
            .map_err(Error::reading("migration"))?;
        let replaced = back_up_present(address, &pools, settings).await?;
        postgres_dump::restore(options, &mut connection, backup).await?;
        Ok(Restored {
            summary: content.summary,
            replaced,
        })
    };
    let restored = restored.await;
    pools.close().await;
    restored
}

async fn back_up_present(
    address: &Address,
    pools: &Pools,
    settings: &Settings,
) -> Result<Option<PathBuf>, Error> {
    let mut connection = pools
        .writer
        .acquire()
        .await
        .map_err(Error::reading("migration"))?;
    let present = summary::read(&mut connection, address.backend).await;
    let present = present.map_err(Error::reading("migration"))?;
    let Some(folder) = settings
        .backups
        .as_ref()
        .filter(|_| present.schema_version > 0)
    else {
        return Ok(None);
    };
    let kind = (BackupKind::Replaced, clock::now());
    let made = generation::make(address, &mut connection, folder, kind).await?;
    Ok(Some(made.backup.path))
}
