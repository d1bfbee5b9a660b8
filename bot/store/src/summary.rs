//! What is in a database, in figures and names that are no secrets; for showing a backup, and for comparing a copy with its original.

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::backend::Backend;
use crate::migration;

/// What is in a database or a backup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The version of the schema.
    pub schema_version: i64,
    /// The logins of the accounts.
    pub accounts: Vec<String>,
    /// How many pairs of tokens there are.
    pub credentials: u64,
    /// How many roles are given to accounts.
    pub roles: u64,
    /// The logins of the channels.
    pub channels: Vec<String>,
    /// How many commands there are, in all channels.
    pub commands: u64,
}

/// A table, and the version of the schema that made it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) since: i64,
}

/// All tables, those that refer to others before them.
pub(crate) const TABLES: [Table; 9] = [
    Table {
        name: "outcome_count",
        since: 4,
    },
    Table {
        name: "outcome",
        since: 4,
    },
    Table {
        name: "setting",
        since: 3,
    },
    Table {
        name: "command",
        since: 2,
    },
    Table {
        name: "role",
        since: 1,
    },
    Table {
        name: "credential",
        since: 1,
    },
    Table {
        name: "account",
        since: 1,
    },
    Table {
        name: "channel",
        since: 1,
    },
    Table {
        name: "migration",
        since: 1,
    },
];

/// Reads every table of the schema's version; a newer one is not looked into.
pub(crate) async fn read(
    connection: &mut AnyConnection,
    backend: Backend,
) -> sqlx::Result<Summary> {
    let schema_version = migration::found(connection, backend).await?;
    let mut summary = Summary {
        schema_version,
        ..Summary::default()
    };
    if schema_version > migration::KNOWN {
        return Ok(summary);
    }
    for table in TABLES.iter().filter(|table| table.since <= schema_version) {
        match table.name {
            "account" => summary.accounts = logins(connection, table.name).await?,
            "channel" => summary.channels = logins(connection, table.name).await?,
            "credential" => summary.credentials = count(connection, table.name).await?,
            "role" => summary.roles = count(connection, table.name).await?,
            "command" => summary.commands = count(connection, table.name).await?,
            // Nothing to tell, but it has to be readable.
            _ => drop(count(connection, table.name).await?),
        }
    }
    Ok(summary)
}

async fn count(connection: &mut AnyConnection, table: &str) -> sqlx::Result<u64> {
    let query = format!("SELECT COUNT(*) AS count FROM {table}");
    let row = sqlx::query(AssertSqlSafe(query))
        .fetch_one(connection)
        .await?;
    let count: i64 = row.try_get("count")?;
    Ok(u64::try_from(count).unwrap_or(0))
}

async fn logins(connection: &mut AnyConnection, table: &str) -> sqlx::Result<Vec<String>> {
    let query = format!("SELECT login FROM {table} ORDER BY login LIMIT 10000");
    let rows = sqlx::query(AssertSqlSafe(query))
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.try_get("login")).collect()
}
