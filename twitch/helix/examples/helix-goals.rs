//! Draws a bar for each goal of one's channel: `helix-goals`.
//!
//! The broadcaster must have granted `channel:read:goals`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

/// How many characters a whole bar has.
const WIDTH: i64 = 30;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, _) = start::begin().await?;
    for goal in helix.get_creator_goals(&me).await? {
        let done = (goal.current_amount * WIDTH / goal.target_amount.max(1)).clamp(0, WIDTH);
        let done = usize::try_from(done)?;
        let open = usize::try_from(WIDTH)? - done;
        let bar = "█".repeat(done) + &"░".repeat(open);
        println!(
            "{bar} {} of {}  {}",
            goal.current_amount, goal.target_amount, goal.description
        );
    }
    Ok(())
}
