//! Lets viewers predict something, and pays out the first outcome: `helix-prediction TITLE OUTCOME OUTCOME…`.
//!
//! The broadcaster must have granted `channel:manage:predictions`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::predictions::PredictionStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let (title, outcomes) = arguments.split_first().ok_or("what is to be predicted?")?;
    let outcomes = outcomes.iter().map(String::as_str);
    let made = helix.create_prediction(&me, title, outcomes, 30).await?;
    let prediction = made.first().ok_or("Twitch made no prediction")?;
    let winner = prediction.outcomes.first().ok_or("it has no outcomes")?;
    println!("“{}” is open", prediction.title);
    // A real one waits for what comes true.
    let ending = helix.end_prediction(&me, &prediction.id, PredictionStatus::Resolved);
    for ended in ending.winning_outcome_id(&winner.id).await? {
        println!("“{}”: {}, {} won", ended.title, ended.status, winner.title);
    }
    Ok(())
}
