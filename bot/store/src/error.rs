//! What can go wrong, sorted by what the caller can do. Messages name the database and the table, never a secret.

use std::path::PathBuf;

use sqlx::error::ErrorKind;
use types::{ClientId, UserId};

use crate::holder::Holder;
use crate::refusal::Refusal;
use crate::role_name::Role;

/// Why something could not be remembered or recalled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The URL names no database that can be used.
    #[error("cannot use {url:?} as a database: {reason}")]
    Url {
        /// The URL, without its password.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database cannot be reached or opened.
    #[error("cannot open the database {database}: {source}")]
    Open {
        /// The file, or the server and the name of the database.
        database: String,
        /// The cause.
        source: Cause,
    },
    /// A newer version of the program has used this database; this one would misread it.
    #[error(
        "cannot use the database {database}: its schema has version {found}, this program knows versions up to {known}"
    )]
    NewerSchema {
        /// The file, or the server and the name of the database.
        database: String,
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The schema could not be brought up to date; it is as it was before.
    #[error("cannot bring the database {database} to version {version} of its schema: {source}")]
    Migration {
        /// The file, or the server and the name of the database.
        database: String,
        /// The version that was not reached.
        version: i64,
        /// The cause.
        source: Cause,
    },
    /// A file or folder could not be made, read or written.
    #[error("cannot use {}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: Cause,
    },
    /// A file or folder is not safe to use; nothing was read from it or written to it.
    #[error("cannot use {}: {refusal}", path.display())]
    Unsafe {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        refusal: Refusal,
    },
    /// The database is sealed, and the file with its key is gone. No other key is made, because none would open it.
    #[error("cannot open the database {database}: its key file {} is missing", file.display())]
    KeyMissing {
        /// Where the key should be.
        file: PathBuf,
        /// The file, or the server and the name of the database.
        database: String,
    },
    /// What was given as a key is none.
    #[error("cannot use the {key}: {source}")]
    KeyUnusable {
        /// Which key, in words.
        key: String,
        /// The cause.
        source: Cause,
    },
    /// The database is sealed with another key; it is as it was.
    #[error("the {key} does not open the database {database}")]
    WrongKey {
        /// Which key, in words.
        key: String,
        /// The file, or the server and the name of the database.
        database: String,
    },
    /// The database is sealed with a key where a passphrase was given, or the other way round; it is as it was.
    #[error("the {key} does not open the database {database}: it is sealed with a {wanted}")]
    OtherKeyKind {
        /// Which key was given, in words.
        key: String,
        /// The file, or the server and the name of the database.
        database: String,
        /// What it is sealed with: `key` or `passphrase`.
        wanted: String,
    },
    /// Somebody sealed the database with another key while this process had it open; opening it anew helps.
    #[error("the database {database} was sealed with another key since it was opened")]
    KeyChanged {
        /// The file, or the server and the name of the database.
        database: String,
    },
    /// The database holds sealed secrets, but no longer tells how to know their key.
    #[error(
        "cannot open the database {database}: it has lost what tells whether a key is the right one"
    )]
    SealLost {
        /// The file, or the server and the name of the database.
        database: String,
    },
    /// A secret in the database does not open, though the key is the right one. The rest is not touched by it.
    #[error(
        "cannot open the {column} of account {user} for application {client}: it was changed or moved"
    )]
    Broken {
        /// The account.
        user: UserId,
        /// The application.
        client: ClientId,
        /// The column.
        column: &'static str,
    },
    /// The file is in use by another process, or being replaced by one.
    #[error("cannot have the database {database}: another process is using or replacing it")]
    InUse {
        /// The file.
        database: String,
    },
    /// A lock cannot be taken, whoever has it: the file system or the server does not play along.
    #[error("cannot take the lock {name:?} of the database: {source}")]
    Lock {
        /// The lock.
        name: String,
        /// The cause.
        source: Cause,
    },
    /// Another process refreshes the tokens of this account and did not come to an end in time.
    #[error(
        "cannot refresh the tokens of account {user}: another process has been at it for too long"
    )]
    RefreshBusy {
        /// The account.
        user: UserId,
    },
    /// Another process runs the bot on this store.
    #[error("cannot run the bot on the database {database}: {}", running(holder.as_ref()))]
    BotRuns {
        /// The file, or the server and the name of the database.
        database: String,
        /// Who, as far as it is told.
        holder: Option<Holder>,
    },
    /// The database file is damaged, and no backup was fit to take its place. Nothing was moved.
    #[error("the database {database} is damaged ({damage}){}", described(tried))]
    Damaged {
        /// The file.
        database: String,
        /// What is wrong, in words.
        damage: String,
        /// The backups that were tried, newest first.
        tried: Vec<Tried>,
    },
    /// The file is a database of another program.
    #[error("cannot use {database} as a database: it belongs to another program")]
    Foreign {
        /// The file.
        database: String,
    },
    /// A backup could not be made or put in place.
    #[error("cannot finish the backup {}: {source}", path.display())]
    Backup {
        /// The backup.
        path: PathBuf,
        /// The cause.
        source: Cause,
    },
    /// The file is no backup that could take the place of this store.
    #[error("cannot use {} as a backup: {reason}", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The backup is sealed with a key that was not given; it is as it was.
    #[error("cannot open the backup {}: {reason}", path.display())]
    BackupSealed {
        /// The backup.
        path: PathBuf,
        /// What was given instead of its key.
        reason: String,
    },
    /// A backup cannot get the name that was asked for; nothing was written.
    #[error("cannot write a backup to {}: {reason}", path.display())]
    BackupName {
        /// The file that was asked for.
        path: PathBuf,
        /// What is in its way, or missing.
        reason: String,
    },
    /// A backup is wanted, and there is no folder for it.
    #[error("cannot make a backup: no folder for backups is set")]
    NoBackups,
    /// One of PostgreSQL's own programs is needed and not installed.
    #[error("cannot run {program}, one of PostgreSQL's client programs: it is not installed")]
    ProgramMissing {
        /// The program.
        program: &'static str,
    },
    /// Something was to be remembered for a channel that is not in the table `channel`.
    #[error("cannot remember anything for channel {channel}: the channel is not known")]
    UnknownChannel {
        /// The channel's id.
        channel: UserId,
    },
    /// A role was to be given to an account that is not in the table `account`.
    #[error("cannot give a role to account {user}: it has never logged in")]
    UnknownAccount {
        /// The account's id.
        user: UserId,
    },
    /// The role belongs to another account, and nobody confirmed the change.
    #[error("cannot give the role {role} to account {wanted}: account {holder} has it")]
    RoleTaken {
        /// The role.
        role: Role,
        /// Who has it.
        holder: UserId,
        /// Who should get it.
        wanted: UserId,
    },
    /// The database refuses a row that the program should not have made.
    #[error("cannot {attempt} table `{table}`: constraint {constraint:?} forbids it")]
    Constraint {
        /// What was attempted.
        attempt: Attempt,
        /// The table.
        table: &'static str,
        /// The constraint's name, as far as the database tells it.
        constraint: String,
    },
    /// A query failed for another reason.
    #[error("cannot {attempt} table `{table}`: {source}")]
    Query {
        /// What was attempted.
        attempt: Attempt,
        /// The table.
        table: &'static str,
        /// The cause.
        source: Cause,
    },
}

