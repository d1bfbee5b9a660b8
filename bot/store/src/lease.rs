//! Taking an account for a refresh, so that no two processes spend one refresh token. When to refresh is not decided here.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::Row;
use types::{ClientId, Secret, UserId};

use crate::clock;
use crate::credential_row::{Kept, TABLE, fetch, read};
use crate::error::Error;
use crate::lock::Held;
use crate::store::Store;

/// The right to refresh the tokens of one account for one application, until it is dropped.
///
/// The process that holds it may freeze and keeps it; if it ends, however that happens, the next one gets it.
#[derive(Debug)]
pub struct RefreshLease {
    /// What is kept now. If its access token is not the one that was known, somebody else has refreshed already,
    /// and there is nothing to do but to take it. `None` if the account was logged out.
    pub kept: Option<Kept>,
    /// An earlier refresh of these very tokens began and nobody told its end: a token that works once may be spent.
    pub was_cut_off: bool,
    store: Store,
    user: UserId,
    client: ClientId,
    held: Held,
}

impl Store {
    /// Takes an account for a refresh, and notes durably that one begins, unless the tokens are newer than `known`.
    ///
    /// [`save_credential`](Self::save_credential) removes the note, and so does [`RefreshLease::end`].
    ///
    /// # Errors
    /// [`Error::RefreshBusy`] if another process held the account all the time that the settings allow,
    /// [`Error::Lock`] if locks do not work here, [`Error::Broken`] if the tokens were tampered with,
    /// [`Error::KeyChanged`] and [`Error::Query`] as everywhere.
    pub async fn begin_refresh(
        &self,
        user: &UserId,
        client: &ClientId,
        known: &Secret,
    ) -> Result<RefreshLease, Error> {
        let name = lock_name(user, client);
        let held = self
            .lock(&name)
            .await?
            .ok_or_else(|| Error::RefreshBusy { user: user.clone() })?;
        let (kept, was_cut_off) = self.mark_refresh(user, client, known).await?;
        Ok(RefreshLease {
            kept,
            was_cut_off,
            store: self.clone(),
            user: user.clone(),
            client: client.clone(),
            held,
        })
    }

    /// Reads what is kept and marks it as being refreshed; tells whether it was marked before.
    async fn mark_refresh(
        &self,
        user: &UserId,
        client: &ClientId,
        known: &Secret,
    ) -> Result<(Option<Kept>, bool), Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let ring = self.ring();
        ring.verify(&mut transaction, self.name()).await?;
        let Some(row) = fetch(&mut transaction, user, client).await? else {
            return Ok((None, false));
        };
        let kept = read(&ring, &row)?;
        if kept.credential.access != *known {
            return Ok((Some(kept), false));
        }
        let began: Option<i64> = row
            .try_get("refresh_began_at")
            .map_err(Error::reading(TABLE))?;
        sqlx::query(
            "UPDATE credential SET refresh_began_at = $1 WHERE user_id = $2 AND client_id = $3",
        )
        .bind(clock::now().as_unix_millis())
        .bind(user.as_str())
        .bind(client.as_str())
        .execute(&mut *transaction)
        .await
        .map_err(Error::writing(TABLE))?;
        transaction.commit().await.map_err(Error::writing(TABLE))?;
        Ok((Some(kept), began.is_some()))
    }
}

impl RefreshLease {
    /// Whether the account is still ours; on a server, the connection that holds it may have ended.
    pub fn is_held(&self) -> bool {
        self.held.is_held()
    }

    /// Gives the account back and removes the note: it is known that no token was spent.
    ///
    /// If that is not known, the lease is dropped instead, and the next one tells of it.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails; the note is then still there.
    pub async fn end(self) -> Result<(), Error> {
        sqlx::query(
            "UPDATE credential SET refresh_began_at = NULL WHERE user_id = $1 AND client_id = $2",
        )
        .bind(self.user.as_str())
        .bind(self.client.as_str())
        .execute(self.store.writer())
        .await
        .map_err(Error::writing(TABLE))?;
        Ok(())
    }
}

/// What the lock of an account and an application is called; it becomes part of a file's name.
pub(crate) fn lock_name(user: &UserId, client: &ClientId) -> String {
    let user = utf8_percent_encode(user.as_str(), NON_ALPHANUMERIC);
    let client = utf8_percent_encode(client.as_str(), NON_ALPHANUMERIC);
    format!("refresh-{user}-{client}")
}
