//! Lists who is in a chat, page by page: `helix-chatters [BROADCASTER_ID]`.
//!
//! The token must be that of a moderator of the channel who has granted `moderator:read:chatters`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

#[path = "beginning/start.rs"]
mod start;

use futures_util::{StreamExt, TryStreamExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), start::Failure> {
    let (helix, me, arguments) = start::begin().await?;
    let broadcaster = arguments
        .into_iter()
        .next()
        .unwrap_or_else(|| me.to_string());
    // As many pages as somebody asks for; whoever is on two of them comes once.
    let request = helix.get_chatters(&broadcaster, &me).first(1000);
    let mut chatters = request.pages().items().boxed();
    while let Some(chatter) = chatters.try_next().await? {
        println!("{}", chatter.user_name);
    }
    Ok(())
}
