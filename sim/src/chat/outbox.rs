//! What waits to be written to each chat connection. It knows bytes and capabilities, not what they mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use types::{Timestamp, UserId};

use crate::chat::line::{Line, Needs};
use crate::mischief::{Flow, Mischief, Whom};
use crate::torrent::Torrent;

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
    /// How it ends, if it does.
    pub farewell: Farewell,
    /// How its bytes travel; while they do not, nothing may be read from it either.
    pub flow: Flow,
    /// What is poured into it between these lines, if anything is.
    pub torrent: Option<Arc<Torrent>>,
}

/// How a chat connection ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Farewell {
    /// As both sides expect it.
    #[default]
    Polite,
    /// The same, but nobody waits for a client that does not read.
    Impatient,
    /// Without a goodbye, as when a program is killed.
    Cut,
    /// With a TCP reset.
    Reset,
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
    /// What somebody ordered to go wrong with connections.
    pub(crate) mischief: Mischief,
    /// The moment it is; only what is held back asks for it.
    pub(crate) now: Timestamp,
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
    /// Whether it is spared all mischief, because it stands for nobody outside.
    is_exempt: bool,
    torrent: Option<Arc<Torrent>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// What waits is still written, then the connection ends; nothing is added.
    Closing,
    /// The same, but only as far as the client takes it at once.
    GivenUp,
    /// It ends in this way, at once.
    Broken(Farewell),
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
        self.mischief.forget(id.0);
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
        if outbox.is_exempt || self.mischief.is_calm() {
            return self.push(id, bytes);
        }
        let whose = (id.0, outbox.owner.as_ref());
        for bytes in self.mischief.spoil(whose, bytes, self.now) {
            self.push(id, bytes);
        }
    }

    fn push(&mut self, id: IrcId, bytes: Bytes) {
        let Some(outbox) = self.boxes.get_mut(&id) else {
            return;
        };
        outbox.waiting_bytes += bytes.len();
        if outbox.lines.is_empty() {
            self.ready.push(id);
        }
        outbox.lines.push(bytes);
        // A client that does not read is let go, as Twitch does, before it costs the machine's memory.
        if outbox.waiting_bytes > LARGEST_BACKLOG {
            self.give_up(id);
        }
    }

    /// Gives a connection a line that was held back for it.
    pub(crate) fn release(&mut self, connection: u64, line: Bytes) {
        self.push(IrcId(connection), line);
    }

    /// Ends a connection after what waits for it.
    pub(crate) fn finish(&mut self, id: IrcId) {
        // An end that was ordered before is not made a polite one.
        if let Some(outbox) = self.boxes.get_mut(&id)
            && outbox.state == State::Open
        {
            outbox.state = State::Closing;
            self.ready.push(id);
        }
    }

    /// Ends a connection whose client has been waited for long enough.
    pub(crate) fn give_up(&mut self, id: IrcId) {
        if let Some(outbox) = self.boxes.get_mut(&id)
            && matches!(outbox.state, State::Open | State::Closing)
        {
            outbox.state = State::GivenUp;
            self.ready.push(id);
        }
    }

    /// Whether a connection ends without waiting until its client reads.
    pub(crate) fn is_given_up(&self, id: IrcId) -> bool {
        let Some(outbox) = self.boxes.get(&id) else {
            return true;
        };
        match outbox.state {
            State::Open | State::Closing => false,
            // While nothing may travel, no end does either.
            State::GivenUp => flow(&self.mischief, id, outbox) != Flow::Silent,
            State::Broken(_) => true,
        }
    }

    /// Ends a connection at once, without a word.
    pub(crate) fn break_off(&mut self, id: IrcId, farewell: Farewell) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.state = State::Broken(farewell);
            self.ready.push(id);
        }
    }

    /// Spares a connection all mischief.
    pub(crate) fn exempt(&mut self, id: IrcId) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.is_exempt = true;
        }
    }

    /// The connections that mischief means.
    pub(crate) fn meant_by(&self, whom: &Whom) -> Vec<IrcId> {
        let boxes = self.boxes.iter();
        let meant =
            boxes.filter(|(id, outbox)| !outbox.is_exempt && whom.is(id.0, outbox.owner.as_ref()));
        meant.map(|(id, _)| *id).collect()
    }

    /// Lets a torrent into a connection.
    pub(crate) fn pour(&mut self, id: IrcId, torrent: Torrent) {
        if let Some(outbox) = self.boxes.get_mut(&id) {
            outbox.torrent = Some(Arc::new(torrent));
            self.ready.push(id);
        }
    }

    /// Ends the torrents of an order.
    pub(crate) fn dam(&mut self, order: u64) {
        for (id, outbox) in &mut self.boxes {
            let is_of_it = |torrent: &Arc<Torrent>| torrent.order == order;
            if outbox.torrent.as_ref().is_some_and(is_of_it) {
                outbox.torrent = None;
                self.ready.push(*id);
            }
        }
    }

    /// Lets everybody look at how their bytes travel now.
    pub(crate) fn wake_all(&mut self) {
        self.ready.extend(self.boxes.keys());
    }

    /// Whether what a client sends reaches nobody.
    pub(crate) fn is_dead(&self, id: IrcId) -> bool {
        let outbox = self.boxes.get(&id).filter(|outbox| !outbox.is_exempt);
        outbox.is_some_and(|outbox| self.mischief.is_dead(id.0, outbox.owner.as_ref()))
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
                ..IrcOutput::default()
            };
        };
        let flow = flow(&self.mischief, id, outbox);
        let farewell = match outbox.state {
            State::Broken(farewell) => farewell,
            State::Open | State::Closing | State::GivenUp if flow == Flow::Silent => {
                return IrcOutput {
                    flow,
                    ..IrcOutput::default()
                };
            }
            State::Open | State::Closing => Farewell::Polite,
            State::GivenUp => Farewell::Impatient,
        };
        outbox.waiting_bytes = 0;
        IrcOutput {
            lines: std::mem::take(&mut outbox.lines),
            closes: outbox.state != State::Open,
            farewell,
            flow,
            torrent: outbox.torrent.clone(),
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

/// How the bytes of a connection travel.
fn flow(mischief: &Mischief, id: IrcId, outbox: &Outbox) -> Flow {
    if outbox.is_exempt {
        Flow::Free
    } else {
        mischief.flow(id.0, outbox.owner.as_ref())
    }
}

/// Twitch names no figure; this is some ten thousands of lines.
const LARGEST_BACKLOG: usize = 16 << 20;
