//! Refreshes account after account with the real keeper, for ever, and tells each step of it. It never decides when to stop.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use auth::{
    BoxFuture, Credential, Http, Keeper, Lease, Status, Suspicion, Tokens, Vault, VaultError, View,
};
use types::{ClientId, UserId};

use crate::ledger::Serial;
use crate::place::{Place, user};
use crate::service::{CLIENT, settings};
use crate::terminal::{say, tell};
use crate::vault::StoreVault;

/// Takes the accounts in turn, beginning with the first of them.
pub(crate) async fn run(place: &Place, address: &str, (first, accounts): (u32, u32)) -> Result<()> {
    let vault = Arc::new(TellingVault(place.open().await?));
    let http = Http::new();
    tell("ready")?;
    for step in 0.. {
        let person = (first + step) % accounts;
        let kept = vault.load(&user(person), &ClientId::new(CLIENT)).await?;
        let kept = kept.with_context(|| format!("nothing is kept of account {person}"))?;
        let old = Serial::of_access(&kept.access).context("a token of another service")?;
        tell(&format!("begin {person} {}", old.number))?;
        let shared = Arc::clone(&vault) as Arc<dyn Vault>;
        let tokens = Keeper::spawn(http.clone(), settings(address)?, Some(kept), shared);
        tell_end(&tokens, old).await?;
        tokens.stop().await;
    }
    Ok(())
}

/// Waits until a newer token is lent, or until the person would be told that there is none.
async fn tell_end(tokens: &Tokens, old: Serial) -> Result<()> {
    let mut watch = tokens.watch();
    let is_over = |view: &View| match &view.status {
        Status::Suspect(_) | Status::Lost(_) => true,
        _ => lent(view).is_some_and(|serial| serial.number > old.number),
    };
    let waiting = tokio::time::timeout(PATIENCE, watch.wait_for(is_over));
    let view = match waiting.await {
        Ok(view) => view?.clone(),
        Err(_) => {
            let person = old.person;
            tell(&format!("stuck {person}"))?;
            return Ok(());
        }
    };
    let person = old.person;
    let number = lent(&view).map_or(0, |serial| serial.number);
    tell(&match &view.status {
        Status::Suspect(suspicion) => {
            let was_cut_off = u8::from(*suspicion == Suspicion::CutOff);
            format!("prompted {person} {number} {was_cut_off}")
        }
        Status::Lost(_) => format!("lost {person}"),
        _ => format!("lent {person} {number}"),
    })?;
    Ok(())
}

fn lent(view: &View) -> Option<Serial> {
    let token = view.token.as_ref()?;
    Serial::of_access(token.secret())
}

/// The store's vault, which also tells when a pair became safe.
struct TellingVault(StoreVault);

impl Vault for TellingVault {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move {
            self.0.save(credential).await?;
            let at = SystemTime::now().duration_since(UNIX_EPOCH);
            let at = at.unwrap_or_default().as_nanos();
            if let Some(Serial { person, number }) = Serial::of_access(&credential.access) {
                say(&format!("saved {person} {number} {at}"));
            }
            Ok(())
        })
    }

    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        self.0.begin_refresh(known)
    }

    fn load<'a>(
        &'a self,
        user_id: &'a UserId,
        client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
        self.0.load(user_id, client_id)
    }
}

/// Longer than any refresh on a healthy machine.
const PATIENCE: Duration = Duration::from_secs(20);
