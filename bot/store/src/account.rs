//! The table `account`: people and bots who have logged in here.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use types::{Login, Timestamp, UserId};

use crate::column::parse;
use crate::error::Error;
use crate::store::Store;

/// Somebody who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who it is; stays the same when the account is renamed.
    pub user_id: UserId,
    /// What the account was called when it was last looked at.
    pub login: Login,
}

impl Store {
    /// The account of that id.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn account(&self, user: &UserId) -> Result<Option<Account>, Error> {
        let row = sqlx::query("SELECT user_id, login FROM account WHERE user_id = $1")
            .bind(user.as_str())
            .fetch_optional(self.reader())
            .await
            .map_err(Error::reading(TABLE))?;
        let account = row.as_ref().map(read);
        account.transpose().map_err(Error::reading(TABLE))
    }

    /// All accounts by login.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let rows =
            sqlx::query("SELECT user_id, login FROM account ORDER BY login, user_id LIMIT 10000")
                .fetch_all(self.reader())
                .await
                .map_err(Error::reading(TABLE))?;
        let accounts = rows.iter().map(read);
        accounts
            .collect::<sqlx::Result<_>>()
            .map_err(Error::reading(TABLE))
    }

    /// Forgets an account with all its credentials and roles, as a logout wants it; whether it was known.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn delete_account(&self, user: &UserId) -> Result<bool, Error> {
        let done = sqlx::query("DELETE FROM account WHERE user_id = $1")
            .bind(user.as_str())
            .execute(self.writer())
            .await
            .map_err(Error::writing(TABLE))?;
        Ok(done.rows_affected() > 0)
    }
}

/// Writes an account within the transaction that writes its credential.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    account: &Account,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO account (user_id, login, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id) DO UPDATE SET login = excluded.login, updated_at = excluded.updated_at",
    )
    .bind(account.user_id.as_str())
    .bind(account.login.as_str())
    .bind(now.as_unix_millis())
    .execute(connection)
    .await
    .map_err(Error::writing(TABLE))?;
    Ok(())
}

fn read(row: &AnyRow) -> sqlx::Result<Account> {
    Ok(Account {
        user_id: UserId::new(row.try_get::<String, _>("user_id")?),
        login: parse(row, "login")?,
    })
}

const TABLE: &str = "account";
