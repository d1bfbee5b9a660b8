//! The table `channel`: the channels that the bot serves.

use sqlx::Row;
use sqlx::any::AnyRow;
use types::{Login, Timestamp, UserId};

use crate::column::parse;
use crate::error::Error;
use crate::store::Store;

/// A channel that the bot serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The channel's id, which is its broadcaster's user id.
    pub id: UserId,
    /// The broadcaster's login, as it was last seen.
    pub login: Login,
    /// The broadcaster's name as it is shown.
    pub display_name: String,
    /// When the bot was told to serve it; stays as it was first written.
    pub added_at: Timestamp,
}

impl Store {
    /// Remembers a channel, or its new names.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn put_channel(&self, channel: &Channel) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO channel (channel_id, login, display_name, added_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (channel_id) DO UPDATE SET login = excluded.login, display_name = excluded.display_name",
        )
        .bind(channel.id.as_str())
        .bind(channel.login.as_str())
        .bind(&channel.display_name)
        .bind(channel.added_at.as_unix_millis())
        .execute(self.writer())
        .await
        .map_err(Error::writing(TABLE))?;
        Ok(())
    }

    /// All channels, in the order in which they were added.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn channels(&self) -> Result<Vec<Channel>, Error> {
        let rows = sqlx::query(
            "SELECT channel_id, login, display_name, added_at FROM channel \
             ORDER BY added_at, channel_id LIMIT 10000",
        )
        .fetch_all(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let channels = rows.iter().map(read);
        channels
            .collect::<sqlx::Result<_>>()
            .map_err(Error::reading(TABLE))
    }

    /// Forgets a channel and its commands; whether it was known.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn delete_channel(&self, channel: &UserId) -> Result<bool, Error> {
        let done = sqlx::query("DELETE FROM channel WHERE channel_id = $1")
            .bind(channel.as_str())
            .execute(self.writer())
            .await
            .map_err(Error::writing(TABLE))?;
        Ok(done.rows_affected() > 0)
    }
}

fn read(row: &AnyRow) -> sqlx::Result<Channel> {
    Ok(Channel {
        id: UserId::new(row.try_get::<String, _>("channel_id")?),
        login: parse(row, "login")?,
        display_name: row.try_get("display_name")?,
        added_at: Timestamp::from_unix_millis(row.try_get("added_at")?),
    })
}

const TABLE: &str = "channel";
