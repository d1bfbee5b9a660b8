//! Offers a drink of water for channel points, and ticks off who wanted one: `helix-rewards`.
//!
//! The broadcaster must have granted `channel:manage:redemptions`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::channel_points::RedemptionStatus;

/// What is offered.
const TITLE: &str = "Drink water";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let mine = helix.get_custom_reward(&me).only_manageable_rewards(true);
    let mut offered = mine.await?;
    offered.retain(|reward| reward.title == TITLE);
    if offered.is_empty() {
        offered = helix.create_custom_rewards(&me, TITLE, 300).await?;
    }
    let reward = offered.first().ok_or("Twitch made no reward")?;
    let wanted = helix.get_custom_reward_redemption(&me, &reward.id);
    let wanted = wanted.status(RedemptionStatus::Unfulfilled);
    for redemption in wanted.pages().all().await? {
        let (id, given) = (&redemption.id, RedemptionStatus::Fulfilled);
        let ticking = helix.update_redemption_status([id], &me, &reward.id, given);
        ticking.await?;
        println!("cheers, {}!", redemption.user_name);
    }
    println!("“{}” costs {} points", reward.title, reward.cost);
    Ok(())
}
