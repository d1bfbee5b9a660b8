//! Everything that can go wrong here, told by what a caller can do about it.

use std::fmt;

use types::{ClientId, Login};

use crate::network::NetworkError;

/// Why something about a token could not be done.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configured address of the login service is none.
    #[error("cannot use {address:?} as the login service: it is no http or https address")]
    InvalidBase {
        /// What was given.
        address: String,
    },
    /// A login was asked for nothing; Twitch gives tokens for that which cannot be refreshed.
    #[error("cannot log in: no scopes were asked for")]
    NoScopes,
    /// A login on a page was asked for without the application's secret; nothing was sent.
    #[error("cannot log in on a page: that needs the application's client secret")]
    SecretNeeded,
    /// Nobody came back from Twitch's page in time.
    #[error("cannot log in: nobody consented within ten minutes")]
    TimedOut,
    /// The page for the login could not be opened.
    #[error("cannot open the page for the login: {cause}")]
    NoPage {
        /// What stands in the way.
        cause: String,
    },
    /// Somebody logged in, and the caller could not make use of it.
    #[error("cannot finish the login: {cause}")]
    NotReceived {
        /// The caller's words.
        cause: String,
    },
    /// Twitch refuses the application, not the account; the configuration is to be mended.
    #[error("cannot {attempt}: Twitch refuses the application {client_id}: {refusal}")]
    ClientRefused {
        /// What was tried.
        attempt: Attempt,
        /// The application.
        client_id: ClientId,
        /// What is wrong with it.
        refusal: ClientRefusal,
    },
    /// The person said no.
    #[error("cannot log in: the login was declined on Twitch")]
    Declined,
    /// Twitch gave a token for another application than ours.
    #[error("cannot use the token: it was given to the application {found}, not to {expected}")]
    OtherClient {
        /// Ours.
        expected: ClientId,
        /// Whose token it is.
        found: ClientId,
    },
    /// Twitch refused for a reason of its own.
    #[error("cannot {attempt}: Twitch answered {status}: {message}")]
    Rejected {
        /// What was tried.
        attempt: Attempt,
        /// The HTTP status.
        status: u16,
        /// Twitch's words, cut to a length that fits a message.
        message: String,
    },
    /// Something went wrong that passes by itself.
    #[error("cannot {attempt}: {setback}")]
    Interrupted {
        /// What was tried.
        attempt: Attempt,
        /// What came in between.
        setback: Setback,
    },
    /// There is no living token at the moment; getting one is being retried.
    #[error("no token for {login} at the moment: {setback}")]
    Unavailable {
        /// The account.
        login: Login,
        /// What stands in the way.
        setback: Setback,
    },
    /// The account's login is gone; it has to log in again.
    #[error("no token for {login}: {loss}")]
    TokenLost {
        /// The account.
        login: Login,
        /// How it was lost.
        loss: Loss,
    },
    /// Nobody has logged in yet.
    #[error("no token: nobody has logged in yet")]
    NotLoggedIn,
    /// The task that keeps the token has ended.
    #[error("no token: its keeper has stopped")]
    Stopped,
}

/// What was being done at the login service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Attempt {
    /// `POST /device`.
    StartDeviceLogin,
    /// `POST /token` with a device code.
    PollDeviceLogin,
    /// `POST /token` with an authorization code.
    ExchangeCode,
    /// `POST /token` with a refresh token.
    Refresh,
    /// `POST /token` for an app access token.
    RequestAppToken,
    /// `GET /validate`.
    Validate,
    /// `POST /revoke`.
    Revoke,
    /// The `Date` of an answer.
    ReadClock,
}

/// What Twitch has against the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientRefusal {
    /// There is no application with this client id.
    UnknownClient,
    /// The secret is not the application's, or no longer.
    WrongSecret,
    /// The application is confidential and no secret was given.
    SecretMissing,
    /// The application is public, and those may log in by device code only.
    Public,
}

/// What stands in the way for now.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Setback {
    /// No answer.
    Network(NetworkError),
    /// An answer that says nothing about the token: an outage, a proxy, a limit.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The words in it, if it was Twitch that answered.
        message: Option<String>,
    },
    /// The application is refused; the tokens may be good.
    Client(ClientRefusal),
    /// Twitch calls the refresh token invalid; it is tried again for a day, because outages look the same.
    RefreshRefused(Suspicion),
    /// Tokens could not be kept or read, or another process is at it.
    Vault(VaultError),
    /// This account has had its share of refreshes for the hour.
    TooManyRefreshes,
}

/// How a login was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// The refresh token was refused for more than a day.
    RefreshRefused(Suspicion),
    /// The token died and came without one to refresh it.
    NoRefreshToken,
    /// The token belongs to another application.
    OtherClient(ClientId),
    /// The token belongs to another account.
    OtherAccount,
    /// The vault holds it no more: somebody has logged the account out.
    LoggedOut,
}

/// What is behind a refresh token that Twitch calls invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Suspicion {
    /// The person disconnected the app or changed the password, or Twitch has an outage; waiting may help.
    Refused,
    /// A refresh before this one was cut off before its answer was kept: its process was killed, or the answer got lost.
    ///
    /// The application is a public client, whose refresh tokens work once, so most likely this one is spent and
    /// only a new login helps. The access token lives on until its end.
    CutOff,
}

