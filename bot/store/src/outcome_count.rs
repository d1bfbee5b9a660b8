//! The table `outcome_count`: how many messages of the bot ended for each reason, and since when that is counted.

use std::collections::BTreeSet;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use types::Timestamp;

use crate::error::Error;
use crate::store::Store;

/// How many messages ended for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeCount {
    /// One of `sent`, `dropped`, `unknown`, `expired` and `refused`.
    pub kind: String,
    /// Why, as Twitch's code or one of ours; `others` where there were too many codes to keep them apart.
    pub code: String,
    /// How many.
    pub times: i64,
    /// When the first of them ended.
    pub since: Timestamp,
    /// When the last of them ended.
    pub last_at: Timestamp,
}

impl Store {
    /// How many messages ended for each reason, those of one kind together.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn outcome_counts(&self) -> Result<Vec<OutcomeCount>, Error> {
        let rows = sqlx::query(
            "SELECT kind, code, times, since, last_at FROM outcome_count ORDER BY kind, times DESC, code LIMIT 1000",
        )
        .fetch_all(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let counts = rows.iter().map(read);
        counts
            .collect::<sqlx::Result<_>>()
            .map_err(Error::reading(TABLE))
    }
}

/// Adds to the counts.
pub(crate) async fn add(
    connection: &mut AnyConnection,
    counts: &[OutcomeCount],
) -> Result<(), Error> {
    let mut known = known(connection).await.map_err(Error::reading(TABLE))?;
    for count in counts {
        let name = (count.kind.clone(), storable(&count.code));
        // Twitch may make codes up as it likes; they must not fill the table.
        let (kind, code) = match known.len() < MOST_CODES || known.contains(&name) {
            true => name,
            false => (name.0, OTHERS.to_owned()),
        };
        sqlx::query(
            "INSERT INTO outcome_count (kind, code, times, since, last_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (kind, code) DO UPDATE SET times = outcome_count.times + excluded.times, \
             last_at = excluded.last_at",
        )
        .bind(&kind)
        .bind(&code)
        .bind(count.times)
        .bind(count.since.as_unix_millis())
        .bind(count.last_at.as_unix_millis())
        .execute(&mut *connection)
        .await
        .map_err(Error::writing(TABLE))?;
        known.insert((kind, code));
    }
    Ok(())
}

/// PostgreSQL keeps no NUL, which Twitch may say as well as anything else.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', " ")
}

async fn known(connection: &mut AnyConnection) -> sqlx::Result<BTreeSet<(String, String)>> {
    let rows = sqlx::query("SELECT kind, code FROM outcome_count LIMIT 1000")
        .fetch_all(connection)
        .await?;
    let names = rows
        .iter()
        .map(|row| Ok((row.try_get("kind")?, row.try_get("code")?)));
    names.collect()
}

fn read(row: &AnyRow) -> sqlx::Result<OutcomeCount> {
    Ok(OutcomeCount {
        kind: row.try_get("kind")?,
        code: row.try_get("code")?,
        times: row.try_get("times")?,
        since: row.try_get("since").map(Timestamp::from_unix_millis)?,
        last_at: row.try_get("last_at").map(Timestamp::from_unix_millis)?,
    })
}

/// More than all codes that are known, twice over.
const MOST_CODES: usize = 200;
const OTHERS: &str = "others";
const TABLE: &str = "outcome_count";
