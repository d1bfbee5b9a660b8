//! Tells which live channels have an extension: `helix-extensions EXTENSION_ID`.
//!
//! Any token will do.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, _, arguments) = start::begin().await?;
    let id = arguments.first().ok_or("which extension?")?;
    for extension in helix.get_released_extensions(id).await? {
        println!(
            "{} {}: {}",
            extension.name, extension.version, extension.summary
        );
    }
    let channels = helix
        .get_extension_live_channels(id)
        .first(100)
        .pages()
        .all()
        .await?;
    for channel in &channels {
        println!("{:<25} {}", channel.broadcaster_name, channel.game_name);
    }
    println!("{} channels have it", channels.len());
    Ok(())
}
