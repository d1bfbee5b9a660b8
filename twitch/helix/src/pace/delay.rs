//! Why a call cannot go now, and for how long; and what a 429 is about. Delays nothing itself.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use spec::{Endpoint, RateLimit};
use types::{Timestamp, UserId};

use super::reading::Reading;

/// Why a call cannot go, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delay {
    /// How long it would have to wait.
    pub wait: Duration,
    /// For what.
    pub cause: Cause,
}

/// What a call waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The points of a bucket.
    Bucket {
        /// Whose: a user's, or the application's own.
        user_id: Option<UserId>,
        /// How many there are in a minute.
        limit: u32,
    },
    /// A limit of the endpoint itself; the table has it, or Twitch just said so.
    Endpoint(Option<&'static RateLimit>),
}

impl fmt::Display for Cause {
    /// Ends the sentence "the call waits because …".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bucket {
                user_id: Some(user_id),
                limit,
            } => write!(
                formatter,
                "the account {user_id} has used up its {limit} calls a minute"
            ),
            Self::Bucket {
                user_id: None,
                limit,
            } => write!(
                formatter,
                "the application has used up its {limit} calls a minute"
            ),
            Self::Endpoint(Some(limit)) => {
                let calls = if limit.limit == 1 { "call" } else { "calls" };
                let whose = limit.scope.replace('_', " ");
                write!(
                    formatter,
                    "its own limit of {} {calls} in {} s for each {whose} is used up",
                    limit.limit, limit.per_seconds
                )
            }
            Self::Endpoint(None) => formatter.write_str("its own limit is used up"),
        }
    }
}

/// What a 429 is about, if it is about a limit of the endpoint itself.
pub(crate) fn own_limit(endpoint: &'static Endpoint, headers: &HeaderMap) -> Option<Cause> {
    // No moment is looked at, so that any clock will do.
    let reading = Reading::of(headers, Timestamp::from_unix_millis(0));
    let limits: &'static [RateLimit] = endpoint.rate_limits;
    is_about_the_endpoint(endpoint, reading).then(|| match limits {
        [limit] => Cause::Endpoint(Some(limit)),
        _ => Cause::Endpoint(None),
    })
}

/// Whether a 429 is about the endpoint's own limit: points were left, or nothing is told and the endpoint has one.
pub(super) fn is_about_the_endpoint(endpoint: &Endpoint, reading: Reading) -> bool {
    match reading.remaining {
        Some(remaining) => remaining > 0,
        None => !endpoint.rate_limits.is_empty(),
    }
}
