//! The store as the keeper's vault, translated as the app does it; the bars may not use the app.

use std::time::{SystemTime, UNIX_EPOCH};

use auth::{BoxFuture, ClientKind, Credential, Hold, Lease, Vault, VaultError};
use store::{RefreshLease, Store};
use types::{ClientId, Timestamp, UserId};

/// A store that keepers use.
#[derive(Debug, Clone)]
pub(crate) struct StoreVault(Store);

impl StoreVault {
    pub(crate) fn new(store: Store) -> Self {
        Self(store)
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

impl Vault for StoreVault {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move {
            let saved = self.0.save_credential(&to_row(credential)).await;
            saved.map(drop).map_err(|error| refused(&error))
        })
    }

    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        Box::pin(async move {
            let (user, client) = (&known.user_id, &known.client_id);
            let lease = self.0.begin_refresh(user, client, &known.access).await;
            let mut lease = lease.map_err(|error| refused(&error))?;
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
            Ok(kept
                .map_err(|error| refused(&error))?
                .map(|kept| from_row(kept.credential)))
        })
    }
}

/// An account that the store has taken for a refresh.
struct Taken(RefreshLease);

impl Hold for Taken {
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>> {
        Box::pin(async move { self.0.end().await.map_err(|error| refused(&error)) })
    }
}

fn refused(error: &store::Error) -> VaultError {
    let sentence = error.to_string();
    match error {
        store::Error::RefreshBusy { .. } => VaultError::busy(sentence),
        _ => VaultError::new(sentence),
    }
}

fn to_row(credential: &Credential) -> store::Credential {
    let obtained_at = now();
    store::Credential {
        user_id: credential.user_id.clone(),
        login: credential.login.clone(),
        client_id: credential.client_id.clone(),
        client_kind: match credential.client_kind {
            ClientKind::Public => store::ClientKind::Public,
            ClientKind::Confidential => store::ClientKind::Confidential,
            ClientKind::Unknown => store::ClientKind::Unknown,
        },
        access: credential.access.clone(),
        refresh: credential.refresh.clone(),
        scopes: credential.scopes.clone(),
        expires_at: credential.expires_in.map(|life| obtained_at.plus(life)),
        obtained_at,
    }
}

fn from_row(row: store::Credential) -> Credential {
    Credential {
        expires_in: row.expires_at.map(|end| end.since(row.obtained_at)),
        user_id: row.user_id,
        login: row.login,
        client_id: row.client_id,
        client_kind: match row.client_kind {
            store::ClientKind::Public => ClientKind::Public,
            store::ClientKind::Confidential => ClientKind::Confidential,
            store::ClientKind::Unknown => ClientKind::Unknown,
        },
        access: row.access,
        refresh: row.refresh,
        scopes: row.scopes,
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.unwrap_or_default().as_millis();
    Timestamp::from_unix_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
