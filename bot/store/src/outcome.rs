//! The table `outcome`: what became of the bot's last messages. How many there were of each kind is in `outcome_count`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use types::{MessageId, Timestamp, UserId};

use crate::error::Error;
use crate::outcome_count::{self, OutcomeCount, storable};
use crate::store::Store;

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// When it was known.
    pub at: Timestamp,
    /// Where the message was to appear.
    pub channel: UserId,
    /// The text of the message.
    pub text: String,
    /// The chat line that led to it; empty if there was none.
    pub cause: MessageId,
    /// One of `sent`, `dropped`, `unknown`, `expired` and `refused`.
    pub kind: String,
    /// Why, as Twitch's code or one of ours.
    pub code: String,
    /// What Twitch said about it.
    pub said: Option<String>,
    /// The id of the message that appeared.
    pub message: Option<MessageId>,
}

impl Store {
    /// Remembers what became of messages, in the order in which it came, and counts it. All of it or nothing is kept.
    ///
    /// Of the outcomes only the last [`OUTCOMES`] stay; `counts` is what is added to the counts.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails, [`Error::Constraint`] if a kind is none.
    pub async fn add_outcomes(
        &self,
        outcomes: &[Outcome],
        counts: &[OutcomeCount],
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let newest = newest(&mut transaction)
            .await
            .map_err(Error::reading(TABLE))?;
        let mut number = newest;
        for outcome in outcomes {
            number += 1;
            insert(&mut transaction, number, outcome)
                .await
                .map_err(Error::writing(TABLE))?;
        }
        sqlx::query("DELETE FROM outcome WHERE outcome_number <= $1")
            .bind(number - OUTCOMES)
            .execute(&mut *transaction)
            .await
            .map_err(Error::writing(TABLE))?;
        outcome_count::add(&mut transaction, counts).await?;
        transaction.commit().await.map_err(Error::writing(TABLE))
    }

    /// The last outcomes, the newest first, each with the name of its channel where that is known.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn outcomes(&self) -> Result<Vec<(Outcome, Option<String>)>, Error> {
        let rows = sqlx::query(
            "SELECT outcome.at, outcome.channel_id, outcome.message_text, outcome.cause, outcome.kind, outcome.code, \
             outcome.said, outcome.message_id, channel.login FROM outcome \
             LEFT JOIN channel ON channel.channel_id = outcome.channel_id \
             ORDER BY outcome.outcome_number DESC LIMIT $1",
        )
        .bind(OUTCOMES)
        .fetch_all(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let outcomes = rows.iter().map(read);
        outcomes
            .collect::<sqlx::Result<_>>()
            .map_err(Error::reading(TABLE))
    }
}

async fn newest(connection: &mut AnyConnection) -> sqlx::Result<i64> {
    let query = "SELECT COALESCE(MAX(outcome_number), 0) AS newest FROM outcome";
    sqlx::query(query)
        .fetch_one(connection)
        .await?
        .try_get("newest")
}

async fn insert(
    connection: &mut AnyConnection,
    number: i64,
    outcome: &Outcome,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO outcome (outcome_number, at, channel_id, message_text, cause, kind, code, said, message_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(number)
    .bind(outcome.at.as_unix_millis())
    .bind(outcome.channel.as_str())
    .bind(storable(&outcome.text))
    .bind(storable(outcome.cause.as_str()))
    .bind(&outcome.kind)
    .bind(storable(&outcome.code))
    .bind(outcome.said.as_deref().map(storable))
    .bind(outcome.message.as_ref().map(|id| storable(id.as_str())))
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &AnyRow) -> sqlx::Result<(Outcome, Option<String>)> {
    let message: Option<String> = row.try_get("message_id")?;
    let outcome = Outcome {
        at: row.try_get("at").map(Timestamp::from_unix_millis)?,
        channel: row.try_get::<String, _>("channel_id").map(UserId::new)?,
        text: row.try_get("message_text")?,
        cause: row.try_get::<String, _>("cause").map(MessageId::new)?,
        kind: row.try_get("kind")?,
        code: row.try_get("code")?,
        said: row.try_get("said")?,
        message: message.map(MessageId::new),
    };
    Ok((outcome, row.try_get("login")?))
}

/// So many outcomes are kept.
pub const OUTCOMES: i64 = 1_000;

const TABLE: &str = "outcome";
