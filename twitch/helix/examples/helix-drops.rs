//! Hands out the Drops that were claimed and not given yet: `helix-drops`.
//!
//! The application must belong to the organization of the game.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::entitlements::DropsEntitlementFulfillmentStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let claimed = helix
        .get_drops_entitlements()
        .fulfillment_status(DropsEntitlementFulfillmentStatus::Claimed)
        .pages()
        .all()
        .await?;
    // A hundred at a time, which is the most that the call takes.
    for some in claimed.chunks(100) {
        let ids = some.iter().map(|drop| drop.id.as_str());
        let request = helix.update_drops_entitlements().entitlement_ids(ids);
        let done = request
            .fulfillment_status(DropsEntitlementFulfillmentStatus::Fulfilled)
            .await?;
        for group in done {
            println!("{}: {} Drops", group.status, group.ids.len());
        }
    }
    Ok(())
}
