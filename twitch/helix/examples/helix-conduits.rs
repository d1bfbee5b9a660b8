//! Sees to it that there is a conduit for events, and tells its shards: `helix-conduits`.
//!
//! The token must be that of the application.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let mut conduits = helix.get_conduits().await?;
    if conduits.is_empty() {
        conduits = helix.create_conduits(2).await?;
    }
    for conduit in &conduits {
        println!("conduit {} has {} shards", conduit.id, conduit.shard_count);
        for shard in helix.get_conduit_shards(&conduit.id).pages().all().await? {
            println!("  shard {}: {}", shard.id, shard.status);
        }
    }
    Ok(())
}
