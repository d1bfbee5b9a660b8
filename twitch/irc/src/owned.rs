//! A message that owns its line, to be kept and sent to other tasks.

use std::fmt;
use std::sync::Arc;

use crate::line::{Line, LineError};
use crate::message::Message;

/// A message that owns its line, cheap to clone.
///
/// It holds the text only; [`line`](Self::line) and [`message`](Self::message) read it again when asked, which costs
/// less than an allocation for every part, and nothing for those who only pass it on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OwnedMessage(Arc<str>);

impl OwnedMessage {
    /// Reads and keeps one line, without its line end.
    ///
    /// # Errors
    /// [`LineError`] if there is no command.
    pub fn parse(text: &str) -> Result<Self, LineError> {
        Line::parse(text).map(Self::from)
    }

    /// The line, generic.
    pub fn line(&self) -> Line<'_> {
        Line::parse(&self.0).expect("only a text that is a line gets in here")
    }

    /// The line, typed.
    pub fn message(&self) -> Message<'_> {
        Message::from(self.line())
    }

    /// The line as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Line<'_>> for OwnedMessage {
    fn from(line: Line<'_>) -> Self {
        Self(Arc::from(line.as_str()))
    }
}

impl fmt::Debug for OwnedMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OwnedMessage({:?})", &*self.0)
    }
}
