//! Backups of an open store, and what is in it. Which backups are kept is decided by their names, elsewhere.

use std::path::Path;
use std::time::Duration;

use types::Timestamp;

use crate::backup::{Backup, BackupKind, of_database};
use crate::clock;
use crate::error::Error;
use crate::generation::{self, BackedUp};
use crate::private_file;
use crate::repair::Recovery;
use crate::store::Store;
use crate::summary::{self, Summary};

impl Store {
    /// Makes a backup in the folder of the settings, which stays until somebody removes it.
    ///
    /// # Errors
    /// [`Error::NoBackups`] if the settings name no folder, [`Error::Backup`] if the backup cannot be made or is not
    /// good, [`Error::ProgramMissing`] if PostgreSQL's programs are not there.
    pub async fn back_up(&self) -> Result<BackedUp, Error> {
        self.back_up_as(BackupKind::Manual, clock::now()).await
    }

    /// Makes a backup in that file, which must not be there yet; its folder must be.
    ///
    /// # Errors
    /// [`Error::BackupName`] if the file is there or its folder is not; otherwise as [`back_up`](Self::back_up).
    pub async fn back_up_to(&self, file: &Path) -> Result<Summary, Error> {
        judge_name(file)?;
        let mut connection = self
            .writer()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        generation::write(self.address(), &mut connection, file).await
    }

    /// Makes the backup of the day, if the newest one is a day old; `None` if it is not, or if there are to be none.
    ///
    /// # Errors
    /// As [`back_up`](Self::back_up).
    pub async fn back_up_if_due(&self, now: Timestamp) -> Result<Option<BackedUp>, Error> {
        let Some(folder) = self.backups_folder() else {
            return Ok(None);
        };
        let found = of_database(folder, &self.address().named())?;
        let mut daily = found
            .iter()
            .filter(|backup| backup.kind == BackupKind::Daily);
        // One from the future was made while the clock was wrong, and says nothing.
        let newest = daily.find(|backup| backup.made_at <= now);
        if newest.is_some_and(|backup| now.since(backup.made_at) < DAY) {
            return Ok(None);
        }
        self.back_up_as(BackupKind::Daily, now).await.map(Some)
    }

    /// The backups of this database, newest first.
    ///
    /// # Errors
    /// [`Error::File`] if the folder cannot be read.
    pub fn backups(&self) -> Result<Vec<Backup>, Error> {
        match self.backups_folder() {
            Some(folder) => of_database(folder, &self.address().named()),
            None => Ok(Vec::new()),
        }
    }

    /// What is in the database; no secrets.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn summary(&self) -> Result<Summary, Error> {
        let mut connection = self
            .reader()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        let summary = summary::read(&mut connection, self.backend()).await;
        summary.map_err(Error::reading(TABLE))
    }

    /// What was mended when the database was opened. Whoever sits at the machine has to be told.
    pub fn recovery(&self) -> Option<&Recovery> {
        self.recovered()
    }

    async fn back_up_as(&self, kind: BackupKind, now: Timestamp) -> Result<BackedUp, Error> {
        let folder = self.backups_folder().ok_or(Error::NoBackups)?;
        let mut connection = self
            .writer()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        generation::make(self.address(), &mut connection, folder, (kind, now)).await
    }
}

/// A folder that somebody mistyped, or that should have been mounted, is not made: the backup would be where nobody looks.
fn judge_name(file: &Path) -> Result<(), Error> {
    let folder = private_file::parent(file);
    let reason = match file.symlink_metadata() {
        Ok(found) if found.is_symlink() => "a symbolic link of that name is there".to_owned(),
        Ok(found) if found.is_dir() => "it is a folder".to_owned(),
        Ok(_) => "it is there already, and is not written over".to_owned(),
        Err(_) if !folder.is_dir() => format!("there is no folder {}", folder.display()),
        Err(_) => return Ok(()),
    };
    Err(Error::BackupName {
        path: file.to_owned(),
        reason,
    })
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const TABLE: &str = "migration";
