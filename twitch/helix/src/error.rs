//! What can go wrong with a call, sorted by what the caller can do about it; nothing here sends or retries.

use std::fmt;

use spec::{Effect, Endpoint};
use types::{Login, Scope, Timestamp, UserId};

use crate::caller::Caller;
use crate::pace::delay::{Cause, Delay};

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
    #[error("cannot call {endpoint}: {account} has not granted the scope {scope}")]
    ScopeMissing {
        /// The call.
        endpoint: Called,
        /// The scope, or the first of several of which one would do.
        scope: Scope,
        /// Who has not.
        account: Whose,
    },
    /// The call needs the token of somebody who is not logged in here; nothing was sent.
    #[error("cannot call {endpoint}: {}", wanting(needed))]
    AccountMissing {
        /// The call.
        endpoint: Called,
        /// Those of whom one would do.
        needed: Vec<Caller>,
    },
    /// The call would have to wait for its turn longer than calls may; nothing was sent.
    #[error("cannot call {endpoint} now: {}, and its turn would come in {} s", delay.cause, seconds(delay))]
    Busy {
        /// The call.
        endpoint: Called,
        /// How long, and for what.
        delay: Delay,
    },
    /// Twitch wants fewer calls; wait.
    #[error("Twitch refused {endpoint} because {}: {message}", reason(cause.as_ref()))]
    RateLimited {
        /// The call.
        endpoint: Called,
        /// When the bucket is full again, if the answer told.
        until: Option<Timestamp>,
        /// What was used up, if that is known.
        cause: Option<Cause>,
        /// What Twitch said.
        message: String,
    },
    /// It was not Twitch that answered, but something on the way, such as the login page of a hotel network.
    #[error(
        "cannot reach Twitch for {endpoint}: something on the way answered with status {status}"
    )]
    Intercepted {
        /// The call.
        endpoint: Called,
        /// The HTTP status.
        status: u16,
        /// The answer as it came, cut to 4 KiB and without secrets.
        body: String,
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
    ///
    /// [`may_have_happened`](Self::may_have_happened) tells what is known about that.
    #[error("cannot reach Twitch for {endpoint}: {source}")]
    Network {
        /// The call.
        endpoint: Called,
        /// How far it came.
        fate: Fate,
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

/// How far a call came that was lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// There was no connection; nothing was sent.
    Unsent,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// There was no answer in time.
    Late,
}

/// Whose token it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The application's own.
    Application,
    /// A user's.
    User {
        /// Who it is, whatever name they have now.
        id: UserId,
        /// The name they had when they logged in.
        login: Login,
    },
    /// Nobody said.
    Unknown,
}

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
            | Self::Busy { .. }
            | Self::Undecodable { .. }
            | Self::Intercepted { .. }
            | Self::Network { .. }
            | Self::TokenUnavailable { .. } => true,
            Self::Rejected { status, .. } => *status >= 500,
            Self::Invalid { .. }
            | Self::Unsendable { .. }
            | Self::Unauthorized { .. }
            | Self::ScopeMissing { .. }
            | Self::AccountMissing { .. }
            | Self::TokenLost { .. } => false,
        }
    }

    /// Whether Twitch may have done what was asked although no answer says so.
    ///
    /// Whoever tries again after an error looks here first: a message that was sent all the same would appear twice.
    /// A call that only reads does nothing, however it ends.
    pub fn may_have_happened(&self) -> bool {
        if self.endpoint().repeat.effect == Effect::Reads {
            return false;
        }
        match self {
            Self::Rejected { status, .. } => *status >= 500,
            // Something said that it worked, and then said it in words that nobody understands.
            Self::Undecodable { .. } => true,
            Self::Network { fate, .. } => *fate != Fate::Unsent,
            Self::Invalid { .. }
            | Self::Unsendable { .. }
            | Self::Unauthorized { .. }
            | Self::ScopeMissing { .. }
            | Self::AccountMissing { .. }
            | Self::Busy { .. }
            | Self::RateLimited { .. }
            | Self::Intercepted { .. }
            | Self::TokenUnavailable { .. }
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
            | Self::AccountMissing { endpoint, .. }
            | Self::Busy { endpoint, .. }
            | Self::Intercepted { endpoint, .. }
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

impl fmt::Display for Whose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application => formatter.write_str("the application"),
            Self::User { login, .. } => formatter.write_str(login.as_str()),
            Self::Unknown => formatter.write_str("the account"),
        }
    }
}

/// Says who is needed and not here.
fn wanting(needed: &[Caller]) -> String {
    let needed: Vec<String> = needed.iter().map(Caller::to_string).collect();
    format!("it needs {}, which is not here", needed.join(" or "))
}

/// Whole seconds, rounded up: nobody is told to come back too early.
fn seconds(delay: &Delay) -> u64 {
    delay
        .wait
        .as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}

fn reason(cause: Option<&Cause>) -> String {
    cause.map_or_else(|| "there were too many calls".to_owned(), Cause::to_string)
}
