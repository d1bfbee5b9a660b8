//! What waits to be written to each chat connection. It knows bytes and capabilities, not what they mean.

use std::collections::BTreeMap;

use bytes::Bytes;
use types::UserId;

use crate::chat::line::{Line, Needs};

/// One open chat connection; numbers are never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IrcId(u64);

/// What is to be done for a chat connection.
#[derive(Debug, Clone, Default)]
pub struct IrcOutput {
    /// Whole lines with their ends, in order; shared with other connections where they are equal.
    pub lines: Vec<Bytes>,
    /// Whether the connection ends after these lines.
    pub closes: bool,
    /// Whether it ends without a goodbye, as when a cable is pulled.
    pub is_cut: bool,
}

/// What a client asked for by `CAP REQ`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    pub(crate) tags: bool,
    pub(crate) commands: bool,
    pub(crate) membership: bool,
}

/// The waiting output of all connections.
#[derive(Debug, Default)]
pub(crate) struct Outboxes {
    /// How many connections were opened so far.
    opened: u64,
    boxes: BTreeMap<IrcId, Outbox>,
    /// Who has something new since the last time somebody asked.
    ready: Vec<IrcId>,
}

#[derive(Debug, Default)]
struct Outbox {
    /// Who logged in on it; nobody yet, or nobody who has a name.
    owner: Option<UserId>,
    capabilities: Capabilities,
    lines: Vec<Bytes>,
    waiting_bytes: usize,
    state: State,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// What waits is still written, then the connection ends; nothing is added.
    Closing,
    /// The same, but the end comes without a goodbye.
    Cut,
}

impl Outboxes {
    /// Makes room for a new connection.
    pub(crate) fn open(&mut self) -> IrcId {
        self.opened += 1;
        let id = IrcId(self.opened);
        self.boxes.insert(id, Outbox::default());
        id
    }

    /// Forgets a connection and what waited for it.
    pub(crate) fn remove(&mut self, id: IrcId) {
        self.boxes.remove(&id);
    }

    /// Gives a line to a connection, without tags if it wants none, or not at all if it never asked for such lines.
    pub(crate) fn write(&mut self, id: IrcId, line: &Line) {
        let Some(outbox) = self.boxes.get_mut(&id) else {
            return;
        };
        if outbox.state != State::Open || !outbox.capabilities.meet(line.needs()) {
            return;
        }
        let bytes = line.bytes(outbox.capabilities.tags);
        outbox.waiting_bytes += bytes.len();
        if outbox.lines.is_empty() {
            self.ready.push(id);
        }
        outbox.lines.push(bytes);
        // A client that does not read is let go, as Twitch does, before it costs the machine's memory.
        if outbox.waiting_bytes > LARGEST_BACKLOG {
            outbox.state = State::Closing;
        }
    }

    /// Ends a connection after what waits for it.
    pub(crate) fn finish(&mut self, id: IrcId) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.state = State::Closing;
            self.ready.push(id);
        }
    }

    /// Ends a connection as when a cable is pulled.
    pub(crate) fn cut(&mut self, id: IrcId) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.state = State::Cut;
            self.ready.push(id);
        }
    }

    /// Notes who logged in on a connection.
    pub(crate) fn set_owner(&mut self, id: IrcId, owner: &UserId) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.owner = Some(owner.clone());
        }
    }

    /// The connections of one person, in whatever rooms they are.
    pub(crate) fn owned_by(&self, owner: &UserId) -> Vec<IrcId> {
        let theirs = self.boxes.iter();
        let theirs = theirs.filter(|(_, outbox)| outbox.owner.as_ref() == Some(owner));
        theirs.map(|(id, _)| *id).collect()
    }

    /// Sets what a client asked for.
    pub(crate) fn set_capabilities(&mut self, id: IrcId, capabilities: Capabilities) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.capabilities = capabilities;
        }
    }

    /// Takes what waits for a connection.
    ///
    /// A connection that is not known any more has nothing but its end.
    pub(crate) fn poll(&mut self, id: IrcId) -> IrcOutput {
        let Some(outbox) = self.boxes.get_mut(&id) else {
            return IrcOutput {
                lines: Vec::new(),
                closes: true,
                is_cut: false,
            };
        };
        outbox.waiting_bytes = 0;
        IrcOutput {
            lines: std::mem::take(&mut outbox.lines),
            closes: outbox.state != State::Open,
            is_cut: outbox.state == State::Cut,
        }
    }

    /// The connections that got something since this was last asked.
    pub(crate) fn take_ready(&mut self) -> Vec<IrcId> {
        std::mem::take(&mut self.ready)
    }

    pub(crate) fn capabilities(&self, id: IrcId) -> Capabilities {
        self.boxes
            .get(&id)
            .map_or_else(Capabilities::default, |outbox| outbox.capabilities)
    }

    /// Whether a connection is about to end.
    #[cfg(test)]
    pub(crate) fn is_closing(&self, id: IrcId) -> bool {
        self.boxes
            .get(&id)
            .is_none_or(|outbox| outbox.state != State::Open)
    }

    /// How many bytes wait for the slowest reader.
    pub(crate) fn longest_backlog(&self) -> usize {
        let waiting = self.boxes.values().map(|outbox| outbox.waiting_bytes);
        waiting.max().unwrap_or(0)
    }
}

impl Capabilities {
    fn meet(self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::Commands => self.commands,
            Needs::Membership => self.membership,
        }
    }
}

/// Twitch names no figure; this is some ten thousands of lines.
const LARGEST_BACKLOG: usize = 16 << 20;
