//! Puts a good backup in the place of a damaged database file. The damaged one is kept aside, and nothing is silent about it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use types::Timestamp;

use crate::backup::{self, Backup, Named};
use crate::clock;
use crate::error::{Error, Tried};
use crate::examination::{Finding, Manner, examine, open};
use crate::keyring;
use crate::lock;
use crate::migration;
use crate::private_file;
use crate::settings::Settings;
use crate::sqlite_copy;
use crate::summary::Summary;

/// A damaged database was found when it was opened, and a backup took its place. Whoever runs the program has to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// What was wrong, in words.
    pub damage: String,
    /// Where the damaged file is kept.
    pub kept_aside: PathBuf,
    /// The backup that took its place; what was written after it is not there.
    pub backup: Backup,
    /// What is in it.
    pub summary: Summary,
}

/// What came of looking at a file alone.
pub(crate) enum Mended {
    /// A backup took its place.
    Now(Recovery),
    /// There was nothing to do; another process was faster.
    Already,
    /// Others have the file open.
    InUse,
}

/// Looks at a database file that nobody has open, and mends it if it is damaged.
pub(crate) async fn mend(
    database: &Path,
    named: &Named<'_>,
    settings: &Settings,
) -> Result<Mended, Error> {
    let name = database.display().to_string();
    let Some(_alone) = lock::own_use(database, Duration::ZERO).await? else {
        return Ok(Mended::InUse);
    };
    let Some(damage) = damage(database, named, settings).await? else {
        return Ok(Mended::Already);
    };
    let mut tried = Vec::new();
    for backup in candidates(named, settings, &mut tried) {
        match usable(&backup.path, settings).await {
            Ok(summary) => {
                let kept_aside = put_in_place(database, &backup)?;
                return Ok(Mended::Now(Recovery {
                    damage,
                    kept_aside,
                    backup,
                    summary,
                }));
            }
            Err(Unfit::Broken(reason) | Unfit::Sealed(reason)) => tried.push(Tried {
                path: backup.path,
                reason,
            }),
        }
    }
    Err(Error::Damaged {
        database: name,
        damage,
        tried,
    })
}

fn put_in_place(database: &Path, backup: &Backup) -> Result<PathBuf, Error> {
    let aside = aside(database, "damaged", clock::now());
    replace(database, &backup.path, &Former::Kept(aside.clone()))?;
    Ok(aside)
}

/// What is wrong with a database file, in words; `None` if nothing is.
pub(crate) async fn damage(
    database: &Path,
    named: &Named<'_>,
    settings: &Settings,
) -> Result<Option<String>, Error> {
    let found = examine(database, Manner::Live).await;
    let name = || database.display().to_string();
    let found = found.map_err(|source| Error::Open {
        database: name(),
        source,
    })?;
    match found {
        Finding::Whole(_) => Ok(None),
        Finding::Foreign => Err(Error::Foreign { database: name() }),
        Finding::Damaged(reason) => Ok(Some(reason)),
        // A new database begins empty; one that has backups has been more.
        Finding::Empty => {
            let is_new = candidates(named, settings, &mut Vec::new()).is_empty();
            Ok((!is_new).then(|| "it is empty, and its backups are not".to_owned()))
        }
    }
}

/// Why a backup cannot take the place of a store, in words.
pub(crate) enum Unfit {
    /// It is none, not whole, or of a newer version.
    Broken(String),
    /// Another key opens it.
    Sealed(String),
}

impl Unfit {
    /// What the key's failure means where a backup was to be opened: the live database has no part in it.
    pub(crate) fn from_key(error: &Error) -> Self {
        match error {
            Error::KeyMissing { file, .. } => {
                Self::Sealed(format!("the key file {} is missing", file.display()))
            }
            Error::WrongKey { key, .. } => Self::Sealed(format!("the {key} does not open it")),
            Error::OtherKeyKind { key, wanted, .. } => Self::Sealed(format!(
                "the {key} does not open it, as it is sealed with a {wanted}"
            )),
            Error::KeyUnusable { .. } => Self::Sealed(error.to_string()),
            Error::SealLost { .. } => Self::Broken("what tells its key is missing".to_owned()),
            _ => Self::Broken(error.to_string()),
        }
    }

