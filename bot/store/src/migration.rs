//! Brings the schema up to date: numbered steps, all that are missing in one transaction, or none.
//!
//! This is our own runner because the one of the database library commits each step for itself, takes no lock
//! against a second process on SQLite, and cannot tell a newer schema from a damaged one.

use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, AnyPool, Row, Transaction};

use crate::backend::Backend;
use crate::clock;
use crate::credential_row;
use crate::error::{Cause, Error};
use crate::keyring::{self, Ring};
use crate::setting::{self, Setting};
use crate::settings::KeySource;

/// One step. Steps are only ever added, and each leaves the tables usable for the version before it.
struct Step {
    name: &'static str,
    sql: &'static str,
}

/// A step's version is its place, counted from 1.
const STEPS: [Step; 4] = [
    Step {
        name: "accounts",
        sql: include_str!("../migrations/0001-accounts.sql"),
    },
    Step {
        name: "commands",
        sql: include_str!("../migrations/0002-commands.sql"),
    },
    Step {
        name: "sealed",
        sql: include_str!("../migrations/0003-sealed.sql"),
    },
    Step {
        name: "outcomes",
        sql: include_str!("../migrations/0004-outcomes.sql"),
    },
];

/// What is to be brought up to date.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) writer: &'a AnyPool,
    pub(crate) backend: Backend,
    /// What to call the database in messages.
    pub(crate) name: &'a str,
}

/// Runs the steps that are missing, and takes the key; what older versions kept in the clear is sealed with it.
pub(crate) async fn run(target: Target<'_>, key: &KeySource) -> Result<Ring, Error> {
    let failed = |version| {
        move |source: Cause| Error::Migration {
            database: target.name.to_owned(),
            version,
            source,
        }
    };
    let mut transaction = begin_alone(target)
        .await
        .map_err(|error| failed(1)(error.into()))?;
    let found = version(&mut transaction)
        .await
        .map_err(|error| failed(1)(error.into()))?;
    if found > KNOWN {
        return Err(Error::NewerSchema {
            database: target.name.to_owned(),
            found,
            known: KNOWN,
        });
    }
    for (version, step) in (1..).zip(&STEPS).filter(|(version, _)| *version > found) {
        apply(&mut transaction, version, step)
            .await
            .map_err(|error| failed(version)(error.into()))?;
    }
    let ring = if found >= SEALED && keyring::has_begun(&mut transaction).await? {
        keyring::find(&mut transaction, key, target.name).await?
    } else {
        let ring = keyring::begin(&mut transaction, key).await?;
        credential_row::reseal(&mut transaction, None, &ring).await?;
        // Nothing was kept in the clear in a database that is new.
        if found > 0 {
            setting::put(&mut transaction, Setting::Scrub, "pending").await?;
        }
        ring
    };
    let committed = transaction.commit().await;
    committed.map_err(|error| failed(KNOWN)(error.into()))?;
    Ok(ring)
}

/// The version of the schema as it is now, without changing anything; 0 if there is none.
pub(crate) async fn found(connection: &mut AnyConnection, backend: Backend) -> sqlx::Result<i64> {
    let row = sqlx::query(match backend {
        Backend::Sqlite => {
            "SELECT COUNT(*) AS count FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
        }
        Backend::Postgres => {
            "SELECT COUNT(*) AS count FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'migration'"
        }
    })
    .fetch_one(&mut *connection)
    .await?;
    let count: i64 = row.try_get("count")?;
    if count == 0 {
        return Ok(0);
    }
    newest(connection).await
}

/// Begins a transaction that no other process can be in at the same time.
async fn begin_alone(target: Target<'_>) -> sqlx::Result<Transaction<'static, Any>> {
    match target.backend {
        Backend::Sqlite => target.writer.begin_with("BEGIN IMMEDIATE").await,
        Backend::Postgres => {
            let mut transaction = target.writer.begin().await?;
            sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(POSTGRES_LOCK)
                .execute(&mut *transaction)
                .await?;
            Ok(transaction)
        }
    }
}

/// The version of the schema; 0 if there is none.
async fn version(transaction: &mut Transaction<'static, Any>) -> sqlx::Result<i64> {
    sqlx::raw_sql(TABLE).execute(&mut **transaction).await?;
    newest(transaction).await
}

async fn newest(connection: &mut AnyConnection) -> sqlx::Result<i64> {
    let row: AnyRow =
        sqlx::query("SELECT COALESCE(MAX(migration_version), 0) AS version FROM migration")
            .fetch_one(connection)
            .await?;
    row.try_get("version")
}

async fn apply(
    transaction: &mut Transaction<'static, Any>,
    version: i64,
    step: &Step,
) -> sqlx::Result<()> {
    sqlx::raw_sql(step.sql).execute(&mut **transaction).await?;
    sqlx::query("INSERT INTO migration (migration_version, name, applied_at) VALUES ($1, $2, $3)")
        .bind(version)
        .bind(step.name)
        .bind(clock::now().as_unix_millis())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// The newest version of the schema that this program knows.
pub(crate) const KNOWN: i64 = STEPS.len() as i64;

/// From this version on, secrets are sealed.
pub(crate) const SEALED: i64 = 3;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (\
     migration_version BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL, \
     CONSTRAINT migration_key PRIMARY KEY (migration_version))";

/// Any number that nobody else in the database uses: the first letters of our name.
const POSTGRES_LOCK: i64 = 0x7374_7265_616D;
