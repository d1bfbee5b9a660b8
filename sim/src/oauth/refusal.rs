//! Why OAuth refuses: a status with a sentence in Twitch's words, or a browser that is sent elsewhere.

use http::StatusCode;
use serde_json::json;

use crate::reply::{self, Reply};

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Told as `{"status":…,"message":…}`.
    Told(StatusCode, String),
    /// Told as Twitch tells a refresh token that is not good any more, with the field `error`.
    InvalidRefreshToken,
    /// The browser is sent to this address.
    SentTo(String),
}

impl Refusal {
    /// An error 400.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::Told(StatusCode::BAD_REQUEST, message.into())
    }

    pub(super) fn reply(&self) -> Reply {
        match self {
            Self::Told(status, message) => reply::oauth_error(*status, message),
            Self::InvalidRefreshToken => {
                let (status, message) = (StatusCode::BAD_REQUEST, "Invalid refresh token");
                let body = json!({ "error": "Bad Request", "status": 400, "message": message });
                reply::oauth_json(status, &body)
            }
            Self::SentTo(location) => reply::redirect(location),
        }
    }
}
