//! A bare bot made with `twitch-irc`, as its examples make one: it answers `!ping` and `!probe`, and does nothing else.
//!
//! Called with an address, a login, a token and channels.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result};
use async_trait::async_trait;
use streamhand_bench::terminal;
use tokio::net::TcpStream;
use twitch_irc::login::StaticLoginCredentials;
use twitch_irc::message::ServerMessage;
use twitch_irc::transport::tcp::{MakeConnection, TCPTransport, TCPTransportConnectError};
use twitch_irc::{ClientConfig, TwitchIRCClient};

/// Plain TCP to where the command line says.
struct Plain;

static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();

#[async_trait]
impl MakeConnection for Plain {
    type Socket = TcpStream;

    async fn new_socket() -> Result<TcpStream, TCPTransportConnectError> {
        let address = ADDRESS
            .get()
            .ok_or_else(|| std::io::Error::other("no address"))?;
        Ok(TcpStream::connect(address).await?)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("twitch-irc-ping: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<()> {
    let [address, login, token, channels @ ..] = arguments else {
        anyhow::bail!("usage: twitch-irc-ping ADDRESS LOGIN TOKEN CHANNEL…");
    };
    let address = address.parse().context("that is no address")?;
    let _first = ADDRESS.set(address);
    let credentials = StaticLoginCredentials::new(login.clone(), Some(token.clone()));
    let config = ClientConfig {
        // Every channel on one connection, as ours has them.
        max_channels_per_connection: channels.len().max(1),
        new_connection_every: Duration::from_millis(1),
        ..ClientConfig::new_simple(credentials)
    };
    let (mut incoming, client) =
        TwitchIRCClient::<TCPTransport<Plain>, StaticLoginCredentials>::new(config);
    for channel in channels {
        client.join(channel.clone())?;
    }
    let mut joined = 0;
    while let Some(message) = incoming.recv().await {
        match message {
            ServerMessage::Privmsg(said) => {
                let answer = match said.message_text.split_once(' ') {
                    Some(("!ping", _)) => "pong".to_owned(),
                    Some(("!probe", number)) => format!("pong {number}"),
                    _ => continue,
                };
                client.say(said.channel_login, answer).await?;
            }
            ServerMessage::RoomState(_) => {
                joined += 1;
                if joined == channels.len() {
                    terminal::say("ready");
                }
            }
            _ => {}
        }
    }
    Ok(())
}
