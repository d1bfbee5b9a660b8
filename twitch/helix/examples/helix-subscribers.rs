//! Counts the subscribers of one's channel by tier: `helix-subscribers`.
//!
//! The broadcaster must have granted `channel:read:subscriptions`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use std::collections::BTreeMap;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let first = helix.get_broadcaster_subscriptions(&me).first(1).await?;
    println!("{} subscribers, {} points", first.total, first.points);
    let mut tiers = BTreeMap::<String, usize>::new();
    for subscription in helix
        .get_broadcaster_subscriptions(&me)
        .first(100)
        .pages()
        .all()
        .await?
    {
        *tiers.entry(subscription.tier.to_string()).or_default() += 1;
    }
    for (tier, count) in tiers {
        println!("tier {tier}: {count}");
    }
    Ok(())
}
