//! Lists the events that are subscribed to, and clears away those that come no more: `helix-subscribed`.
//!
//! With a token of the application it sees webhooks and conduits, with that of a user WebSockets.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::eventsub::SubscriptionStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let answer = helix.get_eventsub_subscriptions().await?;
    println!(
        "{} subscriptions cost {} of {}",
        answer.total, answer.total_cost, answer.max_total_cost
    );
    for subscription in helix.get_eventsub_subscriptions().pages().all().await? {
        println!("{:<40} {}", subscription.kind, subscription.status);
        let is_over = !matches!(
            subscription.status,
            SubscriptionStatus::Enabled | SubscriptionStatus::WebhookCallbackVerificationPending
        );
        if is_over {
            helix.delete_eventsub_subscription(&subscription.id).await?;
        }
    }
    Ok(())
}
