//! Where Twitch sends a browser back to after a login: fixed addresses on this machine, to be registered letter by letter. Listens nowhere.

/// Whether the page for a login is served over plain HTTP or over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// Over plain HTTP, which Twitch allows for this machine only.
    #[default]
    Http,
    /// Over TLS, with a certificate that was made on the spot and that no browser knows.
    Https,
}

impl Scheme {
    /// As it stands in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The address for one port, without a slash at its end, for Twitch compares letter by letter.
pub fn redirect_address(scheme: Scheme, port: u16) -> String {
    format!("{}://localhost:{port}", scheme.as_str())
}

/// The addresses for all of [`REDIRECT_PORTS`], to be registered in Twitch's developer console.
pub fn redirect_addresses(scheme: Scheme) -> [String; 3] {
    REDIRECT_PORTS.map(|port| redirect_address(scheme, port))
}

/// The ports on which a login listens: the first that is free.
///
/// They are fixed, because Twitch knows no "any port of this machine", and three, because one may be taken.
pub const REDIRECT_PORTS: [u16; 3] = [17563, 17564, 17565];
