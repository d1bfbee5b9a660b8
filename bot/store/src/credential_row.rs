//! Rows of the table `credential`: what they hold, sealed and opened. Which of them is asked for is elsewhere.

use std::str::FromStr;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use types::{ClientId, Login, ScopeSet, Secret, Timestamp, UserId};

use crate::column::{parse, unreadable};
use crate::error::Error;
use crate::keyring::Ring;
use crate::sealed::Cell;

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

/// The row of an account and an application.
pub(crate) async fn fetch(
    connection: &mut AnyConnection,
    user: &UserId,
    client: &ClientId,
) -> Result<Option<AnyRow>, Error> {
    sqlx::query(
        "SELECT credential.user_id, account.login, client_id, client_kind, access_token, refresh_token, \
         scopes, generation, expires_at, obtained_at, refresh_began_at FROM credential \
         JOIN account ON account.user_id = credential.user_id \
         WHERE credential.user_id = $1 AND client_id = $2",
    )
    .bind(user.as_str())
    .bind(client.as_str())
    .fetch_optional(connection)
    .await
    .map_err(Error::reading(TABLE))
}

/// Whose tokens there are, and for which application.
pub(crate) async fn owners(
    connection: &mut AnyConnection,
) -> Result<Vec<(UserId, ClientId)>, Error> {
    let rows = sqlx::query("SELECT user_id, client_id FROM credential ORDER BY user_id, client_id")
        .fetch_all(connection)
        .await
        .map_err(Error::reading(TABLE))?;
    let owners = rows.iter().map(|row| {
        let user: String = row.try_get("user_id")?;
        let client: String = row.try_get("client_id")?;
        Ok((UserId::new(user), ClientId::new(client)))
    });
    owners
        .collect::<sqlx::Result<_>>()
        .map_err(Error::reading(TABLE))
}

/// Seals again, with another key, all that is sealed; tokens of versions that sealed nothing are taken as they are.
pub(crate) async fn reseal(
    connection: &mut AnyConnection,
    former: Option<&Ring>,
    ring: &Ring,
) -> Result<(), Error> {
    let rows =
        sqlx::query("SELECT user_id, client_id, access_token, refresh_token FROM credential")
            .fetch_all(&mut *connection)
            .await
            .map_err(Error::reading(TABLE))?;
    for row in rows {
        let text = |column| {
            row.try_get::<String, _>(column)
                .map_err(Error::reading(TABLE))
        };
        let user = UserId::new(text("user_id")?);
        let client = ClientId::new(text("client_id")?);
        let again = |column, text: String| {
            let opened = match former {
                Some(former) => open(former, (&user, &client, column), &text)?,
                None => Secret::new(text),
            };
            seal(ring, (&user, &client, column), &opened)
        };
        let access = again(ACCESS, text(ACCESS)?)?;
        let refresh: Option<String> = row.try_get(REFRESH).map_err(Error::reading(TABLE))?;
        let refresh = refresh.map(|text| again(REFRESH, text)).transpose()?;
        sqlx::query(
            "UPDATE credential SET access_token = $1, refresh_token = $2 WHERE user_id = $3 AND client_id = $4",
        )
        .bind(access)
        .bind(refresh)
        .bind(user.as_str())
        .bind(client.as_str())
        .execute(&mut *connection)
        .await
        .map_err(Error::writing(TABLE))?;
    }
    Ok(())
}

/// What a row holds, opened.
pub(crate) fn read(ring: &Ring, row: &AnyRow) -> Result<Kept, Error> {
    let text = |column| {
        row.try_get::<String, _>(column)
            .map_err(Error::reading(TABLE))
    };
    let user_id = UserId::new(text("user_id")?);
    let client_id = ClientId::new(text("client_id")?);
    let access = open(ring, (&user_id, &client_id, ACCESS), &text(ACCESS)?)?;
    let refresh: Option<String> = row.try_get(REFRESH).map_err(Error::reading(TABLE))?;
    let refresh = refresh.map(|text| open(ring, (&user_id, &client_id, REFRESH), &text));
    let expires_at: Option<i64> = row.try_get("expires_at").map_err(Error::reading(TABLE))?;
    let obtained_at = row.try_get("obtained_at").map_err(Error::reading(TABLE))?;
    let credential = Credential {
        login: parse(row, "login").map_err(Error::reading(TABLE))?,
        client_kind: parse(row, "client_kind").map_err(Error::reading(TABLE))?,
        access,
        refresh: refresh.transpose()?,
        scopes: ScopeSet::parse(&text("scopes")?),
        expires_at: expires_at.map(Timestamp::from_unix_millis),
        obtained_at: Timestamp::from_unix_millis(obtained_at),
        user_id,
        client_id,
    };
    Ok(Kept {
        credential,
        generation: read_generation(row).map_err(Error::reading(TABLE))?,
    })
}

pub(crate) fn seal(ring: &Ring, place: Place<'_>, secret: &Secret) -> Result<String, Error> {
    ring.seal.seal(&cell(place), secret).map_err(|error| {
        let error = sqlx::Error::Io(error);
        Error::writing(TABLE)(error)
    })
}

fn open(ring: &Ring, place: Place<'_>, text: &str) -> Result<Secret, Error> {
    let (user, client, column) = place;
    ring.seal
        .open(&cell(place), text)
        .map_err(|_| Error::Broken {
            user: user.clone(),
            client: client.clone(),
            column,
        })
}

fn cell<'a>((user, client, column): Place<'a>) -> Cell<'a> {
    Cell {
        table: TABLE,
        user: user.as_str(),
        client: client.as_str(),
        column,
    }
}

/// Account, application and column of a secret.
type Place<'a> = (&'a UserId, &'a ClientId, &'static str);

pub(crate) fn read_generation(row: &AnyRow) -> sqlx::Result<u64> {
    let generation: i64 = row.try_get("generation")?;
    u64::try_from(generation).map_err(|problem| unreadable("generation", problem))
}

pub(crate) const TABLE: &str = "credential";
pub(crate) const ACCESS: &str = "access_token";
pub(crate) const REFRESH: &str = "refresh_token";
