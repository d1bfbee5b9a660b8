//! Finds channels that are live: `helix-search WORDS…`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let found = helix
        .search_channels(arguments.join(" "))
        .live_only(true)
        .first(20)
        .await?;
    for channel in found.data {
        println!(
            "{:<25} {:<30} {}",
            channel.display_name, channel.game_name, channel.title
        );
    }
    Ok(())
}
