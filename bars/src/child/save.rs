//! Saves pair after pair of a few accounts, and tells each that is safe. It never reads.

use anyhow::Result;
use auth::Vault;

use crate::ledger::{Serial, pair};
use crate::place::{Place, credential};
use crate::terminal::tell;

/// Saves this many pairs of each account, beginning with a number.
///
/// A save that fails is told and left: the next number follows, as a bot's next attempt does.
pub(crate) async fn run(place: &Place, first: u32, count: u32) -> Result<()> {
    let vault = place.open().await?;
    tell("ready")?;
    for number in first..first.saturating_add(count) {
        for person in 1..=ACCOUNTS {
            let serial = Serial { person, number };
            let word = match vault.save(&credential(person, pair(serial))?).await {
                Ok(()) => "saved",
                Err(_) => "failed",
            };
            tell(&format!("{word} {person} {number}"))?;
        }
    }
    tell("done")?;
    vault.close().await;
    Ok(())
}

/// How many accounts take turns.
pub(crate) const ACCOUNTS: u32 = 3;
