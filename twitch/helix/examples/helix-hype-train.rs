//! Tells how far the Hype Train is, or how far one ever came: `helix-hype-train`.
//!
//! The broadcaster must have granted `channel:read:hype_train`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    let statuses = helix.get_hype_train_status(&me).await?;
    let status = statuses.first().ok_or("Twitch told nothing")?;
    if let Some(train) = &status.current {
        println!(
            "level {}: {} of {}",
            train.level, train.progress, train.goal
        );
        for giver in &train.top_contributions {
            println!(
                "  {} gave {} ({})",
                giver.user_name, giver.total, giver.kind
            );
        }
    } else if let Some(record) = &status.all_time_high {
        println!(
            "no train runs; the best one reached level {} with {}",
            record.level, record.total
        );
    }
    Ok(())
}
