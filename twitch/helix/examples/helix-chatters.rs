//! Lists who is in a chat, page by page: `helix-chatters CLIENT_ID ACCESS_TOKEN BROADCASTER_ID USER_ID [BASE_URL]`.
//!
//! The token must be that of the user, who moderates the channel and has granted `moderator:read:chatters`.

use std::sync::Arc;

use auth::{Generation, Http, Token};
use futures_util::{StreamExt, TryStreamExt};
use streamhand_helix::{Client, Settings};
use types::{ClientId, Secret};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [client_id, token, broadcaster, user, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: helix-chatters CLIENT_ID ACCESS_TOKEN BROADCASTER_ID USER_ID [BASE_URL]".into(),
        );
    };
    let settings = match rest {
        [base_url, ..] => Settings::new().with_base_url(base_url),
        [] => Settings::new(),
    };
    // Whose token it is only matters where several accounts share a client; Twitch knows.
    let token = Token::of_app(
        ClientId::new(client_id),
        Secret::new(token),
        Generation::FIRST,
    );
    let helix = Client::new(Http::new(), settings, Arc::new(token));

    let chatters = helix
        .get_chatters(broadcaster.as_str(), user.as_str())
        .first(1000);
    let mut chatters = chatters.pages().items().boxed();
    while let Some(chatter) = chatters.try_next().await? {
        println!("{}", chatter.user_name);
    }
    Ok(())
}
