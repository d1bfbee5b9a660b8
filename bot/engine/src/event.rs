//! What the engine is told: chat, answers to what it asked, and the channels that it serves. Nothing here is judged.

use types::{Login, MessageId, Roles, Timestamp, UserId};

use crate::action::Ticket;
use crate::command::Command;

/// Something that happened, told by the hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The bot serves this channel from now on; told again, it only renews what is known about it.
    ChannelAdded(Channel),
    /// The bot no longer serves this channel: everything about it is forgotten.
    ChannelRemoved {
        /// The channel's id.
        channel: UserId,
    },
    /// All commands of a channel as they are stored; until then none of its own commands can be used or changed.
    CommandsLoaded {
        /// The channel's id.
        channel: UserId,
        /// All of them, in any order.
        commands: Vec<Command>,
    },
    /// A line of chat.
    Chat(ChatLine),
    /// The answer to an [`Action::Ask`](crate::Action::Ask).
    Answer {
        /// The ticket that came with the question.
        ticket: Ticket,
        /// What was found out or done.
        answer: Answer,
    },
    /// The moment of [`Engine::poll_timeout`](crate::Engine::poll_timeout) has come; early or twice does no harm.
    Timeout,
}

/// A channel that the bot serves, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The channel's id, which is its broadcaster's user id.
    pub id: UserId,
    /// The broadcaster's login, for texts only.
    pub login: Login,
    /// The account as which the bot speaks there; its own lines are passed over.
    pub bot: UserId,
}

/// A line of chat, from whichever connection it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatLine {
    /// The room in which it appeared.
    pub channel: UserId,
    /// The id of this message in this room; a message that comes twice is judged once.
    pub id: MessageId,
    /// Who wrote it.
    pub sender: UserId,
    /// The login of the sender, shown if there is no display name.
    pub login: String,
    /// The name as the sender likes to see it; may be empty, and is never compared.
    pub display_name: String,
    /// The roles of the sender in *this* room, from `badges` and never from `source-badges`.
    pub roles: Roles,
    /// The text, without the `/me` wrapping.
    pub text: String,
    /// What it replies to, if it is a reply.
    pub reply: Option<Reply>,
    /// The room in which it was written, if Twitch told one; it differs from `channel` in copies of a shared chat.
    pub source_channel: Option<UserId>,
    /// When Twitch received it.
    pub sent_at: Timestamp,
}

/// What a line replies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The message that is replied to.
    pub parent: MessageId,
    /// The login of its sender.
    pub parent_login: String,
    /// The display name of its sender; Twitch puts `@` and this name in front of the text.
    pub parent_display_name: String,
}

/// The answer to a [`Question`](crate::Question).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Since when the stream is live, or `None` if it is offline.
    StreamStart(Option<Timestamp>),
    /// The change is stored and will survive a crash.
    Stored,
    /// It could not be found out or done; whoever answers has logged the cause.
    Failed,
}

impl ChatLine {
    /// The name to address the sender by.
    pub fn sender_name(&self) -> &str {
        match self.display_name.trim() {
            "" => &self.login,
            name => name,
        }
    }
}
