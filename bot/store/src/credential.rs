//! The table `credential`: the tokens of an account, one pair per application. It never deletes one because a request failed.

use types::{ClientId, Timestamp, UserId};

use crate::account::{self, Account};
use crate::credential_row::{
    ACCESS, Credential, Kept, REFRESH, TABLE, fetch, read, read_generation, seal,
};
use crate::error::Error;
use crate::store::Store;

impl Store {
    /// Remembers tokens in place of those that the account gave to the application before, and tells the new generation.
    ///
    /// Once this returns they survive a crash, so only then may they be used: an old refresh token may be gone for good.
    /// The account is remembered in the same transaction, and the note that a refresh began is removed.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails; it is then as it was before, or holds the new tokens.
    /// [`Error::KeyChanged`] if the database was sealed with another key in the meantime.
    pub async fn save_credential(&self, credential: &Credential) -> Result<u64, Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let owner = Account {
            user_id: credential.user_id.clone(),
            login: credential.login.clone(),
        };
        account::put(&mut transaction, &owner, credential.obtained_at).await?;
        let ring = self.ring();
        ring.verify(&mut transaction, self.name()).await?;
        let seal = |column, secret| {
            seal(
                &ring,
                (&credential.user_id, &credential.client_id, column),
                secret,
            )
        };
        let access = seal(ACCESS, &credential.access)?;
        let refresh = credential.refresh.as_ref();
        let refresh = refresh.map(|secret| seal(REFRESH, secret)).transpose()?;
        let row = sqlx::query(
            "INSERT INTO credential (user_id, client_id, client_kind, access_token, refresh_token, \
             scopes, generation, expires_at, obtained_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) \
             ON CONFLICT (user_id, client_id) DO UPDATE SET client_kind = excluded.client_kind, \
             access_token = excluded.access_token, refresh_token = excluded.refresh_token, \
             scopes = excluded.scopes, generation = credential.generation + 1, \
             expires_at = excluded.expires_at, obtained_at = excluded.obtained_at, refresh_began_at = NULL \
             RETURNING generation",
        )
        .bind(credential.user_id.as_str())
        .bind(credential.client_id.as_str())
        .bind(credential.client_kind.name())
        .bind(access)
        .bind(refresh)
        .bind(credential.scopes.to_string())
        .bind(credential.expires_at.map(Timestamp::as_unix_millis))
        .bind(credential.obtained_at.as_unix_millis())
        .fetch_one(&mut *transaction)
        .await
        .map_err(Error::writing(TABLE))?;
        let generation = read_generation(&row).map_err(Error::writing(TABLE))?;
        transaction.commit().await.map_err(Error::writing(TABLE))?;
        Ok(generation)
    }

    /// The newest tokens that the account gave to the application.
    ///
    /// # Errors
    /// [`Error::Broken`] if somebody tampered with them, [`Error::KeyChanged`] if the database was sealed with another
    /// key in the meantime, [`Error::Query`] if the database fails.
    pub async fn credential(
        &self,
        user: &UserId,
        client: &ClientId,
    ) -> Result<Option<Kept>, Error> {
        let mut connection = self
            .reader()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        let Some(row) = fetch(&mut connection, user, client).await? else {
            return Ok(None);
        };
        let ring = self.ring();
        match read(&ring, &row) {
            Err(Error::Broken {
                user,
                client,
                column,
            }) => {
                ring.verify(&mut connection, self.name()).await?;
                Err(Error::Broken {
                    user,
                    client,
                    column,
                })
            }
            read => read.map(Some),
        }
    }
}
