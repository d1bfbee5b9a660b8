//! Asks the viewers of one's channel something and waits for the result: `helix-poll CLIENT_ID ACCESS_TOKEN TITLE CHOICE CHOICE…`.
//!
//! The token must be that of a broadcaster who has granted `channel:manage:polls`.

use std::sync::Arc;
use std::time::Duration;

use auth::{Credential, Generation, Http, Token};
use streamhand_helix::{Client, Settings};
use types::{ClientId, Secret};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[expect(
    clippy::disallowed_methods,
    reason = "a program may wait; only the library's core may not"
)]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [client_id, access, title, choices @ ..] = arguments.as_slice() else {
        return Err("usage: helix-poll CLIENT_ID ACCESS_TOKEN TITLE CHOICE CHOICE…".into());
    };
    let http = Http::new();
    let token = token_of(&http, client_id, access).await?;
    let broadcaster = token
        .user_id()
        .cloned()
        .ok_or("this token belongs to no user")?;
    let helix = Client::new(http, Settings::new(), Arc::new(token));

    // Too many choices, or too long ones, are refused here and with the limit.
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    let made = helix
        .create_poll(broadcaster.clone(), title.as_str(), choices, 60)
        .await?;
    let poll = made.first().ok_or("Twitch made no poll")?;
    println!("“{}” runs for a minute", poll.title);
    tokio::time::sleep(Duration::from_secs(62)).await;

    let polls = helix.get_polls(broadcaster).id(poll.id.as_str()).await?;
    for choice in polls.data.iter().flat_map(|poll| &poll.choices) {
        println!("{:>6}  {}", choice.votes, choice.title);
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
