//! Where the credentials of a measurement are kept: a folder of its own, and the store in it or on a server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use auth::{ClientKind, Credential, Vault};
use store::{KeySource, Settings, Store};
use tempfile::TempDir;
use types::{ClientId, ScopeSet, UserId};

use crate::ledger::{Pair, Serial};
use crate::service::{CLIENT, login_of};
use crate::vault::StoreVault;

/// A store that parent and children open.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    folder: PathBuf,
    url: String,
}

impl Place {
    /// A new SQLite database, gone when the folder is dropped.
    pub(crate) fn new() -> Result<(Self, TempDir)> {
        let folder = tempfile::tempdir().context("cannot make a folder to measure in")?;
        let url = format!("sqlite:{}", folder.path().join("streamhand.db").display());
        let place = Self::of(folder.path(), &url);
        Ok((place, folder))
    }

    /// A store that is there, with its key in the folder.
    pub(crate) fn of(folder: &Path, url: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            url: url.to_owned(),
        }
    }

    /// What a child needs to open the same.
    pub(crate) fn arguments(&self) -> [String; 2] {
        [self.folder.display().to_string(), self.url.clone()]
    }

    pub(crate) async fn open(&self) -> Result<StoreVault> {
        let key = KeySource::File(self.folder.join("streamhand.key"));
        let store = Store::open(&self.url, &Settings::new(key)).await?;
        Ok(StoreVault::new(store))
    }
}

/// Which pair of an account is kept.
///
/// # Errors
/// If it cannot be read, is not there, or consists of halves of two pairs.
pub(crate) async fn kept(vault: &StoreVault, person: u32) -> Result<Serial> {
    let kept = vault.load(&user(person), &ClientId::new(CLIENT)).await?;
    let kept = kept.with_context(|| format!("nothing is kept of account {person}"))?;
    let access = Serial::of_access(&kept.access);
    let refresh = kept.refresh.as_ref().and_then(Serial::of_refresh);
    match (access, refresh) {
        (Some(access), Some(refresh)) if access == refresh && access.person == person => Ok(access),
        halves => anyhow::bail!("account {person} keeps no whole pair: {halves:?}"),
    }
}

/// The account's credential with this pair.
pub(crate) fn credential(person: u32, pair: Pair) -> Result<Credential> {
    Ok(Credential {
        user_id: user(person),
        login: login_of(person).parse()?,
        client_id: ClientId::new(CLIENT),
        client_kind: ClientKind::Public,
        access: pair.access,
        refresh: Some(pair.refresh),
        scopes: ScopeSet::parse("chat:read"),
        expires_in: Some(Duration::from_secs(14_400)),
    })
}

pub(crate) fn user(person: u32) -> UserId {
    UserId::new(person.to_string())
}
