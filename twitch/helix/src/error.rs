//! What can go wrong with a call, sorted by what the caller can do about it; nothing here sends or retries.

use std::fmt;

use spec::Endpoint;
use types::{Scope, Timestamp};

/// Why a call did not bring an answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call breaks a rule of Twitch's reference and was not sent; change the parameter that is named.
    #[error("cannot call {endpoint}: {violation}")]
    Invalid {
        /// The call.
        endpoint: Called,
        /// The parameter and what is wrong with it.
        violation: Violation,
    },
    /// The base address, the client id or the token cannot stand in an HTTP request; nothing was sent.
    #[error("cannot make a request for {endpoint}: {source}")]
    Unsendable {
        /// The call.
        endpoint: Called,
        /// What is wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Twitch said no; the status says why, the message is for people.
    #[error("Twitch refused {endpoint} with status {status}: {message}")]
    Rejected {
        /// The call.
        endpoint: Called,
        /// The HTTP status.
        status: u16,
        /// What Twitch said, or what stands for it if Twitch said nothing readable.
        message: String,
        /// The answer as it came, cut to 4 KiB and without secrets.
        body: String,
    },
    /// The token was not taken; log in again, or use the account that the parameters name.
    #[error("Twitch did not accept the token for {endpoint}: {message}")]
    Unauthorized {
        /// The call.
        endpoint: Called,
        /// What Twitch said.
        message: String,
    },
    /// The account has not granted a scope that the call needs; log in again and grant it.
    #[error("cannot call {endpoint}: the account has not granted the scope {scope}")]
    ScopeMissing {
        /// The call.
        endpoint: Called,
        /// The scope, or the first of several of which one would do.
        scope: Scope,
    },
    /// Twitch wants fewer calls; wait.
    #[error("Twitch refused {endpoint} because there were too many calls: {message}")]
    RateLimited {
        /// The call.
        endpoint: Called,
        /// When the bucket is full again, if the answer told.
        until: Option<Timestamp>,
        /// What Twitch said.
        message: String,
    },
    /// The answer is not what any version of the call answers, as from a login page of a hotel network; try later.
    #[error("cannot read the answer to {endpoint}: {reason}")]
    Undecodable {
        /// The call.
        endpoint: Called,
        /// Where the reader stumbled.
        reason: String,
        /// The answer as it came, cut to 4 KiB and without secrets.
        body: String,
    },
    /// The call, or its answer, got lost on the way; whether Twitch acted on it is not known.
    #[error("cannot reach Twitch for {endpoint}: {source}")]
    Network {
        /// The call.
        endpoint: Called,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no token to call with now, but there may be one later; try again.
    #[error("cannot call {endpoint} without a token: {source}")]
    TokenUnavailable {
        /// The call.
        endpoint: Called,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The login is lost for good; log in again.
    #[error("cannot call {endpoint} because the login is lost: {source}")]
    TokenLost {
        /// The call.
        endpoint: Called,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The call that failed; shows its name instead of its whole entry in the table.
#[derive(Clone, Copy, PartialEq)]
pub struct Called(pub &'static Endpoint);

/// What is wrong with which parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    parameter: String,
    sentence: String,
}

impl Error {
    /// Whether the same call may work later without anybody doing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::RateLimited { .. }
            | Self::Undecodable { .. }
            | Self::Network { .. }
            | Self::TokenUnavailable { .. } => true,
            Self::Rejected { status, .. } => *status >= 500,
            Self::Invalid { .. }
            | Self::Unsendable { .. }
            | Self::Unauthorized { .. }
            | Self::ScopeMissing { .. }
            | Self::TokenLost { .. } => false,
        }
    }

    /// The call that failed.
    pub fn endpoint(&self) -> &'static Endpoint {
        match self {
            Self::Invalid { endpoint, .. }
            | Self::Unsendable { endpoint, .. }
            | Self::Rejected { endpoint, .. }
            | Self::Unauthorized { endpoint, .. }
            | Self::ScopeMissing { endpoint, .. }
            | Self::RateLimited { endpoint, .. }
            | Self::Undecodable { endpoint, .. }
            | Self::Network { endpoint, .. }
            | Self::TokenUnavailable { endpoint, .. }
            | Self::TokenLost { endpoint, .. } => endpoint.0,
        }
    }
}

impl Violation {
    /// Says what is wrong; the sentence begins with the name of the parameter.
    pub(crate) fn new(parameter: impl Into<String>, problem: impl fmt::Display) -> Self {
        let parameter = parameter.into();
        let sentence = format!("`{parameter}` {problem}");
        Self {
            parameter,
            sentence,
        }
    }

    /// The parameter; a place inside it is written like `choices[1].title`.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }
}

impl fmt::Display for Called {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.name)
    }
}

impl fmt::Debug for Called {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.id)
    }
}

impl From<&'static Endpoint> for Called {
    fn from(endpoint: &'static Endpoint) -> Self {
        Self(endpoint)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentence)
    }
}
