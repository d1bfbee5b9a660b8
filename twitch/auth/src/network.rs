//! What can go wrong between a request and its answer, before anybody looks at the answer. Opens no connection itself.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// A request got no answer.
///
/// It names the host and never the rest of the address, because queries can carry secrets.
#[derive(Debug, Clone)]
pub struct NetworkError {
    failure: NetworkFailure,
    host: String,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The stage at which a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkFailure {
    /// The name could not be resolved or nobody accepted the connection; nothing was sent.
    Unreachable,
    /// The other side could not prove who it is; nothing was sent.
    Untrusted,
    /// No connection within its deadline; nothing was sent.
    ConnectTimedOut,
    /// No complete answer within the deadline.
    TimedOut,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// The answer is longer than any that Twitch sends.
    TooLarge,
}

impl NetworkError {
    /// A failure at a host, without a cause of its own.
    pub fn new(failure: NetworkFailure, host: impl Into<String>) -> Self {
        Self {
            failure,
            host: host.into(),
            cause: None,
        }
    }

    /// The same with the error that caused it.
    #[must_use]
    pub fn because(self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let cause = Some(Arc::from(cause.into()));
        Self { cause, ..self }
    }

    /// At which stage it failed.
    pub fn failure(&self) -> NetworkFailure {
        self.failure
    }

    /// The host that was to be asked.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the other side may have acted on the request, so that repeating it may repeat its effect.
    pub fn may_have_arrived(&self) -> bool {
        match self.failure {
            NetworkFailure::Unreachable
            | NetworkFailure::Untrusted
            | NetworkFailure::ConnectTimedOut => false,
            NetworkFailure::TimedOut | NetworkFailure::Interrupted | NetworkFailure::TooLarge => {
                true
            }
        }
    }
}

impl fmt::Display for NetworkError {
    /// Writes the whole chain of causes, since the last one is usually the one that helps.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { failure, host, .. } = self;
        match failure {
            NetworkFailure::Unreachable => write!(formatter, "cannot reach {host}")?,
            NetworkFailure::Untrusted => {
                write!(formatter, "cannot trust the certificate of {host}")?;
            }
            NetworkFailure::ConnectTimedOut => {
                write!(formatter, "{host} did not accept a connection in time")?;
            }
            NetworkFailure::TimedOut => write!(formatter, "{host} did not answer in time")?,
            NetworkFailure::Interrupted => write!(formatter, "the connection to {host} broke")?,
            NetworkFailure::TooLarge => write!(formatter, "{host} answered with too many bytes")?,
        }
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for NetworkError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_ends_with_the_last_cause() {
        let refused = std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "refused");
        let error = NetworkError::new(NetworkFailure::Unreachable, "id.twitch.tv").because(refused);
        assert_eq!(error.to_string(), "cannot reach id.twitch.tv: refused");
        assert!(!error.may_have_arrived());
    }
}
