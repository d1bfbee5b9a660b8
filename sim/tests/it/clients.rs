//! Clients that others wrote, as judges: what they cannot use is wrong here, unless Twitch itself would not suit them either.
//! The simulator shares no code with any of them, nor with Streamhand's own clients.

mod api;
mod calls;
mod chat;
mod door;
mod minute;
mod oauth;
mod transports;

use std::time::Duration;

use streamhand_sim::Server;
use streamhand_sim::server::Settings;

/// A Twitch on free ports, with chat over TCP and WebSocket.
async fn twitch() -> Server {
    twitch_with(Settings::default()).await
}

async fn twitch_with(settings: Settings) -> Server {
    Server::start(settings)
        .await
        .expect("free ports on the loopback can be had")
}

/// Waits for something that happens at once; only a test that fails waits so long.
async fn soon<Happening: Future>(what: &str, happening: Happening) -> Happening::Output {
    tokio::time::timeout(PATIENCE, happening)
        .await
        .unwrap_or_else(|_| panic!("{what} did not happen within {PATIENCE:?}"))
}

/// Long enough for the slowest machine.
const PATIENCE: Duration = Duration::from_secs(10);