/// Tokens could not be kept or read; the text says what and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct VaultError {
    message: String,
    is_busy: bool,
}

impl Error {
    /// Whether the same call may succeed later although nobody does anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Interrupted { .. } => true,
            Self::Unavailable { setback, .. } => !matches!(
                setback,
                Setback::Client(_) | Setback::RefreshRefused(Suspicion::CutOff)
            ),
            Self::InvalidBase { .. }
            | Self::NoScopes
            | Self::SecretNeeded
            | Self::TimedOut
            | Self::NoPage { .. }
            | Self::NotReceived { .. }
            | Self::ClientRefused { .. }
            | Self::Declined
            | Self::OtherClient { .. }
            | Self::Rejected { .. }
            | Self::TokenLost { .. }
            | Self::NotLoggedIn
            | Self::Stopped => false,
        }
    }

    /// What a person can do about it.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::ClientRefused { refusal, .. }
            | Self::Unavailable {
                setback: Setback::Client(refusal),
                ..
            } => Some(refusal.advice()),
            Self::Unavailable {
                setback: Setback::RefreshRefused(suspicion),
                ..
            } => Some(suspicion.advice()),
            Self::Interrupted { .. } | Self::Unavailable { .. } => {
                Some("wait; it is tried again by itself")
            }
            Self::TokenLost { .. } | Self::NotLoggedIn | Self::OtherClient { .. } => {
                Some("log in again")
            }
            Self::Declined => Some("start the login again and confirm it on Twitch"),
            Self::SecretNeeded => {
                Some("log in by device code, or configure the secret of a confidential application")
            }
            Self::TimedOut => Some("start the login again"),
            Self::NoPage { .. } => Some("log in by device code, which needs no page"),
            Self::InvalidBase { .. } => Some("give an address such as https://id.twitch.tv/oauth2"),
            Self::NoScopes | Self::NotReceived { .. } | Self::Rejected { .. } | Self::Stopped => {
                None
            }
        }
    }
}

impl ClientRefusal {
    /// What to mend in the configuration.
    pub fn advice(self) -> &'static str {
        match self {
            Self::UnknownClient => "copy the client id from Twitch's developer console again",
            Self::WrongSecret => "copy the newest client secret from Twitch's developer console",
            Self::SecretMissing => {
                "configure the client secret, or make the application a public client"
            }
            Self::Public => "log in by device code, or make the application a confidential client",
        }
    }
}

impl Suspicion {
    /// The second half of a sentence, if there is more to say.
    fn note(self) -> &'static str {
        match self {
            Self::Refused => "",
            Self::CutOff => ", most likely because the refresh before was cut off",
        }
    }

    /// What a person can do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Refused => {
                "if the app was disconnected or the password changed, log in again; otherwise wait"
            }
            Self::CutOff => "log in again",
        }
    }
}

impl VaultError {
    /// What was attempted on what, then the cause, without any secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            is_busy: false,
        }
    }

    /// The same when nothing is wrong: somebody else is refreshing the account and takes long.
    pub fn busy(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            is_busy: true,
        }
    }

    /// Whether somebody else is refreshing the account.
    pub fn is_busy(&self) -> bool {
        self.is_busy
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::StartDeviceLogin => "start a device login",
            Self::PollDeviceLogin => "finish the device login",
            Self::ExchangeCode => "exchange the authorization code",
            Self::Refresh => "refresh the token",
            Self::RequestAppToken => "get an app access token",
            Self::Validate => "validate the token",
            Self::Revoke => "revoke the token",
            Self::ReadClock => "compare the clock with Twitch's",
        })
    }
}

impl fmt::Display for ClientRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::UnknownClient => "the client id is unknown",
            Self::WrongSecret => "the client secret is wrong",
            Self::SecretMissing => "it needs its client secret",
            Self::Public => "it is a public client, which can log in by device code only",
        })
    }
}

impl fmt::Display for Setback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(error) => error.fmt(formatter),
            Self::Answer {
                status,
                message: Some(message),
            } => write!(formatter, "Twitch answered {status}: {message}"),
            Self::Answer {
                status,
                message: None,
            } => write!(
                formatter,
                "the answer has status {status} and is not Twitch's"
            ),
            Self::Client(refusal) => write!(formatter, "Twitch refuses the application: {refusal}"),
            Self::RefreshRefused(suspicion) => {
                formatter.write_str("Twitch calls its refresh token invalid")?;
                formatter.write_str(suspicion.note())
            }
            Self::Vault(error) => error.fmt(formatter),
            Self::TooManyRefreshes => {
                formatter.write_str("it was refreshed too often within an hour")
            }
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RefreshRefused(suspicion) => {
                formatter.write_str("Twitch has called its refresh token invalid for a day")?;
                formatter.write_str(suspicion.note())
            }
            Self::NoRefreshToken => {
                formatter.write_str("it has ended and came without a refresh token")
            }
            Self::OtherClient(client_id) => {
                write!(formatter, "it belongs to the application {client_id}")
            }
            Self::OtherAccount => formatter.write_str("it belongs to another account"),
            Self::LoggedOut => formatter.write_str("the account was logged out"),
        }
    }
}
