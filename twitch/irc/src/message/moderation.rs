//! CLEARCHAT and CLEARMSG: what moderators took away. IRC tells neither who did it nor why.

use std::time::Duration;

use types::Timestamp;

use super::channel::channel_of;
use super::sender::{moment, present};
use crate::line::Line;

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
        let (mut room_id, mut user_id, mut seconds, mut sent_at) = (None, None, None, None);
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"room-id" => room_id = present(value),
                b"target-user-id" => user_id = present(value),
                b"ban-duration" => seconds = value.if_set(),
                b"tmi-sent-ts" => sent_at = moment(value),
                _ => {}
            }
        }
        // A timeout of unknown length is no ban, and one of an unknown user clears nobody else's messages.
        let duration = match seconds {
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
            room_id,
            target,
            sent_at,
        })
    }
}

impl<'a> ClearMessage<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let (mut room_id, mut message_id, mut login, mut sent_at) = (None, None, None, None);
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"room-id" => room_id = present(value),
                b"target-msg-id" => message_id = present(value),
                b"login" => login = present(value),
                b"tmi-sent-ts" => sent_at = moment(value),
                _ => {}
            }
        }
        Some(Self {
            channel: channel_of(line.params().get(0))?,
            room_id,
            message_id: message_id?,
            login,
            text: line.params().get(1).unwrap_or(""),
            sent_at,
        })
    }
}
