//! Chat rooms: who is in them, and the one pipeline that every message takes, whatever door it came by.

use types::{MessageId, UserId};

use crate::world::World;

/// All rooms.
#[derive(Debug, Default)]
pub(crate) struct Chat {}

/// What somebody wants to say.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) channel: UserId,
    pub(crate) sender: UserId,
    pub(crate) text: String,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) client_nonce: Option<String>,
    pub(crate) door: SaidBy,
}

/// The door that a message came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SaidBy {
    Irc,
    Rest,
    Viewer,
    Control,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Sent { message_id: MessageId },
    Dropped { code: &'static str, text: String },
}

impl Chat {
    /// Says something in a room.
    pub(crate) fn say(&mut self, _world: &mut World, _said: Said) -> Outcome {
        Outcome::Dropped {
            code: "send_error",
            text: String::new(),
        }
    }

    /// Who is in a room, in order of id.
    pub(crate) fn present(&self, _channel: &UserId) -> Vec<UserId> {
        Vec::new()
    }
}