    /// The same as an error about that backup.
    pub(crate) fn about(self, backup: &Path) -> Error {
        let path = backup.to_owned();
        match self {
            Self::Broken(reason) => Error::NotABackup { path, reason },
            Self::Sealed(reason) => Error::BackupSealed { path, reason },
        }
    }
}

/// Whether a backup is whole, known to this version, and opened by the key.
pub(crate) async fn usable(backup: &Path, settings: &Settings) -> Result<Summary, Unfit> {
    private_file::close(backup).map_err(|error| Unfit::Broken(error.to_string()))?;
    let summary = sqlite_copy::check(backup).await;
    let summary = summary.map_err(|cause| Unfit::Broken(cause.to_string()))?;
    if summary.schema_version > migration::KNOWN {
        return Err(Unfit::Broken(format!(
            "its schema has version {}, this program knows versions up to {}",
            summary.schema_version,
            migration::KNOWN
        )));
    }
    if summary.schema_version >= migration::SEALED {
        let connection = open(backup, Manner::Still).await;
        let mut connection = connection.map_err(|error| Unfit::Broken(error.to_string()))?;
        let name = backup.display().to_string();
        keyring::find(&mut connection, &settings.key, &name)
            .await
            .map_err(|error| Unfit::from_key(&error))?;
    }
    Ok(summary)
}

/// What becomes of the file that is replaced.
pub(crate) enum Former {
    /// It gets this name.
    Kept(PathBuf),
    /// It is gone; a backup of it was made.
    Removed,
}

/// Puts a copy of the backup in the place of the database.
///
/// At every moment there is a file of that name, so that a program which is killed here finds the damage again
/// and does not begin with nothing. What belonged to the former one beside it goes first: its journal would be
/// taken for the new one's.
pub(crate) fn replace(database: &Path, backup: &Path, former: &Former) -> Result<(), Error> {
    let replacing = || -> std::io::Result<()> {
        let folder = private_file::parent(database);
        let mut copy = private_file::temporary_beside(database)?;
        std::io::copy(&mut File::open(backup)?, copy.as_file_mut())?;
        copy.as_file().sync_all()?;
        for suffix in ["-wal", "-shm", "-journal"] {
            let companion = private_file::beside(database, suffix);
            match former {
                _ if !companion.exists() => {}
                Former::Kept(aside) => {
                    std::fs::rename(companion, private_file::beside(aside, suffix))?;
                }
                Former::Removed => std::fs::remove_file(companion)?,
            }
        }
        if let Former::Kept(aside) = former {
            // Some file systems know no second names.
            if std::fs::hard_link(database, aside).is_err() {
                std::io::copy(
                    &mut File::open(database)?,
                    &mut private_file::create(aside)?,
                )?;
            }
            private_file::sync_folder(&folder)?;
        }
        copy.persist(database).map_err(|refused| refused.error)?;
        private_file::sync_folder(&folder)
    };
    replacing().map_err(|source| Error::File {
        path: database.to_owned(),
        source: source.into(),
    })
}

/// A name that says what is in the file, and that no other moment has.
pub(crate) fn aside(database: &Path, what: &str, moment: Timestamp) -> PathBuf {
    let moment = moment.to_string().replace([':', '-', '.'], "");
    private_file::beside(database, &format!(".{what}-{moment}"))
}

/// The backups to try, newest first; a folder that cannot be read is told among those that were tried.
fn candidates(named: &Named<'_>, settings: &Settings, tried: &mut Vec<Tried>) -> Vec<Backup> {
    let Some(folder) = &settings.backups else {
        return Vec::new();
    };
    backup::of_database(folder, named).unwrap_or_else(|error| {
        tried.push(Tried {
            path: folder.clone(),
            reason: error.to_string(),
        });
        Vec::new()
    })
}
