//! Where the login service is and who asks: an address, a client id, perhaps a secret. Reads neither files nor environment.

use std::fmt;

use types::{ClientId, Secret};

use crate::error::Error;

/// The application that asks for tokens, and where it asks.
#[derive(Debug, Clone)]
pub struct Settings {
    base: String,
    client_id: ClientId,
    client_secret: Option<Secret>,
}

/// What Twitch's developer console calls the client type.
///
/// Nobody is asked for it: a refresh tells, see [`Credential::client_kind`](crate::Credential).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientKind {
    /// Has no secret; each of its refresh tokens works once and lives 30 days.
    Public,
    /// Has a secret, without which nothing is refreshed.
    Confidential,
    /// Not found out yet.
    #[default]
    Unknown,
}

impl Settings {
    /// An application without a secret that asks Twitch itself.
    pub fn new(client_id: ClientId) -> Self {
        Self {
            base: DEFAULT_BASE.to_owned(),
            client_id,
            client_secret: None,
        }
    }

    /// The same with the secret of a confidential client.
    #[must_use]
    pub fn with_secret(self, secret: Secret) -> Self {
        let client_secret = (!secret.is_empty()).then_some(secret);
        Self {
            client_secret,
            ..self
        }
    }

    /// The same, asking at another address than Twitch's, such as a simulator's `http://127.0.0.1:4000/oauth2`.
    ///
    /// # Errors
    /// [`Error::InvalidBase`] if the text is no `http` or `https` address.
    pub fn with_base(self, address: &str) -> Result<Self, Error> {
        let base = address.trim_end_matches('/').to_owned();
        let is_usable = base.parse::<http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
                && uri.query().is_none()
        });
        if !is_usable {
            let address = address.to_owned();
            return Err(Error::InvalidBase { address });
        }
        Ok(Self { base, ..self })
    }

    /// The address without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The id of the application.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The secret, if the application has one.
    pub fn client_secret(&self) -> Option<&Secret> {
        self.client_secret.as_ref()
    }
}

impl fmt::Display for ClientKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
            Self::Unknown => "unknown",
        })
    }
}

/// Twitch's own login service.
const DEFAULT_BASE: &str = "https://id.twitch.tv/oauth2";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_addresses_are_taken() {
        for (address, expected) in [
            (
                "http://127.0.0.1:4000/oauth2/",
                Some("http://127.0.0.1:4000/oauth2"),
            ),
            (
                "https://id.twitch.tv/oauth2",
                Some("https://id.twitch.tv/oauth2"),
            ),
            ("id.twitch.tv/oauth2", None),
            ("ftp://id.twitch.tv", None),
            ("http://", None),
            ("http://host/a?b=c", None),
            ("", None),
        ] {
            let settings = Settings::new(ClientId::new("abc")).with_base(address);
            let base = settings.as_ref().ok().map(Settings::base);
            assert_eq!(base, expected, "{address}");
        }
    }

    #[test]
    fn an_empty_secret_is_no_secret() {
        let settings = Settings::new(ClientId::new("abc")).with_secret(Secret::new(""));
        assert!(settings.client_secret().is_none());
    }
}