/// A backup that could not take the place of a damaged database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The backup, or the folder if it could not be read.
    pub path: PathBuf,
    /// Why not, in words.
    pub reason: String,
}

/// What was attempted with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attempt {
    /// Reading rows.
    Read,
    /// Writing or deleting rows.
    Write,
}

/// A cause from below; its type is nobody's business.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// Whether the same call may succeed later: the database is busy, restarting, full or out of reach.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Open { source, .. }
            | Self::Migration { source, .. }
            | Self::Lock { source, .. }
            | Self::Query { source, .. } => source.downcast_ref().is_some_and(may_pass),
            Self::RefreshBusy { .. } => true,
            Self::Url { .. }
            | Self::File { .. }
            | Self::Unsafe { .. }
            | Self::KeyMissing { .. }
            | Self::KeyUnusable { .. }
            | Self::WrongKey { .. }
            | Self::OtherKeyKind { .. }
            | Self::KeyChanged { .. }
            | Self::SealLost { .. }
            | Self::Broken { .. }
            | Self::InUse { .. }
            | Self::Damaged { .. }
            | Self::Foreign { .. }
            | Self::Backup { .. }
            | Self::NotABackup { .. }
            | Self::BackupSealed { .. }
            | Self::BackupName { .. }
            | Self::NoBackups
            | Self::ProgramMissing { .. }
            | Self::BotRuns { .. }
            | Self::NewerSchema { .. }
            | Self::UnknownChannel { .. }
            | Self::UnknownAccount { .. }
            | Self::RoleTaken { .. }
            | Self::Constraint { .. } => false,
        }
    }

    pub(crate) fn reading(table: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::of(Attempt::Read, table, source)
    }

    pub(crate) fn writing(table: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::of(Attempt::Write, table, source)
    }

    fn of(attempt: Attempt, table: &'static str, source: sqlx::Error) -> Self {
        match broken_constraint(&source) {
            Some(constraint) => Self::Constraint {
                attempt,
                table,
                constraint,
            },
            None => Self::Query {
                attempt,
                table,
                source: source.into(),
            },
        }
    }
}

