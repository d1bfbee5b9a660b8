//! Keeps credentials in the store: the library wing's form into the product wing's and back.

use std::time::Duration;

use auth::{BoxFuture, Credential, Hold, Lease, Vault, VaultError};
use store::{RefreshLease, Store};
use types::{ClientId, UserId};

use crate::clock;

/// The store as a vault.
#[derive(Debug, Clone)]
pub(crate) struct StoreVault(Store);

impl StoreVault {
    /// Keeps credentials in this store.
    pub(crate) fn new(store: Store) -> Self {
        Self(store)
    }
}

impl Vault for StoreVault {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move {
            let row = to_row(credential);
            self.0
                .save_credential(&row)
                .await
                .map(drop)
                .map_err(|error| vault_error(&error))
        })
    }

    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        Box::pin(async move {
            let (user, client) = (&known.user_id, &known.client_id);
            let lease = self.0.begin_refresh(user, client, &known.access).await;
            let mut lease = lease.map_err(|error| vault_error(&error))?;
            let kept = lease.kept.take().map(|kept| from_row(kept.credential));
            Ok(Lease::noted(kept, lease.was_cut_off, Taken(lease)))
        })
    }

    fn load<'a>(
        &'a self,
        user_id: &'a UserId,
        client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
        Box::pin(async move {
            let kept = self.0.credential(user_id, client_id).await;
            let kept = kept.map_err(|error| vault_error(&error))?;
            Ok(kept.map(|kept| from_row(kept.credential)))
        })
    }
}

/// An account that the store has taken for a refresh.
struct Taken(RefreshLease);

impl Hold for Taken {
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>> {
        Box::pin(async move { self.0.end().await.map_err(|error| vault_error(&error)) })
    }
}

/// Another process that refreshes is no trouble: what it gets is taken over.
fn vault_error(error: &store::Error) -> VaultError {
    match error {
        store::Error::RefreshBusy { .. } => VaultError::busy(error.to_string()),
        _ => VaultError::new(error.to_string()),
    }
}

fn to_row(credential: &Credential) -> store::Credential {
    let now = clock::now();
    store::Credential {
        user_id: credential.user_id.clone(),
        login: credential.login.clone(),
        client_id: credential.client_id.clone(),
        client_kind: match credential.client_kind {
            auth::ClientKind::Public => store::ClientKind::Public,
            auth::ClientKind::Confidential => store::ClientKind::Confidential,
            auth::ClientKind::Unknown => store::ClientKind::Unknown,
        },
        access: credential.access.clone(),
        refresh: credential.refresh.clone(),
        scopes: credential.scopes.clone(),
        expires_at: credential.expires_in.map(|life| now.plus(life)),
        obtained_at: now,
    }
}

/// A credential as the library wing knows it.
pub(crate) fn from_row(row: store::Credential) -> Credential {
    let life = |expires_at: types::Timestamp| -> Duration { expires_at.since(row.obtained_at) };
    Credential {
        expires_in: row.expires_at.map(life),
        user_id: row.user_id,
        login: row.login,
        client_id: row.client_id,
        client_kind: match row.client_kind {
            store::ClientKind::Public => auth::ClientKind::Public,
            store::ClientKind::Confidential => auth::ClientKind::Confidential,
            store::ClientKind::Unknown => auth::ClientKind::Unknown,
        },
        access: row.access,
        refresh: row.refresh,
        scopes: row.scopes,
    }
}
