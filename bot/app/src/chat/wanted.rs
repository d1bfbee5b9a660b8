//! What somebody wants of chat, and the chat that is read for that.

use irc::Event;
use irc::client::Handle;
use tokio::sync::mpsc;
use types::Login;

use crate::cli::Global;

/// What somebody wants of chat.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    /// What holds for every command.
    pub global: &'a Global,
    /// The channels to be in.
    pub channels: Vec<Login>,
    /// Whether the end of what comes in is the end of all.
    pub is_until_eof: bool,
}

/// A chat that is read.
#[derive(Debug)]
pub(super) struct Chat {
    /// Joins and leaves channels, and knows how the connection is.
    pub handle: Handle,
    /// What happens.
    pub events: mpsc::Receiver<Event>,
}
