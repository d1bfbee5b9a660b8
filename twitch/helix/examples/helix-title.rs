//! Gives one's channel a new title, and says how many followers may see it: `helix-title WORDS…`.
//!
//! The broadcaster must have granted `channel:manage:broadcast`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let title = arguments.join(" ");
    helix.modify_channel_information(&me).title(&title).await?;
    let channels = helix.get_channel_information([&me]).await?;
    let channel = channels.first().ok_or("there is no such channel")?;
    let followers = helix.get_channel_followers(&me).first(1).await?;
    println!(
        "{} followers of {} read: {}",
        followers.total, channel.broadcaster_name, channel.title
    );
    Ok(())
}
