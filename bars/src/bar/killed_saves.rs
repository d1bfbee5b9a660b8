//! B1b: kills at random moments while pairs are saved. Nothing that was acknowledged may be gone, and nothing torn.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::acknowledged::{acknowledged, breach};
use crate::child::save::ACCOUNTS;
use crate::place::{Place, kept};
use crate::process::Process;
use crate::scale::Scale;
use crate::verdict::Verdict;

/// Kills children and looks at what they leave.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (place, _folder) = Place::new()?;
    let mut chance = StdRng::seed_from_u64(scale.seed);
    let mut breaches = Vec::new();
    let (mut saves, mut early) = (0, 0);
    // Something is kept from the start, so that there is something to lose.
    Process::start(&arguments(&place, 1, 1))?.end()?;
    let mut known: BTreeMap<u32, u32> = (1..=ACCOUNTS).map(|person| (person, 1)).collect();
    for _ in 0..scale.save_kills {
        let first = known.values().max().map_or(1, |number| number + 1);
        let child = Process::start(&arguments(&place, first, u32::MAX))?;
        // Some die while they still open the store.
        let mut told = match chance.random_range(0..4) {
            0 => Vec::new(),
            _ => child.wait_for("ready")?,
        };
        thread::sleep(Duration::from_micros(chance.random_range(0..LONGEST)));
        told.extend(child.kill()?);
        let newest = acknowledged(&told);
        saves += told.iter().filter(|line| line.starts_with("saved")).count();
        early += usize::from(newest.is_empty());
        runtime.block_on(async {
            let vault = place.open().await?;
            for (person, number) in &mut known {
                let least = newest.get(person).copied().unwrap_or(*number);
                let found = kept(&vault, *person).await;
                // One more than what was acknowledged may have become safe before the kill.
                breaches.extend(breach(&found, least, least.max(first - 1) + 1));
                *number = found.map_or(least, |serial| serial.number);
            }
            vault.close().await;
            anyhow::Ok(())
        })?;
    }
    let figures = format!(
        "{} kills, {saves} saves acknowledged, {early} kills before the first of them: {} lost or torn (demanded: 0)",
        scale.save_kills,
        breaches.len()
    );
    Ok(Verdict::new("B1b", figures, breaches))
}

fn arguments(place: &Place, first: u32, count: u32) -> Vec<String> {
    let [folder, url] = place.arguments();
    let (first, count) = (first.to_string(), count.to_string());
    vec!["save".to_owned(), folder, url, first, count]
}

/// In microseconds; some dozens of saves.
const LONGEST: u64 = 40_000;
