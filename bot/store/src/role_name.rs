//! The roles that an account can have, and how the table `role` and messages name them.

use std::fmt;

use types::UserId;

/// What an account is used for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Role {
    /// Speaks in all channels.
    Bot,
    /// Does what only the owner of a channel may do.
    Broadcaster {
        /// The channel's id.
        channel: UserId,
    },
}

impl Role {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Broadcaster { .. } => "broadcaster",
        }
    }

    /// As the table holds it: empty for a role that is not tied to a channel.
    pub(crate) fn channel(&self) -> &str {
        match self {
            Self::Bot => "",
            Self::Broadcaster { channel } => channel.as_str(),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bot => formatter.write_str("bot"),
            Self::Broadcaster { channel } => write!(formatter, "broadcaster of {channel}"),
        }
    }
}
