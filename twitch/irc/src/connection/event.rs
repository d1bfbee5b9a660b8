//! What the machine tells: messages, and the life of the connection.

use std::time::{Duration, Instant};

use types::{Login, Role, Roles};

use crate::batch::Batch;
use crate::line::{Line, LineError};
use crate::owned::OwnedMessage;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The login worked; joining begins. Of several connections, the first one that is up is told.
    Ready {
        /// Our login as the server sees it.
        login: Login,
    },
    /// The server sent a line. PING and PONG are answered and not told.
    Message(OwnedMessage),
    /// The server sent lines; the same as one [`Message`](Self::Message) after the other, for those who want it
    /// ([`Settings::in_batches`](crate::Settings::in_batches)).
    Messages(Batch),
    /// We are in a channel.
    Joined {
        /// Which.
        channel: Login,
    },
    /// We are not in a channel that we want to be in. It is tried again after a while, and told again only if the reason changes.
    JoinFailed {
        /// Which.
        channel: Login,
        /// Why not.
        why: JoinFailure,
    },
    /// We are no longer in a channel.
    Left {
        /// Which.
        channel: Login,
    },
    /// The server refused the login.
    LoginRefused {
        /// What it means.
        why: LoginRefusal,
        /// What the server said.
        text: String,
    },
    /// There is no token to log in with; it is asked for again.
    NoToken {
        /// When.
        retry_in: Duration,
    },
    /// The server refused capabilities; messages may lack tags.
    CapabilitiesRefused {
        /// Their names.
        names: String,
    },
    /// A text was not sent and will not be.
    NotSaid {
        /// Where it should have been said.
        channel: Login,
        /// The text.
        text: String,
        /// Why not.
        why: Unsaid,
    },
    /// The connection is gone, or could not be opened; it is tried again by itself.
    Disconnected {
        /// Why.
        why: Disconnection,
        /// When it is tried again.
        retry_in: Duration,
    },
    /// A new connection has taken the place of an old one that was still there.
    HandedOver {
        /// Of how many channels.
        channels: usize,
        /// [`Disconnection::ServerAsked`] if the server asked for it, and nothing is lost;
        /// [`Disconnection::NoPong`] if the old one was silent for too long: what it has not brought until now is lost.
        why: Disconnection,
    },
    /// Whether the connection can be relied on has changed.
    HealthChanged(Health),
    /// Something came that is no line.
    Unreadable(Unreadable),
    /// So many messages were dropped, because whoever takes the events did not keep up.
    Dropped {
        /// How many since the last such event.
        count: u64,
    },
}

/// Why we are not in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum JoinFailure {
    /// The account is banned there.
    #[error("the account is banned from this channel")]
    Banned,
    /// The channel is suspended or closed.
    #[error("the channel is suspended or closed")]
    Suspended,
    /// There is no such channel.
    #[error("there is no such channel")]
    NotFound,
    /// The account is in as many channels as Twitch allows.
    #[error("the account is in as many channels as Twitch allows")]
    TooManyChannels,
    /// The server did not answer, which is what it does if there is no such channel.
    #[error("Twitch did not answer; perhaps there is no such channel")]
    NoAnswer,
}

/// What a refused login means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoginRefusal {
    /// The token is bad, expired or revoked, or lacks the scope `chat:read`; another one is asked for.
    BadToken,
    /// The token does not look like one; another one is asked for.
    MalformedToken,
    /// The nick is not accepted; no token can mend that.
    BadNick,
    /// The server gave a reason that is not known; the token is left alone.
    Unknown,
}

/// Why a text was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unsaid {
    /// There was no connection; texts are not kept for later, because late answers confuse more than none.
    #[error("there is no connection to chat")]
    NotConnected,
    /// We read anonymously.
    #[error("an anonymous reader cannot write")]
    Anonymous,
}

/// Why a connection is gone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Disconnection {
    /// It could not be opened.
    #[error("the connection could not be opened: {reason}")]
    NotOpened {
        /// What the transport says.
        reason: String,
    },
    /// It was closed by the server or by the network.
    #[error("the connection was closed: {reason}")]
    Closed {
        /// What the transport says.
        reason: String,
    },
    /// Opening and logging in took too long.
    #[error("the login took too long")]
    LoginTimedOut,
    /// The server refused the login.
    #[error("the login was refused")]
    LoginRefused,
    /// The server did not answer a PING, whatever else it sent.
    #[error("the server did not answer a PING")]
    NoPong,
    /// The server asked us to reconnect.
    #[error("the server asked for a reconnect")]
    ServerAsked,
}

