//! Looks an account up by its login: `helix-user CLIENT_ID ACCESS_TOKEN LOGIN [BASE_URL]`.
//!
//! The token may be an app access token or that of any account; the address is that of a simulator, if one is to be asked.

use std::sync::Arc;

use auth::{Generation, Http, Token};
use streamhand_helix::{Client, Settings};
use types::{ClientId, Secret};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(client_id), Some(token), Some(login)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: helix-user CLIENT_ID ACCESS_TOKEN LOGIN [BASE_URL]".into());
    };
    let settings = match arguments.next() {
        Some(base_url) => Settings::new().with_base_url(base_url),
        None => Settings::new(),
    };
    // A program that runs for hours would take its tokens from a keeper, which refreshes them.
    let token = Token::of_app(
        ClientId::new(client_id),
        Secret::new(token),
        Generation::FIRST,
    );
    let helix = Client::new(Http::new(), settings, Arc::new(token));

    let users = helix.get_users().login(&login).await?;
    match users.first() {
        Some(user) => println!("{} is {} ({})", user.login, user.display_name, user.id),
        None => println!("there is nobody called {login}"),
    }
    Ok(())
}
