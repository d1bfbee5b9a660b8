//! What the engine wants done: say, ask, take note. Performing it is the business of the hall.

use std::fmt;
use std::time::Duration;

use types::{MessageId, UserId};

use crate::command::{Command, CommandName};
use crate::level::Level;
use crate::priority::Priority;
use crate::text::OutgoingText;

/// Something to be done, in the order in which it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send this to chat.
    Say {
        /// The channel to speak in.
        channel: UserId,
        /// The text, fit for chat.
        text: OutgoingText,
        /// The message to reply to, if it is a reply.
        reply_to: Option<ReplyTo>,
        /// What it may have to wait for.
        priority: Priority,
        /// The chat line that led to it, for logs and for answer times.
        cause: MessageId,
    },
    /// Find out or do something, and tell the outcome as [`Event::Answer`](crate::Event::Answer) with this ticket.
    ///
    /// An answer later than [`Settings::answer_deadline`](crate::Settings::answer_deadline) is still wanted:
    /// chat has been told that it takes too long, but a change that was stored is put in force.
    Ask {
        /// To be handed back with the answer.
        ticket: Ticket,
        /// What is wanted.
        question: Question,
    },
    /// A line was taken for a command; this is what became of it. For logs and counters.
    Note {
        /// The channel.
        channel: UserId,
        /// The chat line.
        cause: MessageId,
        /// The command without the `!`: its name, or the words of what is built in ([`Builtin::call`](crate::Builtin::call)).
        command: String,
        /// The decision.
        verdict: Verdict,
    },
}

/// The message that a text replies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTo {
    /// Its id.
    pub message: MessageId,
    /// Whose it is; Twitch puts `@` and this name in front of the text.
    pub name: String,
}

/// Connects an answer with its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// Something that only the world outside can tell or do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Since when is this channel live? Answered by [`Answer::StreamStart`](crate::Answer::StreamStart).
    StreamStart {
        /// The channel's id.
        channel: UserId,
    },
    /// Store this durably. Answered by [`Answer::Stored`](crate::Answer::Stored), and only once it would survive a crash.
    Remember {
        /// The channel's id.
        channel: UserId,
        /// What to store.
        change: Change,
    },
}

/// A change of a channel's commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Store this command, in place of one of that name.
    Put(Command),
    /// Remove the command of this name; that there is none is no failure.
    Delete(CommandName),
}

/// What became of a line that was taken for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The bot does as it was told.
    Obeyed,
    /// The bot stays silent.
    Ignored(Reason),
}

/// Why a command is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No command of this name; most likely it is meant for another bot.
    Unknown,
    /// It is switched off.
    Disabled,
    /// The sender may not use it.
    LevelTooLow {
        /// What the sender would have to be.
        needed: Level,
    },
    /// It was used a moment ago, in the channel or by this person.
    CoolingDown {
        /// How long it stays silent.
        left: Duration,
    },
    /// So much was answered to this person or in this channel that it looks like two programs talking to each other.
    LoopSuspected,
}

impl Ticket {
    pub(crate) const fn first() -> Self {
        Self(1)
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Question {
    /// The channel that it is about.
    pub fn channel(&self) -> &UserId {
        match self {
            Self::StreamStart { channel } | Self::Remember { channel, .. } => channel,
        }
    }
}

impl Change {
    /// The name of the command that changes.
    pub fn name(&self) -> &CommandName {
        match self {
            Self::Put(command) => &command.name,
            Self::Delete(name) => name,
        }
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
