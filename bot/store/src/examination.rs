//! Tells whether a SQLite file is whole, and what is in it. A file that is locked, closed to us or newer is not damaged.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection, Row};

use crate::backend::{Backend, escape};
use crate::error::{Cause, sqlite_code};
use crate::migration;
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

/// What the first bytes tell already. SQLite takes a file without any for a new database, whatever it once was.
fn look_at_beginning(path: &Path) -> io::Result<Option<Finding>> {
    let mut beginning = Vec::new();
    File::open(path)?
        .take(MAGIC.len() as u64)
        .read_to_end(&mut beginning)?;
    Ok(if beginning.is_empty() {
        Some(Finding::Empty)
    } else if beginning == MAGIC {
        None
    } else if beginning.iter().all(|byte| *byte == 0) {
        Some(Finding::Damaged("it is filled with zeros".to_owned()))
    } else {
        Some(Finding::Damaged(
            "it does not begin like a database".to_owned(),
        ))
    })
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
    let row = sqlx::query("SELECT COUNT(*) AS count FROM sqlite_master WHERE type = 'table'")
        .fetch_one(&mut *connection)
        .await?;
    let tables: i64 = row.try_get("count")?;
    if tables == 0 {
        return Ok(Finding::Empty);
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
        sqlx::Error::Database(_) => sqlite_code(error)
            .is_some_and(|code| !SURROUNDINGS.contains(&(code & 0xFF)) || code == SHORT_READ),
        // It answered, but with what nobody could have written.
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
            true
        }
        _ => false,
    }
}

const MAGIC: &[u8] = b"SQLite format 3\0";

/// `SQLITE_PERM`, `BUSY`, `LOCKED`, `NOMEM`, `READONLY`, `INTERRUPT`, `IOERR`, `FULL`, `CANTOPEN`, `AUTH`.
const SURROUNDINGS: [u32; 10] = [3, 5, 6, 7, 8, 9, 10, 13, 14, 23];

/// `SQLITE_IOERR_SHORT_READ`: the file ends where it should go on.
const SHORT_READ: u32 = 522;
