//! Asks a channel's viewers something and waits for the result: `helix-poll CLIENT_ID ACCESS_TOKEN BROADCASTER_ID TITLE CHOICE CHOICE…`.
//!
//! The token must be that of the broadcaster, who has granted `channel:manage:polls`.

use std::sync::Arc;
use std::time::Duration;

use auth::{Generation, Http, Token};
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
    let [client_id, token, broadcaster, title, choices @ ..] = arguments.as_slice() else {
        return Err(
            "usage: helix-poll CLIENT_ID ACCESS_TOKEN BROADCASTER_ID TITLE CHOICE CHOICE…".into(),
        );
    };
    let token = Token::of_app(
        ClientId::new(client_id),
        Secret::new(token),
        Generation::FIRST,
    );
    let helix = Client::new(Http::new(), Settings::new(), Arc::new(token));

    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    let made = helix
        .create_poll(broadcaster.as_str(), title.as_str(), choices, 60)
        .await?;
    let poll = made.first().ok_or("Twitch made no poll")?;
    println!("“{}” runs for a minute", poll.title);
    tokio::time::sleep(Duration::from_secs(62)).await;

    let polls = helix
        .get_polls(broadcaster.as_str())
        .id(poll.id.as_str())
        .await?;
    for choice in polls.data.iter().flat_map(|poll| &poll.choices) {
        println!("{:>6}  {}", choice.votes, choice.title);
    }
    Ok(())
}
