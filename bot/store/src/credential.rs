//! The table `credential`: the tokens of an account, one pair per application. It never deletes one because a request failed.

use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;
use types::{ClientId, Login, ScopeSet, Secret, Timestamp, UserId};

use crate::account::{self, Account};
use crate::column::{parse, unreadable};
use crate::error::Error;
use crate::sealed::Sealed;
use crate::store::Store;

/// The tokens that one account gave to one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Who logged in.
    pub user_id: UserId,
    /// What the account was called when the token was last looked at.
    pub login: Login,
    /// The application that the tokens were given to.
    pub client_id: ClientId,
    /// What kind of application that is.
    pub client_kind: ClientKind,
    /// The token that calls carry.
    pub access: Secret,
    /// The token that buys the next pair; some grants give none.
    pub refresh: Option<Secret>,
    /// What the account allowed.
    pub scopes: ScopeSet,
    /// Until when the access token was to live when it was given; for people to read, as clocks are set.
    pub expires_at: Option<Timestamp>,
    /// When the tokens were given.
    pub obtained_at: Timestamp,
}

/// Whether an application can keep a secret, which decides how its tokens are refreshed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// It has no secret; each of its refresh tokens works once.
    Public,
    /// It has a secret.
    Confidential,
    /// Nothing has told yet.
    Unknown,
}

/// A credential as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The tokens.
    pub credential: Credential,
    /// Counts the saves of this credential from 1; a greater one is newer, whatever the clocks say.
    pub generation: u64,
}

impl Store {
    /// Remembers tokens in place of those that the account gave to the application before, and tells the new generation.
    ///
    /// Once this returns they survive a crash, so only then may they be used: an old refresh token may be gone for good.
    /// The account is remembered in the same transaction.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails; it is then as it was before, or holds the new tokens.
    pub async fn save_credential(&self, credential: &Credential) -> Result<u64, Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let owner = Account {
            user_id: credential.user_id.clone(),
            login: credential.login.clone(),
        };
        account::put(&mut transaction, &owner, credential.obtained_at).await?;
        let access = Sealed::new(&credential.access);
        let refresh = credential.refresh.as_ref().map(Sealed::new);
        let row = sqlx::query(
            "INSERT INTO credential (user_id, client_id, client_kind, access_token, refresh_token, \
             scopes, generation, expires_at, obtained_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) \
             ON CONFLICT (user_id, client_id) DO UPDATE SET client_kind = excluded.client_kind, \
             access_token = excluded.access_token, refresh_token = excluded.refresh_token, \
             scopes = excluded.scopes, generation = credential.generation + 1, \
             expires_at = excluded.expires_at, obtained_at = excluded.obtained_at \
             RETURNING generation",
        )
        .bind(credential.user_id.as_str())
        .bind(credential.client_id.as_str())
        .bind(credential.client_kind.name())
        .bind(access.as_column())
        .bind(refresh.as_ref().map(Sealed::as_column))
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
    /// [`Error::Query`] if the database fails.
    pub async fn credential(
        &self,
        user: &UserId,
        client: &ClientId,
    ) -> Result<Option<Kept>, Error> {
        let row = sqlx::query(
            "SELECT credential.user_id, account.login, client_id, client_kind, access_token, refresh_token, \
             scopes, generation, expires_at, obtained_at FROM credential \
             JOIN account ON account.user_id = credential.user_id \
             WHERE credential.user_id = $1 AND client_id = $2",
        )
        .bind(user.as_str())
        .bind(client.as_str())
        .fetch_optional(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let kept = row.as_ref().map(read);
        kept.transpose().map_err(Error::reading(TABLE))
    }
}

impl ClientKind {
    /// The name as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for ClientKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Public, Self::Confidential, Self::Unknown]
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| format!("{text:?} is no kind of client"))
    }
}

fn read(row: &AnyRow) -> sqlx::Result<Kept> {
    let access: String = row.try_get("access_token")?;
    let refresh: Option<String> = row.try_get("refresh_token")?;
    let expires_at: Option<i64> = row.try_get("expires_at")?;
    let credential = Credential {
        user_id: UserId::new(row.try_get::<String, _>("user_id")?),
        login: parse(row, "login")?,
        client_id: ClientId::new(row.try_get::<String, _>("client_id")?),
        client_kind: parse(row, "client_kind")?,
        access: Sealed::from_column(access).open(),
        refresh: refresh.map(|text| Sealed::from_column(text).open()),
        scopes: ScopeSet::parse(&row.try_get::<String, _>("scopes")?),
        expires_at: expires_at.map(Timestamp::from_unix_millis),
        obtained_at: Timestamp::from_unix_millis(row.try_get("obtained_at")?),
    };
    Ok(Kept {
        credential,
        generation: read_generation(row)?,
    })
}

fn read_generation(row: &AnyRow) -> sqlx::Result<u64> {
    let generation: i64 = row.try_get("generation")?;
    u64::try_from(generation).map_err(|problem| unreadable("generation", problem))
}

const TABLE: &str = "credential";
