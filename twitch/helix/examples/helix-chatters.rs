//! Lists who is in a chat, page by page: `helix-chatters CLIENT_ID ACCESS_TOKEN BROADCASTER_ID`.
//!
//! The token must be that of a moderator of the channel who has granted `moderator:read:chatters`.

use std::sync::Arc;

use auth::{Credential, Generation, Http, Token};
use futures_util::{StreamExt, TryStreamExt};
use streamhand_helix::{Client, Settings};
use types::{ClientId, Secret};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [client_id, access, broadcaster] = arguments.as_slice() else {
        return Err("usage: helix-chatters CLIENT_ID ACCESS_TOKEN BROADCASTER_ID".into());
    };
    let http = Http::new();
    let token = token_of(&http, client_id, access).await?;
    let moderator = token
        .user_id()
        .cloned()
        .ok_or("this token belongs to no user")?;
    let helix = Client::new(http, Settings::new(), Arc::new(token));

    // As many pages as somebody asks for; whoever is on two of them comes once.
    let request = helix
        .get_chatters(broadcaster.as_str(), moderator)
        .first(1000);
    let mut chatters = request.pages().items().boxed();
    while let Some(chatter) = chatters.try_next().await? {
        println!("{}", chatter.user_name);
    }
    Ok(())
}

/// The token of whoever it was given to, with what Twitch says about it.
async fn token_of(
    http: &Http,
    client_id: &str,
    access: &str,
) -> Result<Token, Box<dyn std::error::Error>> {
    let settings = auth::Settings::new(ClientId::new(client_id));
    let access = Secret::new(access);
    let identity = auth::validate(http, &settings, &access).await?;
    let credential = Credential {
        user_id: identity.user_id.ok_or("this token belongs to no user")?,
        login: identity.login.ok_or("this token belongs to no user")?,
        client_id: identity.client_id,
        client_kind: Default::default(),
        access,
        refresh: None,
        scopes: identity.scopes.unwrap_or_default(),
        expires_in: identity.expires_in,
    };
    Ok(Token::of_user(&credential, Generation::FIRST))
}
