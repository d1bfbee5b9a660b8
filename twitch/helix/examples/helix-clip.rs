//! Clips what was just seen on a channel, and shows the link when it is there: `helix-clip [BROADCASTER_ID]`.
//!
//! The account must have granted `clips:edit`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let broadcaster = arguments
        .into_iter()
        .next()
        .unwrap_or_else(|| me.to_string());
    let made = helix
        .create_clip(&broadcaster)
        .title("What was that?")
        .await?;
    let made = made.first().ok_or("Twitch made no clip")?;
    println!("it can be cut here: {}", made.edit_url);
    // It takes Twitch some seconds; what is not there after fifteen never comes.
    let mut beat = tokio::time::interval(std::time::Duration::from_secs(1));
    for _ in 0..15 {
        beat.tick().await;
        if let Some(clip) = helix.get_clips().id(&made.id).await?.data.first() {
            println!("“{}”, {} s: {}", clip.title, clip.duration, clip.url);
            return Ok(());
        }
    }
    Ok(())
}
