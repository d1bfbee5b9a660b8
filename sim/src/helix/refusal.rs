//! Why a call is refused: a status and a sentence, in Twitch's words where they are known.

use http::StatusCode;
use spec::Endpoint;

use crate::reply::{self, Reply};

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// A required parameter is not there.
    pub(crate) fn missing(name: &str) -> Self {
        Self::bad_request(format!("Missing required parameter \"{name}\""))
    }

    /// A parameter is there, but not as it has to be.
    pub(crate) fn malformed(name: &str, problem: impl std::fmt::Display) -> Self {
        Self::bad_request(format!("The parameter \"{name}\" was malformed: {problem}"))
    }

    /// Nobody has written down yet what the endpoint does.
    pub(crate) fn not_played(endpoint: &Endpoint) -> Self {
        let message = format!(
            "the simulator checks {} but does not behave like it yet",
            endpoint.name
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, message)
    }

    pub(crate) fn reply(&self) -> Reply {
        reply::error(self.status, &self.message)
    }
}