impl std::fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Read => "read from",
            Self::Write => "write to",
        })
    }
}

/// Who runs the bot, in words.
fn running(holder: Option<&Holder>) -> String {
    match holder {
        Some(holder) => format!(
            "process {} on {} has run it since {}",
            holder.process, holder.host, holder.since
        ),
        None => "another process runs it".to_owned(),
    }
}

/// What came of the backups, in words.
fn described(tried: &[Tried]) -> String {
    if tried.is_empty() {
        return ", and there is no backup of it".to_owned();
    }
    let tried = tried
        .iter()
        .map(|tried| format!("{}: {}", tried.path.display(), tried.reason));
    let tried: Vec<_> = tried.collect();
    format!(", and no backup is fit: {}", tried.join("; "))
}

/// The extended result code of SQLite; `None` if the error is of another kind.
pub(crate) fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let database = error.as_database_error()?;
    database.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    database.code()?.parse().ok()
}

/// Whether a row was refused because what it refers to is not there.
pub(crate) fn lacks_parent(error: &sqlx::Error) -> bool {
    let database = error.as_database_error();
    database.is_some_and(|error| matches!(error.kind(), ErrorKind::ForeignKeyViolation))
}

/// PostgreSQL tells the name; SQLite puts it into the text, or nothing for a foreign key.
fn broken_constraint(error: &sqlx::Error) -> Option<String> {
    let database = error.as_database_error()?;
    match database.kind() {
        ErrorKind::UniqueViolation
        | ErrorKind::ForeignKeyViolation
        | ErrorKind::NotNullViolation
        | ErrorKind::CheckViolation => {}
        _ => return None,
    }
    let name = database.constraint().map(str::to_owned);
    Some(name.unwrap_or_else(|| {
        let text = database.message();
        let name = text.rsplit_once(": ").map_or(text, |(_, name)| name);
        name.to_owned()
    }))
}

/// Whether the cause may go away by itself.
pub(crate) fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            match database.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                Some(_) => sqlite_may_pass(&code),
                None => POSTGRES_MAY_PASS
                    .iter()
                    .any(|known| code.starts_with(known)),
            }
        }
        _ => false,
    }
}

/// Extended result codes carry the primary one in their lowest byte.
fn sqlite_may_pass(code: &str) -> bool {
    let code: u32 = code.parse().unwrap_or(0);
    SQLITE_MAY_PASS.contains(&(code & 0xFF))
}

/// `SQLITE_BUSY`, `SQLITE_LOCKED`, `SQLITE_IOERR`, `SQLITE_FULL`.
const SQLITE_MAY_PASS: [u32; 4] = [5, 6, 10, 13];

/// Classes and codes of PostgreSQL: no connection, out of resources, serialization failure, deadlock,
/// lock not available, canceled by a timeout, shutting down or starting up.
const POSTGRES_MAY_PASS: [&str; 7] = ["08", "53", "40001", "40P01", "55P03", "57014", "57P0"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d03_a_busy_database_may_pass_and_a_broken_one_does_not() {
        for (code, expected) in [
            ("5", true),
            ("261", true),
            ("6", true),
            ("13", true),
            ("3338", true),
            ("11", false),
            ("26", false),
            ("", false),
        ] {
            assert_eq!(sqlite_may_pass(code), expected, "code {code}");
        }
    }

    #[test]
    fn a_timed_out_pool_may_pass_and_a_missing_row_does_not() {
        let error = Error::reading("command");
        assert!(error(sqlx::Error::PoolTimedOut).is_transient());
        let error = Error::reading("command")(sqlx::Error::RowNotFound);
        assert!(!error.is_transient());
        assert!(
            error
                .to_string()
                .starts_with("cannot read from table `command`: "),
            "{error}"
        );
    }
}
