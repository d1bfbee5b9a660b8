//! One message on its way out. When it may go is known elsewhere.

use engine::{MAX_LENGTH, OutgoingText, Priority, ReplyTo};
use types::{MessageId, UserId};

/// One message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// Where to.
    pub channel: UserId,
    /// What; passed through the engine's sanitizer already.
    pub text: String,
    /// The message that it answers in a thread.
    pub reply_to: Option<ReplyTo>,
    /// What it may have to wait for.
    pub priority: Priority,
    /// The message that caused it.
    pub cause: MessageId,
}

impl Outgoing {
    /// The same words to the same person, as a message that stands alone; for when the message is gone that it was to answer.
    pub(super) fn without_parent(self) -> Self {
        let Some(parent) = &self.reply_to else {
            return self;
        };
        let addressed = OutgoingText::new(&format!("@{} {}", parent.name, self.text));
        Self {
            text: addressed.map_or(self.text, |text| text.as_str().to_owned()),
            reply_to: None,
            ..self
        }
    }

    /// How long its text may be, as Twitch puts a name in front of answers.
    pub(super) fn room(&self) -> usize {
        let name = self.reply_to.as_ref().map(|parent| parent.name.as_str());
        let taken = name.map_or(0, |name| length("@ ") + length(name));
        MAX_LENGTH.saturating_sub(taken)
    }
}

/// The length of a text in the unit in which the engine measures it.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
