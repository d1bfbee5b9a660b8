//! The table `command`: the commands that channels made for themselves.

use std::time::Duration;

use engine::{Change, Command, CommandName};
use sqlx::Row;
use sqlx::any::AnyRow;
use types::{Timestamp, UserId};

use crate::column::{parse, parse_with, unreadable};
use crate::error::{Error, lacks_parent};
use crate::store::Store;

impl Store {
    /// Remembers what the engine decided about a channel's commands; the change survives a crash once this returns.
    ///
    /// Doing it twice does no harm, and deleting what is not there is no failure.
    ///
    /// # Errors
    /// [`Error::UnknownChannel`] if the channel is not known, [`Error::Query`] if the database fails.
    pub async fn change_command(&self, channel: &UserId, change: &Change) -> Result<(), Error> {
        match change {
            Change::Put(command) => self.put_command(channel, command).await,
            Change::Delete(name) => self.delete_command(channel, name).await,
        }
    }

    /// All commands of a channel by name.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails or a row cannot be understood.
    pub async fn commands(&self, channel: &UserId) -> Result<Vec<Command>, Error> {
        let rows = sqlx::query(
            "SELECT command_name, reply, level, cooldown_ms, user_cooldown_ms, is_enabled, \
             created_by, created_at, updated_by, updated_at FROM command \
             WHERE channel_id = $1 ORDER BY command_name LIMIT 10000",
        )
        .bind(channel.as_str())
        .fetch_all(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let commands = rows.iter().map(read);
        commands
            .collect::<sqlx::Result<_>>()
            .map_err(Error::reading(TABLE))
    }

    async fn put_command(&self, channel: &UserId, command: &Command) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO command (channel_id, command_name, reply, level, cooldown_ms, user_cooldown_ms, \
             is_enabled, created_by, created_at, updated_by, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (channel_id, command_name) DO UPDATE SET reply = excluded.reply, level = excluded.level, \
             cooldown_ms = excluded.cooldown_ms, user_cooldown_ms = excluded.user_cooldown_ms, \
             is_enabled = excluded.is_enabled, created_by = excluded.created_by, created_at = excluded.created_at, \
             updated_by = excluded.updated_by, updated_at = excluded.updated_at",
        )
        .bind(channel.as_str())
        .bind(command.name.as_str())
        .bind(&command.reply)
        .bind(command.level.name())
        .bind(to_millis(command.cooldown))
        .bind(to_millis(command.user_cooldown))
        .bind(i32::from(command.is_enabled))
        .bind(command.created_by.as_str())
        .bind(command.created_at.as_unix_millis())
        .bind(command.updated_by.as_str())
        .bind(command.updated_at.as_unix_millis())
        .execute(self.writer())
        .await
        .map_err(|error| {
            if lacks_parent(&error) {
                let channel = channel.clone();
                Error::UnknownChannel { channel }
            } else {
                Error::writing(TABLE)(error)
            }
        })?;
        Ok(())
    }

    async fn delete_command(&self, channel: &UserId, name: &CommandName) -> Result<(), Error> {
        sqlx::query("DELETE FROM command WHERE channel_id = $1 AND command_name = $2")
            .bind(channel.as_str())
            .bind(name.as_str())
            .execute(self.writer())
            .await
            .map_err(Error::writing(TABLE))?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> sqlx::Result<Command> {
    let user = |column| row.try_get::<String, _>(column).map(UserId::new);
    let moment = |column| row.try_get(column).map(Timestamp::from_unix_millis);
    Ok(Command {
        name: parse_with(row, "command_name", CommandName::parse)?,
        reply: row.try_get("reply")?,
        level: parse(row, "level")?,
        cooldown: read_duration(row, "cooldown_ms")?,
        user_cooldown: read_duration(row, "user_cooldown_ms")?,
        is_enabled: row.try_get::<i32, _>("is_enabled")? != 0,
        created_by: user("created_by")?,
        created_at: moment("created_at")?,
        updated_by: user("updated_by")?,
        updated_at: moment("updated_at")?,
    })
}

fn to_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn read_duration(row: &AnyRow, column: &str) -> sqlx::Result<Duration> {
    let millis: i64 = row.try_get(column)?;
    let millis = u64::try_from(millis).map_err(|problem| unreadable(column, problem))?;
    Ok(Duration::from_millis(millis))
}

const TABLE: &str = "command";
