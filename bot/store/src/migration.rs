//! Brings the schema up to date: numbered steps, all that are missing in one transaction, or none.
//!
//! This is our own runner because the one of the database library commits each step for itself, takes no lock
//! against a second process on SQLite, and cannot tell a newer schema from a damaged one.

use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Row, Transaction};

use crate::backend::Backend;
use crate::error::{Cause, Error};

/// One step. Steps are only ever added, and each leaves the tables usable for the version before it.
struct Step {
    name: &'static str,
    sql: &'static str,
}

/// A step's version is its place, counted from 1.
const STEPS: [Step; 2] = [
    Step {
        name: "accounts",
        sql: include_str!("../migrations/0001-accounts.sql"),
    },
    Step {
        name: "commands",
        sql: include_str!("../migrations/0002-commands.sql"),
    },
];

/// Runs the steps that are missing.
pub(crate) async fn run(writer: &AnyPool, backend: Backend, database: &str) -> Result<(), Error> {
    let failed = |version| {
        move |source: Cause| Error::Migration {
            database: database.to_owned(),
            version,
            source,
        }
    };
    let mut transaction = begin_alone(writer, backend)
        .await
        .map_err(|error| failed(1)(error.into()))?;
    let found = version(&mut transaction)
        .await
        .map_err(|error| failed(1)(error.into()))?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(Error::NewerSchema {
            database: database.to_owned(),
            found,
            known,
        });
    }
    for (version, step) in (1..).zip(&STEPS).filter(|(version, _)| *version > found) {
        apply(&mut transaction, version, step)
            .await
            .map_err(|error| failed(version)(error.into()))?;
    }
    let committed = transaction.commit().await;
    committed.map_err(|error| failed(known)(error.into()))
}

/// Begins a transaction that no other process can be in at the same time.
async fn begin_alone(
    writer: &AnyPool,
    backend: Backend,
) -> sqlx::Result<Transaction<'static, Any>> {
    match backend {
        Backend::Sqlite => writer.begin_with("BEGIN IMMEDIATE").await,
        Backend::Postgres => {
            let mut transaction = writer.begin().await?;
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
    let row: AnyRow =
        sqlx::query("SELECT COALESCE(MAX(migration_version), 0) AS version FROM migration")
            .fetch_one(&mut **transaction)
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
        .bind(unix_millis())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// For people who look into the table; nothing is decided by it.
fn unix_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (\
     migration_version BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL, \
     CONSTRAINT migration_key PRIMARY KEY (migration_version))";

/// Any number that nobody else in the database uses: the first letters of our name.
const POSTGRES_LOCK: i64 = 0x7374_7265_616D;
