//! Where the doors of this Twitch are reached, as it writes them into links and environments; it opens none of them.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The addresses under which clients reach this Twitch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Host and port of the pages, the API and both WebSockets.
    pub http: SocketAddr,
    /// Host and port of chat over plain TCP.
    pub irc: Option<SocketAddr>,
    /// Host and port of chat over TLS.
    pub ircs: Option<SocketAddr>,
    /// The certificate that clients of the TLS port have to trust.
    pub ca_file: Option<PathBuf>,
}

impl Places {
    /// What every link begins with, such as `http://127.0.0.1:8090`.
    pub fn origin(&self) -> String {
        format!("http://{}", reachable(self.http))
    }

    /// The REST API.
    pub fn helix(&self) -> String {
        format!("{}/helix", self.origin())
    }

    /// OAuth.
    pub fn auth(&self) -> String {
        format!("{}/oauth2", self.origin())
    }

    /// EventSub over WebSocket.
    pub fn eventsub(&self) -> String {
        format!("ws://{}/ws", reachable(self.http))
    }

    /// Chat over WebSocket.
    pub fn irc_websocket(&self) -> String {
        format!("ws://{}/", reachable(self.http))
    }
}

/// An address that a client can connect to: nobody can connect to "every address".
pub(crate) fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_everybody_is_told_as_one_that_can_be_reached() {
        let places = Places {
            http: SocketAddr::from(([0, 0, 0, 0], 8090)),
            irc: None,
            ircs: None,
            ca_file: None,
        };
        assert_eq!(places.helix(), "http://127.0.0.1:8090/helix");
        assert_eq!(places.irc_websocket(), "ws://127.0.0.1:8090/");
    }
}