/// Whether the connection can be relied on; an open socket alone proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// There is no connection.
    Down,
    /// The server answered the last time it was asked.
    Up,
    /// The server takes longer than usual to answer.
    Slow,
}

/// How a connection is, by what was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Whether it can be relied on.
    pub health: Health,
    /// When the server last answered what we asked: our PING, or our login.
    pub proven_at: Option<Instant>,
    /// How long the last answer to a PING took.
    pub round_trip: Option<Duration>,
    /// How many channels are wanted.
    pub wanted: usize,
    /// In how many of them we are.
    pub joined: usize,
    /// How many of them cannot be joined, and are tried again later.
    pub parked: usize,
    /// Why that is so of the one that was parked last, as long as any is.
    pub obstacle: Option<JoinFailure>,
}

impl Pulse {
    /// That of somebody who has proven nothing yet and wants nothing.
    pub const NONE: Self = Self {
        health: Health::Down,
        proven_at: None,
        round_trip: None,
        wanted: 0,
        joined: 0,
        parked: 0,
        obstacle: None,
    };
}

/// Something came that is no line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// A line was longer than any line of Twitch.
    #[error("a line of {length} bytes, beginning with {beginning:?}, is too long")]
    TooLong {
        /// Its first bytes.
        beginning: String,
        /// How many bytes it had.
        length: usize,
    },
    /// The connection ended in the middle of a line.
    #[error("the connection ended after {length} bytes of a line beginning with {beginning:?}")]
    Unfinished {
        /// Its first bytes.
        beginning: String,
        /// How many bytes came.
        length: usize,
    },
    /// A line without a command.
    #[error("{text:?} is no line of IRC: {why}")]
    NotALine {
        /// The line.
        text: String,
        /// Why not.
        why: LineError,
    },
}

/// How much it matters that a reader who does not keep up hears something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// What people say, and who comes and goes: dropped first.
    Chat,
    /// What happens in channels, and what moderators say: kept for a while.
    News,
    /// Moderation, and the life of the connections: kept as long as there is any room.
    Duty,
}

impl Weight {
    /// How much one line matters.
    pub(crate) fn of(line: &Line<'_>) -> Self {
        match line.command() {
            "PRIVMSG" if is_of_a_moderator(line) => Self::News,
            "PRIVMSG" | "JOIN" | "PART" | "353" | "366" => Self::Chat,
            "CLEARCHAT" | "CLEARMSG" => Self::Duty,
            _ => Self::News,
        }
    }
}

/// Whether somebody says it who moderates, and perhaps tells the bot what to do about a flood.
fn is_of_a_moderator(line: &Line<'_>) -> bool {
    let badges = line.tags().set("badges");
    let roles = badges.map_or(Roles::NONE, |badges| Roles::from_badges(badges.as_str()));
    roles.contains(Role::Moderator) || roles.contains(Role::Broadcaster)
}

impl Event {
    /// How much it matters that a reader who does not keep up hears this.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Message(message) => Weight::of(&message.line()),
            Self::Messages(batch) => {
                let weights = batch.lines().map(|line| Weight::of(&line));
                weights.max().unwrap_or(Weight::Chat)
            }
            Self::Unreadable(_) => Weight::Chat,
            _ => Weight::Duty,
        }
    }

    /// Whether a reader that does not keep up may miss this.
    ///
    /// Chat and comings and goings may be missed; moderation and the life of the connection may not.
    pub fn may_be_dropped(&self) -> bool {
        self.weight() == Weight::Chat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i09_whoever_moderates_is_heard_in_a_flood_by_whatever_badge() {
        for (badges, expected) in [
            ("broadcaster/1", Weight::News),
            ("moderator/1,subscriber/12", Weight::News),
            ("subscriber/12,lead_moderator/1", Weight::News),
            ("vip/1,moderators/1", Weight::Chat),
            ("", Weight::Chat),
        ] {
            let line = format!("@badges={badges} :ann!a@a PRIVMSG #a :!calm");
            let line = Line::parse(&line).unwrap();
            assert_eq!(Weight::of(&line), expected, "{badges:?}");
        }
    }
}
