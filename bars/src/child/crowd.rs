//! A crowd of tasks that share the keepers of many accounts, as a busy bot's tasks do. It calls nobody but the login service.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use auth::{Http, Keeper, Tokens, Vault};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::task::JoinSet;
use types::ClientId;

use crate::ledger::Serial;
use crate::place::{Place, user};
use crate::process::numbers;
use crate::service::{CLIENT, settings};
use crate::terminal::{say, tell};

/// Opens all accounts; then each line `expired ACCOUNT NUMBER` lets all tasks meet a 401 with that token.
pub(crate) async fn run(place: &Place, address: &str, (accounts, tasks): (u32, u32)) -> Result<()> {
    let vault = Arc::new(place.open().await?);
    let http = Http::new();
    let mut opened = Vec::new();
    for person in 0..accounts {
        let kept = vault.load(&user(person), &ClientId::new(CLIENT)).await?;
        kept.as_ref()
            .with_context(|| format!("nothing is kept of account {person}"))?;
        let shared = Arc::clone(&vault) as Arc<dyn Vault>;
        opened.push(Keeper::spawn(
            http.clone(),
            settings(address)?,
            kept,
            shared,
        ));
    }
    for tokens in &opened {
        tokens.token().await?;
    }
    tell("ready")?;
    let mut orders = BufReader::new(stdin()).lines();
    while let Some(order) = orders.next_line().await? {
        let Some([person, number]) = numbers(&order, "expired") else {
            break;
        };
        let tokens = usize::try_from(person)
            .ok()
            .and_then(|person| opened.get(person))
            .context("an account that was not opened")?;
        tokio::spawn(renew(tokens.clone(), (person, number), tasks));
    }
    for tokens in opened {
        tokens.stop().await;
    }
    tell("done")?;
    vault.close().await;
    Ok(())
}

/// Lets all tasks go on with a newer token, and tells which they got.
async fn renew(tokens: Tokens, (person, expired): (u64, u64), tasks: u32) {
    let mut calls: JoinSet<u64> = (0..tasks).map(|_| call(tokens.clone(), expired)).collect();
    let (mut oldest, mut newest, mut served) = (u64::MAX, 0, 0);
    while let Some(number) = calls.join_next().await {
        let number = number.unwrap_or(0);
        oldest = oldest.min(number);
        newest = newest.max(number);
        served += 1;
    }
    // If the parent is gone, the end of the orders ends this process.
    say(&format!("renewed {person} {oldest} {newest} {served}"));
}

/// One task: calls with what it is lent, reports the 401, and calls again until it is served.
async fn call(tokens: Tokens, expired: u64) -> u64 {
    loop {
        match tokens.token().await {
            Ok(token) => {
                let serial = Serial::of_access(token.secret());
                let number = serial.map_or(0, |serial| u64::from(serial.number));
                if number > expired {
                    return number;
                }
                tokens.report_unauthorized(token.generation());
            }
            // As callers do: what is tried again by itself is waited for.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

const PAUSE: Duration = Duration::from_millis(100);
