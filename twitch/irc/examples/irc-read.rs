//! Reads a channel anonymously and prints what is said; needs no account.
//!
//! `cargo run --example irc-read -- CHANNEL [ADDRESS]`
#![expect(clippy::print_stdout, reason = "an example shows what it received")]

use std::error::Error;
use std::sync::Arc;

use streamhand_irc::client::{Address, Options, Tls, WithoutToken, prepare};
use streamhand_irc::{Event, Identity, Message, Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let channel = arguments.next().ok_or("which channel?")?;
    let address = match arguments.next() {
        Some(address) => address.parse()?,
        None => Address::twitch(),
    };
    let mut settings = Settings::new(Identity::Anonymous);
    settings.channels.push(channel.parse()?);
    let (driver, _handle, mut events) = prepare(Options {
        address,
        tls: Tls::new()?,
        settings,
        tokens: Arc::new(WithoutToken),
        seed: u64::from(std::process::id()),
        capacity: 1024,
    });
    tokio::spawn(driver.run());
    while let Some(event) = events.recv().await {
        let Event::Message(owned) = event else {
            println!("* {event:?}");
            continue;
        };
        if let Message::Privmsg(message) = owned.message() {
            // Escaped, because what people write could otherwise steer the terminal.
            let text = message.text.escape_debug();
            println!("{}: {text}", message.sender.display_name().escape_debug());
        }
    }
    Ok(())
}
