//! The IRC door: sessions that are fed bytes and give bytes.

use std::collections::BTreeMap;

use bytes::Bytes;
use types::Timestamp;

use crate::chat::Chat;
use crate::world::World;

/// One open connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IrcId(u64);

/// What is to be done for a connection.
#[derive(Debug, Clone, Default)]
pub struct IrcOutput {
    /// Whole lines with their ends, in order; shared with other connections where they are equal.
    pub lines: Vec<Bytes>,
    /// Whether the connection ends after these lines.
    pub closes: bool,
}

/// All open connections.
#[derive(Debug, Default)]
pub(crate) struct Door {
    next: u64,
    sessions: BTreeMap<IrcId, ()>,
}

impl Door {
    pub(crate) fn open(&mut self, _world: &World) -> IrcId {
        self.next += 1;
        self.sessions.insert(IrcId(self.next), ());
        IrcId(self.next)
    }

    pub(crate) fn handle(
        &mut self,
        _id: IrcId,
        _bytes: &[u8],
        _world: &mut World,
        _chat: &mut Chat,
    ) {
    }

    pub(crate) fn poll(&mut self, _id: IrcId) -> IrcOutput {
        IrcOutput::default()
    }

    pub(crate) fn close(&mut self, id: IrcId, _world: &World, _chat: &mut Chat) {
        self.sessions.remove(&id);
    }

    pub(crate) fn take_ready(&mut self) -> Vec<IrcId> {
        Vec::new()
    }

    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        None
    }

    pub(crate) fn handle_timeout(&mut self, _world: &mut World, _chat: &mut Chat) {}

    /// Brings what was said in the rooms to the sessions.
    pub(crate) fn deliver(&mut self, _world: &World, _chat: &mut Chat) {}
}
