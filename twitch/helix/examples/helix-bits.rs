//! Thanks the ten who gave most Bits this month: `helix-bits`.
//!
//! The broadcaster must have granted `bits:read`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::bits::GetBitsLeaderboardPeriod;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let board = helix
        .get_bits_leaderboard()
        .count(10)
        .period(GetBitsLeaderboardPeriod::Month);
    for leader in board.await?.data {
        println!(
            "{:>3}. {:<25} {:>7}",
            leader.rank, leader.user_name, leader.score
        );
    }
    Ok(())
}
