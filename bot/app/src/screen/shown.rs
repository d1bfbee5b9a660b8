//! What can be shown: happenings in a channel and the figures of the status line. How they look is said elsewhere.

use std::time::Duration;

use compact_str::CompactString;
use types::{Color, Login, Roles, Timestamp};

use crate::clock;

/// Something that happened in a channel, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// When.
    pub at: Timestamp,
    /// The channel's login; shown only if there are several.
    pub channel: CompactString,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Somebody said something.
    Said {
        /// Who, as they write themselves.
        name: CompactString,
        /// The color of their name.
        color: Option<Color>,
        /// What they are in this channel.
        roles: Roles,
        /// What they said.
        text: String,
        /// `/me`.
        is_action: bool,
    },
    /// The bot said something.
    Answered {
        /// The bot's name.
        name: CompactString,
        /// What it said.
        text: String,
    },
    /// Twitch or the bot has news: a subscription, a ban, a lost connection.
    News(String),
    /// Something that a script may want to act on as well.
    Told {
        /// For people.
        text: String,
        /// For scripts.
        event: serde_json::Value,
    },
    /// Something for scripts alone: people see it otherwise, or find it in the log.
    Noted(serde_json::Value),
}

impl Shown {
    /// Something that happens now, in one channel or to the whole bot.
    pub(crate) fn now(channel: Option<&Login>, what: What) -> Self {
        Self {
            at: clock::now(),
            channel: channel.map_or("", Login::as_str).into(),
            what,
        }
    }
}

impl What {
    /// The same as something that the bot said.
    pub(crate) fn as_answer(&self) -> Self {
        match self {
            Self::Said { name, text, .. } => Self::Answered {
                name: name.clone(),
                text: text.clone(),
            },
            other => other.clone(),
        }
    }
}

/// The figures of the status line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Figures {
    /// Accounts that are logged in.
    pub accounts: usize,
    /// Chat lines read in the last second.
    pub lines_per_second: u64,
    /// Commands understood so far.
    pub commands: u64,
    /// Answers sent so far.
    pub replies: u64,
    /// From a command's arrival until its answer was accepted; the median of the last ones.
    pub answer_time: Option<Duration>,
}
