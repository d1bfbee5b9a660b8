//! Saves pair after pair of a few accounts as a refresh does, under a lease and behind its mark, and tells each that is safe.
//! It asks no login service.

use anyhow::Result;
use auth::Vault;

use crate::ledger::{Serial, pair};
use crate::place::{Place, credential};
use crate::terminal::tell;
use crate::vault::StoreVault;

/// Saves this many pairs of each account, beginning with a number.
///
/// A save that fails is told and left: the next number follows, as a bot's next attempt does.
pub(crate) async fn run(place: &Place, first: u32, count: u32) -> Result<()> {
    let vault = place.open().await?;
    tell("ready")?;
    for number in first..first.saturating_add(count) {
        for person in 1..=ACCOUNTS {
            match save(&vault, Serial { person, number }).await {
                Ok(()) => tell(&format!("saved {person} {number}"))?,
                Err(error) => tell(&format!("failed {person} {number} {error:#}"))?,
            }
        }
    }
    tell("done")?;
    vault.close().await;
    Ok(())
}

/// The whole way: take the account, write down that a refresh begins, keep what it brought, give the account free.
async fn save(vault: &StoreVault, serial: Serial) -> Result<()> {
    let Serial { person, number } = serial;
    let before = Serial {
        person,
        number: number.saturating_sub(1),
    };
    let lease = vault
        .begin_refresh(&credential(person, pair(before))?)
        .await?;
    vault.save(&credential(person, pair(serial))?).await?;
    drop(lease);
    Ok(())
}

/// How many accounts take turns.
pub(crate) const ACCOUNTS: u32 = 3;
