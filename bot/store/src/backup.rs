//! The backups in a folder: what they are called, which there are, and which are too many. How they are made is elsewhere.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use types::Timestamp;

use crate::error::Error;

/// A backup in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// The database that it was made of, by its name without folder and ending.
    pub database: String,
    /// Why it was made.
    pub kind: BackupKind,
    /// When it was made.
    pub made_at: Timestamp,
}

/// Why a backup was made, which decides how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupKind {
    /// The day was over; the newest five are kept.
    Daily,
    /// The schema was to be changed; the newest one for each version is kept.
    Migration {
        /// The version that the schema was to get.
        version: i64,
    },
    /// Another backup was to take the place of this database; the newest five are kept.
    Replaced,
    /// Somebody asked for it; it is kept until somebody removes it.
    Manual,
}

/// The backups in a folder, newest first; files that are none are passed over.
///
/// A folder that is not there holds none.
///
/// # Errors
/// [`Error::File`] if the folder cannot be read.
pub fn backups(folder: &Path) -> Result<Vec<Backup>, Error> {
    let listing = || -> io::Result<Vec<Backup>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            found.extend(Backup::from_path(&entry?.path()));
        }
        Ok(found)
    };
    let mut found = match listing() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        listed => listed.map_err(|error| Error::File {
            path: folder.to_owned(),
            source: error.into(),
        })?,
    };
    found.sort_by(|one, two| (two.made_at, &two.path).cmp(&(one.made_at, &one.path)));
    Ok(found)
}

impl Backup {
    /// A backup that is to be made; its name sorts by its moment.
    pub(crate) fn new(
        folder: &Path,
        database: &Named<'_>,
        kind: BackupKind,
        made_at: Timestamp,
    ) -> Self {
        let moment: String = jiff::Timestamp::from_millisecond(made_at.as_unix_millis())
            .unwrap_or_default()
            .strftime("%Y%m%dT%H%M%S%3fZ")
            .to_string();
        let name = format!("{}.{moment}.{kind}.{}", database.name, database.ending);
        Self {
            path: folder.join(name),
            database: database.name.to_owned(),
            kind,
            made_at,
        }
    }

    /// What the name of a file tells; `None` if it is not the name of a backup.
    pub fn from_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let mut parts = name.rsplitn(4, '.');
        let (ending, kind, moment, database) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if ![SQLITE_ENDING, POSTGRES_ENDING].contains(&ending) {
            return None;
        }
        Some(Self {
            path: path.to_owned(),
            database: database.to_owned(),
            kind: kind.parse().ok()?,
            made_at: read_moment(moment)?,
        })
    }
}

/// What the backups of a database are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    pub(crate) ending: &'static str,
}

/// The backups of one database, newest first.
pub(crate) fn of_database(folder: &Path, database: &Named<'_>) -> Result<Vec<Backup>, Error> {
    let mut found = backups(folder)?;
    found.retain(|backup| {
        backup.database == database.name
            && backup
                .path
                .extension()
                .is_some_and(|ending| ending == database.ending)
    });
    Ok(found)
}

/// Those of the given backups, newest first, that are no longer to be kept.
pub(crate) fn superfluous(backups: &[Backup]) -> Vec<&Backup> {
    let newer = |place: usize, kind: BackupKind| {
        let newer = &backups[..place];
        newer.iter().filter(|backup| backup.kind == kind).count()
    };
    let backups = backups.iter().enumerate();
    let superfluous = backups.filter(|(place, backup)| match backup.kind {
        BackupKind::Daily | BackupKind::Replaced => newer(*place, backup.kind) >= GENERATIONS,
        BackupKind::Migration { .. } => newer(*place, backup.kind) >= 1,
        BackupKind::Manual => false,
    });
    superfluous.map(|(_, backup)| backup).collect()
}

impl fmt::Display for BackupKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Daily => formatter.write_str("daily"),
            Self::Migration { version } => write!(formatter, "before-version-{version}"),
            Self::Replaced => formatter.write_str("replaced"),
            Self::Manual => formatter.write_str("manual"),
        }
    }
}

impl FromStr for BackupKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no kind of backup");
        match text {
            "daily" => Ok(Self::Daily),
            "replaced" => Ok(Self::Replaced),
            "manual" => Ok(Self::Manual),
            _ => {
                let version = text.strip_prefix("before-version-").ok_or_else(wrong)?;
                let version = version.parse().map_err(|_| wrong())?;
                Ok(Self::Migration { version })
            }
        }
    }
}

/// Reads `20261122T083601123Z`.
fn read_moment(text: &str) -> Option<Timestamp> {
    if text.len() != 19 || !text.is_ascii() {
        return None;
    }
    let (date, time) = (&text[..8], &text[9..18]);
    let moment = format!(
        "{}-{}-{}T{}:{}:{}.{}Z",
        &date[..4],
        &date[4..6],
        &date[6..],
        &time[..2],
        &time[2..4],
        &time[4..6],
        &time[6..]
    );
    moment.parse().ok()
}

pub(crate) const SQLITE_ENDING: &str = "db";
pub(crate) const POSTGRES_ENDING: &str = "dump";

const GENERATIONS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: Named<'static> = Named {
        name: "my.bot",
        ending: SQLITE_ENDING,
    };

    fn backup(kind: BackupKind, day: i64) -> Backup {
        let made_at = Timestamp::from_unix_millis(1_795_342_800_123 + day * 86_400_000);
        Backup::new(Path::new("/backups"), &NAMED, kind, made_at)
    }

    #[test]
    fn a_backup_is_known_by_its_name_and_the_names_sort_by_time() {
        let kinds = [
            BackupKind::Daily,
            BackupKind::Migration { version: 3 },
            BackupKind::Replaced,
            BackupKind::Manual,
        ];
        let mut last = PathBuf::new();
        for (day, kind) in (0..).zip(kinds) {
            let backup = backup(kind, day);
            assert_eq!(Backup::from_path(&backup.path), Some(backup.clone()));
            assert!(backup.path > last);
            last = backup.path;
        }
        for other in [
            "streamhand.db",
            "my.bot.20261122T083601123Z.daily.txt",
            "my.bot.20261322T083601123Z.daily.db",
            "my.bot.20261122T083601123Z.weekly.db",
            "my.bot.2026112éT08360112Z.daily.db",
        ] {
            assert_eq!(Backup::from_path(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn five_days_and_one_for_each_version_are_kept_and_what_was_asked_for() {
        let mut all: Vec<_> = (0..7).map(|day| backup(BackupKind::Daily, day)).collect();
        all.extend((0..3).map(|day| backup(BackupKind::Migration { version: 2 }, day)));
        all.push(backup(BackupKind::Migration { version: 3 }, 0));
        all.extend((0..9).map(|day| backup(BackupKind::Manual, day)));
        all.sort_by_key(|backup| std::cmp::Reverse(backup.made_at));
        let mut found = superfluous(&all);
        found.sort_by_key(|backup| (backup.kind.to_string(), backup.made_at));
        let expected = [
            backup(BackupKind::Migration { version: 2 }, 0),
            backup(BackupKind::Migration { version: 2 }, 1),
            backup(BackupKind::Daily, 0),
            backup(BackupKind::Daily, 1),
        ];
        assert_eq!(found, expected.iter().collect::<Vec<_>>());
    }
}
