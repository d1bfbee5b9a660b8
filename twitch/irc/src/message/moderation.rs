//! CLEARCHAT and CLEARMSG: what moderators took away. IRC tells neither who did it nor why.

use std::time::Duration;

use types::Timestamp;

use super::channel::channel_of;
use crate::line::Line;
use crate::tags::Escaped;

/// Messages are gone: those of one user, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearChat<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The numeric id of the channel.
    pub room_id: Option<&'a str>,
    /// Whose messages.
    pub target: ClearTarget<'a>,
    /// When it happened.
    pub sent_at: Option<Timestamp>,
}

/// Whose messages were cleared, and for how long they are silenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearTarget<'a> {
    /// The whole chat was cleared; nobody was silenced.
    Everybody,
    /// A user may not write for that long.
    TimedOut {
        /// The login of the user.
        login: &'a str,
        /// The numeric id of the user.
        user_id: Option<&'a str>,
        /// For how long.
        duration: Duration,
    },
    /// A user may not write any more.
    Banned {
        /// The login of the user.
        login: &'a str,
        /// The numeric id of the user.
        user_id: Option<&'a str>,
    },
}

/// One message was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearMessage<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The numeric id of the channel; Twitch often leaves it empty here.
    pub room_id: Option<&'a str>,
    /// The id of the deleted message.
    pub message_id: &'a str,
    /// The login of its author.
    pub login: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
    /// When it was deleted.
    pub sent_at: Option<Timestamp>,
}

impl<'a> ClearChat<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let tags = line.tags();
        let user_id = tags.set("target-user-id").map(Escaped::as_str);
        // A timeout of unknown length is no ban, and one of an unknown user clears nobody else's messages.
        let duration = match tags.set("ban-duration") {
            Some(seconds) => Some(Duration::from_secs(seconds.number()?)),
            None => None,
        };
        let login = line.params().get(1).filter(|login| !login.is_empty());
        let target = match (login, duration) {
            (None, _) if user_id.is_some() || duration.is_some() => return None,
            (None, _) => ClearTarget::Everybody,
            (Some(login), None) => ClearTarget::Banned { login, user_id },
            (Some(login), Some(duration)) => ClearTarget::TimedOut {
                login,
                user_id,
                duration,
            },
        };
        Some(Self {
            channel: channel_of(line.params().get(0))?,
            room_id: tags.set("room-id").map(Escaped::as_str),
            target,
            sent_at: sent_at(line),
        })
    }
}

impl<'a> ClearMessage<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let tags = line.tags();
        Some(Self {
            channel: channel_of(line.params().get(0))?,
            room_id: tags.set("room-id").map(Escaped::as_str),
            message_id: tags.set("target-msg-id")?.as_str(),
            login: tags.set("login").map(Escaped::as_str),
            text: line.params().get(1).unwrap_or(""),
            sent_at: sent_at(line),
        })
    }
}

/// When Twitch sent the line, if it says so.
pub(crate) fn sent_at(line: &Line<'_>) -> Option<Timestamp> {
    let millis = line.tags().set("tmi-sent-ts")?.number()?;
    Some(Timestamp::from_unix_millis(millis))
}
