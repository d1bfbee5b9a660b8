//! Lists the reports about one's games, each with the link to its table: `helix-analytics`.
//!
//! The owner of the games must have granted `analytics:read:games`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let mut reports = helix.get_game_analytics().first(100).pages();
    while let Some(page) = reports.next().await? {
        for report in page {
            println!("{}: {}", report.game_id, report.url);
        }
    }
    Ok(())
}
