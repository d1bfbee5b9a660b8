//! Lists the videos of a channel, the most seen first: `helix-videos BROADCASTER_ID`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use streamhand_helix::videos::GetVideosSort;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let broadcaster = arguments.first().ok_or("whose videos?")?;
    let request = helix
        .get_videos()
        .user_id(broadcaster)
        .sort(GetVideosSort::Views);
    for video in request.first(100).pages().all().await? {
        println!(
            "{:>8}  {:>9}  {}",
            video.view_count, video.duration, video.title
        );
    }
    Ok(())
}
