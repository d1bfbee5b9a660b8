//! Tells whether a SQLite file is whole, and what is in it. A file that is locked, closed to us or newer is not damaged.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection, Row};

use crate::backend::{Backend, escape};
use crate::error::{Cause, sqlite_code};
use crate::migration;
use crate::private_file::with_companions;
use crate::summary::{self, Summary};

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) enum Finding {
    /// A store of ours, and whole.
    Whole(Summary),
    /// There is nothing in it: not yet, or no longer.
    Empty,
    /// A database of another program.
    Foreign,
    /// It was a database, or should be one; the reason in words.
    Damaged(String),
}

/// How closely a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A database that is in use: its journal belongs to it, and the check is the quick one.
    Live,
    /// A backup, which nobody writes to: nothing beside it is read or made, and everything is checked.
    Still,
}

/// Looks into a file.
///
/// # Errors
/// Whatever keeps us from looking: rights, locks, a full disk.
pub(crate) async fn examine(path: &Path, manner: Manner) -> Result<Finding, Cause> {
    if let Some(finding) = look_at_beginning(path)? {
        return Ok(finding);
    }
    match look_inside(path, manner).await {
        Ok(finding) => Ok(finding),
        Err(error) if is_damage(&error) => Ok(Finding::Damaged(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// Opens a file of which we know no more than its name.
pub(crate) async fn open(path: &Path, manner: Manner) -> sqlx::Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    let path = path.to_str().ok_or_else(|| {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "its name is not Unicode");
        sqlx::Error::Io(error)
    })?;
    let parameters = match manner {
        Manner::Live => "mode=rw",
        Manner::Still => "mode=ro&immutable=true",
    };
    let options: AnyConnectOptions = format!("sqlite:{}?{parameters}", escape(path)).parse()?;
    let mut connection = options.disable_statement_logging().connect().await?;
    sqlx::raw_sql("PRAGMA busy_timeout = 5000;")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

/// What the first bytes and the length tell already. SQLite takes a file without any bytes for a new database,
/// whatever it once was, and reads zeros where its last page is cut off.
fn look_at_beginning(path: &Path) -> io::Result<Option<Finding>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut header = Vec::new();
    file.by_ref().take(HEADER_LENGTH).read_to_end(&mut header)?;
    let damaged = |reason: &str| Ok(Some(Finding::Damaged(reason.to_owned())));
    if header.is_empty() {
        return Ok(Some(Finding::Empty));
    }
    if header.iter().all(|byte| *byte == 0) {
        return damaged("it is filled with zeros");
    }
    let page_size = match header.strip_prefix(MAGIC) {
        Some([high, low, ..]) => match u64::from(*high) * 256 + u64::from(*low) {
            1 => 65_536,
            size => size,
        },
        _ => return damaged("it does not begin like a database"),
    };
    // A journal may hold what is missing.
    let is_alone = with_companions(path)[1..]
        .iter()
        .all(|companion| companion.metadata().map_or(true, |found| found.len() == 0));
    if is_alone && (page_size == 0 || length % page_size != 0) {
        return damaged("it ends in the middle of a page");
    }
    Ok(None)
}

async fn look_inside(path: &Path, manner: Manner) -> sqlx::Result<Finding> {
    let mut connection = open(path, manner).await?;
    let found = judge(&mut connection, manner).await;
    // What went wrong first is what counts.
    let closed = connection.close().await;
    let found = found?;
    closed?;
    Ok(found)
}

async fn judge(connection: &mut AnyConnection, manner: Manner) -> sqlx::Result<Finding> {
    let rows = sqlx::query(match manner {
        Manner::Live => "PRAGMA quick_check(1)",
        Manner::Still => "PRAGMA integrity_check(1)",
    })
    .fetch_all(&mut *connection)
    .await?;
    let verdict: String = match rows.first() {
        Some(row) => row.try_get(0)?,
        None => "its check told nothing".to_owned(),
    };
    if verdict != "ok" {
        return Ok(Finding::Damaged(verdict.replace('\n', " ")));
    }
    let rows =
        sqlx::query("SELECT CAST(sql AS BLOB) AS sql FROM sqlite_master WHERE type = 'table'")
            .fetch_all(&mut *connection)
            .await?;
    if rows.is_empty() {
        return Ok(Finding::Empty);
    }
    for row in rows {
        let sql: Vec<u8> = row.try_get("sql")?;
        // The driver's thread would end in a panic over it when a table is read.
        if std::str::from_utf8(&sql).is_err() {
            return Ok(Finding::Damaged(
                "the form of a table is not text".to_owned(),
            ));
        }
    }
    if migration::found(connection, Backend::Sqlite).await? == 0 {
        return Ok(Finding::Foreign);
    }
    Ok(Finding::Whole(
        summary::read(connection, Backend::Sqlite).await?,
    ))
}

/// Whether an error tells of the file and not of its surroundings.
fn is_damage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(_) => sqlite_code(error).is_some_and(is_damage_code),
        // It answered, but with what nobody could have written, or what the driver did not survive.
        sqlx::Error::WorkerCrashed => true,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
            true
        }
        _ => false,
    }
}

/// Extended result codes carry the primary one in their lowest byte.
fn is_damage_code(code: u32) -> bool {
    code == SHORT_READ || !SURROUNDINGS.contains(&(code & 0xFF))
}

/// The text at the beginning and the size of a page.
const HEADER_LENGTH: u64 = 18;

const MAGIC: &[u8] = b"SQLite format 3\0";

/// `SQLITE_PERM`, `BUSY`, `LOCKED`, `NOMEM`, `READONLY`, `INTERRUPT`, `IOERR`, `FULL`, `CANTOPEN`, `AUTH`.
const SURROUNDINGS: [u32; 10] = [3, 5, 6, 7, 8, 9, 10, 13, 14, 23];

/// `SQLITE_IOERR_SHORT_READ`: the file ends where it should go on.
const SHORT_READ: u32 = 522;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d01_what_is_locked_closed_or_full_is_not_damaged() {
        for (code, expected) in [
            (11, true),   // SQLITE_CORRUPT
            (26, true),   // SQLITE_NOTADB
            (1, true),    // SQLITE_ERROR: a schema that makes no sense
            (522, true),  // SQLITE_IOERR_SHORT_READ
            (5, false),   // SQLITE_BUSY
            (261, false), // SQLITE_BUSY_RECOVERY
            (6, false),   // SQLITE_LOCKED
            (3, false),   // SQLITE_PERM
            (8, false),   // SQLITE_READONLY
            (266, false), // SQLITE_IOERR_READ
            (13, false),  // SQLITE_FULL
            (14, false),  // SQLITE_CANTOPEN
        ] {
            assert_eq!(is_damage_code(code), expected, "code {code}");
        }
    }
}
