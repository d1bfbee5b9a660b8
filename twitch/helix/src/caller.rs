//! Somebody who may make a call. Holds no token; who may make which call is decided in `choice`.

pub mod choice;

use std::fmt;

use types::UserId;

/// Somebody whose token a call takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The application itself.
    Application,
    /// This user.
    User(UserId),
    /// Any user who has granted what it takes.
    AnyUser,
}

impl fmt::Display for Caller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application => formatter.write_str("an app access token"),
            Self::User(id) => write!(formatter, "the login of the account {id}"),
            Self::AnyUser => formatter.write_str("the login of an account"),
        }
    }
}
