//! Shows what is watched most: `helix-games`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, _) = start::begin().await?;
    let games = helix.get_top_games().first(10).await?.data;
    for (place, game) in games.iter().enumerate() {
        let streams = helix.get_streams().game_id(&game.id).first(100).await?.data;
        let viewers: i64 = streams.iter().map(|stream| stream.viewer_count).sum();
        println!("{:>2}. {:<40} {viewers:>7} viewers", place + 1, game.name);
    }
    Ok(())
}
