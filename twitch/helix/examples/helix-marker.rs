//! Marks this moment of one's stream for cutting it later: `helix-marker WORDS…`.
//!
//! The broadcaster must have granted `channel:manage:broadcast`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let marker = helix
        .create_stream_marker(&me)
        .description(arguments.join(" "));
    for made in marker.await? {
        let (minutes, seconds) = (made.position_seconds / 60, made.position_seconds % 60);
        println!("marked at {minutes}:{seconds:02}: {}", made.description);
    }
    for stream in helix.get_streams().user_id(&me).await?.data {
        println!("{} people saw it", stream.viewer_count);
    }
    Ok(())
}
