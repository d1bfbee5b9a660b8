//! Where a chat server is, as text: `ircs://irc.chat.twitch.tv:6697`.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// The address of a chat server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// How to speak to it.
    pub scheme: Scheme,
    /// Its name or IP address; an IPv6 address without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What to ask for, with its slash; used with WebSocket only.
    pub path: String,
}

/// How to speak to a chat server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Lines over TCP.
    Irc,
    /// Lines over TLS.
    Ircs,
    /// WebSocket.
    Ws,
    /// WebSocket over TLS.
    Wss,
}

impl Address {
    /// Twitch's chat, over TLS.
    pub fn twitch() -> Self {
        Self {
            scheme: Scheme::Ircs,
            host: "irc.chat.twitch.tv".to_owned(),
            port: 6697,
            path: "/".to_owned(),
        }
    }
}

impl Scheme {
    /// Whether TLS lies below.
    pub const fn is_encrypted(self) -> bool {
        matches!(self, Self::Ircs | Self::Wss)
    }

    /// Whether WebSocket lies below.
    pub const fn is_web_socket(self) -> bool {
        matches!(self, Self::Ws | Self::Wss)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Irc => "irc",
            Self::Ircs => "ircs",
            Self::Ws => "ws",
            Self::Wss => "wss",
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::Irc => 6667,
            Self::Ircs => 6697,
            Self::Ws => 80,
            Self::Wss => 443,
        }
    }
}

impl FromStr for Address {
    type Err = Error;

    /// Reads `scheme://host[:port][/path]`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = |reason| Error::InvalidAddress {
            text: text.to_owned(),
            reason,
        };
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| refuse("it does not begin with irc://, ircs://, ws:// or wss://"))?;
        let scheme = [Scheme::Irc, Scheme::Ircs, Scheme::Ws, Scheme::Wss]
            .into_iter()
            .find(|known| known.name() == scheme)
            .ok_or_else(|| refuse("it begins with none of irc, ircs, ws and wss"))?;
        let slash = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(slash);
        let (host, port) = split_port(authority);
        let port = match port {
            None => scheme.port(),
            Some(port) => match port.parse() {
                Ok(port) if port != 0 => port,
                _ => return Err(refuse("the port is no number from 1 to 65535")),
            },
        };
        if host.is_empty() {
            return Err(refuse("there is no host in it"));
        }
        let is_odd = |character: char| {
            character.is_whitespace() || character.is_control() || "@?#[]".contains(character)
        };
        if host.contains(is_odd) || path.contains(|character: char| character.is_whitespace()) {
            return Err(refuse(
                "there is a character in it that does not belong there",
            ));
        }
        if !scheme.is_web_socket() && path.len() > 1 {
            return Err(refuse("only WebSocket addresses have a path"));
        }
        let path = if path.is_empty() { "/" } else { path };
        Ok(Self {
            scheme,
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        })
    }
}

/// Splits `host:port`; the colons of an IPv6 address stand in brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    if let Some((host, rest)) = authority
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(']'))
    {
        return (host, rest.strip_prefix(':'));
    }
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme.name();
        let (host, port) = (&self.host, self.port);
        if host.contains(':') {
            write!(formatter, "{scheme}://[{host}]:{port}")?;
        } else {
            write!(formatter, "{scheme}://{host}:{port}")?;
        }
        if self.scheme.is_web_socket() {
            formatter.write_str(&self.path)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for (text, expected) in [
            ("irc://localhost", "irc://localhost:6667"),
            (
                "ircs://irc.chat.twitch.tv:6697",
                "ircs://irc.chat.twitch.tv:6697",
            ),
            ("ws://127.0.0.1:8080", "ws://127.0.0.1:8080/"),
            (
                "wss://irc-ws.chat.twitch.tv/",
                "wss://irc-ws.chat.twitch.tv:443/",
            ),
            ("ws://[::1]:80/irc", "ws://[::1]:80/irc"),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        for (text, reason) in [
            ("irc.chat.twitch.tv:6697", "does not begin with"),
            ("http://a", "none of"),
            ("irc://", "no host"),
            ("irc://:6667", "no host"),
            ("irc://a:x", "the port"),
            ("irc://a:0", "the port"),
            ("irc://a b", "a character"),
            ("irc://user@a", "a character"),
            ("irc://[::1", "a character"),
            ("irc://a/path", "have a path"),
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text:?} gave {error:?}");
        }
    }
}
