//! Gives one's channel tags, and shows what became of the older calls for them: `helix-tags TAG TAG…`.
//!
//! The broadcaster must have granted `channel:manage:broadcast`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    // Tags from a list of Twitch's are gone; a channel has words of its own now.
    if let Err(gone) = helix.get_stream_tags(&me).await {
        println!("{gone}");
    }
    helix
        .modify_channel_information(&me)
        .tags(arguments.iter().map(String::as_str))
        .await?;
    for channel in helix.get_channel_information([&me]).await? {
        println!(
            "{} is tagged {}",
            channel.broadcaster_name,
            channel.tags.join(", ")
        );
    }
    Ok(())
}
