//! What somebody wants to say, and what becomes of it. The judging is done in `say`.

use types::{MessageId, UserId};

use crate::chat::outbox::IrcId;

/// What somebody wants to say.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) channel: UserId,
    pub(crate) sender: UserId,
    pub(crate) text: String,
    /// The message that this one answers.
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) client_nonce: Option<String>,
    pub(crate) door: SaidBy,
    /// Whether a shared chat session keeps it in the channel it was said in.
    pub(crate) is_source_only: bool,
    /// Whether the sender wears the badge of a chat bot, because an application said it with a token of its own.
    pub(crate) wears_bot_badge: bool,
    /// What came along with it.
    pub(crate) payment: Option<Payment>,
}

/// What is given together with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Payment {
    Bits(u32),
    /// Channel points for the reward with this id.
    Reward(String),
}

/// The door that a message came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SaidBy {
    /// A chat connection, which is not told its own message.
    Irc(IrcId),
    /// Send Chat Message.
    Rest,
    /// A scripted viewer, who stands for a crowd: the limits of speed are not applied.
    Viewer,
    /// Somebody whom the control API lets speak; treated like any person.
    Control,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It stands in the room.
    Sent { message_id: MessageId },
    /// It was taken and thrown away, which REST answers with status 200 and `is_sent: false`.
    Dropped(Dropped),
    /// It was not taken, which REST answers with a status of its own and IRC with silence.
    Refused(Refusal),
}

/// Why a message was thrown away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// `drop_reason.code` of Send Chat Message.
    pub(crate) code: &'static str,
    /// The `msg-id` of the NOTICE; on IRC nothing is told without one.
    pub(crate) notice: Option<&'static str>,
    /// The sentence for the sender.
    pub(crate) text: String,
}

/// Why a message does not reach its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    Dropped(Dropped),
    Refused(Refusal),
}

/// Why a message was not taken at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// More than 500 characters; status 422.
    TooLong,
    /// Nothing is left of the text; status 400.
    Empty,
    /// The message to be answered is not known in this room; status 400.
    ParentUnknown,
    /// There is no such room or no such sender; status 400.
    Unknown,
}

impl From<Result<MessageId, Stop>> for Outcome {
    fn from(result: Result<MessageId, Stop>) -> Self {
        match result {
            Ok(message_id) => Self::Sent { message_id },
            Err(Stop::Dropped(dropped)) => Self::Dropped(dropped),
            Err(Stop::Refused(refusal)) => Self::Refused(refusal),
        }
    }
}

impl Said {
    /// A message that answers nothing.
    pub(crate) fn new(
        channel: UserId,
        sender: UserId,
        text: impl Into<String>,
        door: SaidBy,
    ) -> Self {
        Self {
            channel,
            sender,
            text: text.into(),
            reply_to: None,
            client_nonce: None,
            door,
            is_source_only: false,
            wears_bot_badge: false,
            payment: None,
        }
    }
}
