//! The way between the bot and its Twitch: bytes take their time and are cut anywhere, and whole connections go wrong. It reads nothing but counts JOINs.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;
use sim::IrcId;

/// One connection to chat; numbers are never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SocketId(u64);

/// All connections that Twitch still has.
#[derive(Debug)]
pub(crate) struct Wire {
    random: StdRng,
    opened: u64,
    sockets: BTreeMap<SocketId, Socket>,
}

#[derive(Debug)]
struct Socket {
    irc: IrcId,
    health: Health,
    /// When the last bytes of each direction arrive; nothing overtakes them.
    up_at: Duration,
    down_at: Duration,
    /// What came up of a line that is not complete.
    unfinished: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    /// Whatever is sent disappears.
    HalfOpen,
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Direction {
    Up,
    Down,
}

impl Wire {
    pub(crate) fn new(random: StdRng) -> Self {
        Self {
            random,
            opened: 0,
            sockets: BTreeMap::new(),
        }
    }

    /// Notes a connection that Twitch accepted.
    pub(crate) fn open(&mut self, irc: IrcId) -> SocketId {
        self.opened += 1;
        let id = SocketId(self.opened);
        let socket = Socket {
            irc,
            health: Health::Good,
            up_at: Duration::ZERO,
            down_at: Duration::ZERO,
            unfinished: Vec::new(),
        };
        self.sockets.insert(id, socket);
        id
    }

    /// Forgets a connection; what is under way on it never arrives.
    pub(crate) fn remove(&mut self, id: SocketId) -> Option<IrcId> {
        self.sockets.remove(&id).map(|socket| socket.irc)
    }

    /// From now on everything disappears.
    pub(crate) fn break_silently(&mut self, id: SocketId) {
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.health = Health::HalfOpen;
        }
    }

    /// Whether what is sent arrives.
    pub(crate) fn is_good(&self, id: SocketId) -> bool {
        self.irc(id).is_some()
    }

    /// The connection at Twitch, if bytes get through.
    pub(crate) fn irc(&self, id: SocketId) -> Option<IrcId> {
        let socket = self.sockets.get(&id)?;
        (socket.health == Health::Good).then_some(socket.irc)
    }

    pub(crate) fn find(&self, irc: IrcId) -> Option<SocketId> {
        let mut sockets = self.sockets.iter();
        sockets
            .find(|(_, socket)| socket.irc == irc)
            .map(|(id, _)| *id)
    }

    /// When which bytes arrive.
    pub(crate) fn send(
        &mut self,
        (id, direction): (SocketId, Direction),
        now: Duration,
        bytes: &[u8],
    ) -> Vec<(Duration, Vec<u8>)> {
        let mut pieces = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let is_whole = self.random.random_bool(0.6);
            let length = if is_whole {
                rest.len()
            } else {
                self.random.random_range(1..=rest.len())
            };
            let (piece, behind) = rest.split_at(length);
            pieces.push(piece.to_vec());
            rest = behind;
        }
        let moments: Vec<_> = pieces.iter().map(|_| now + self.delay()).collect();
        let Some(latest) = self.latest(id, direction) else {
            return Vec::new();
        };
        let arrivals = moments.into_iter().map(|moment| {
            *latest = moment.max(*latest);
            *latest
        });
        arrivals.zip(pieces).collect()
    }

    /// When the other side hears that a connection has ended: after everything that was sent before.
    pub(crate) fn end(
        &mut self,
        (id, direction): (SocketId, Direction),
        now: Duration,
    ) -> Duration {
        let moment = now + self.delay();
        self.latest(id, direction)
            .map_or(moment, |latest| moment.max(*latest))
    }

    /// How long something takes from one side to the other; now and then very long.
    pub(crate) fn delay(&mut self) -> Duration {
        let millis = if self.random.random_ratio(1, 200) {
            self.random.random_range(400..1_500)
        } else {
            self.random.random_range(5..90)
        };
        Duration::from_millis(millis)
    }

    /// Whether an answer gets lost on its way back.
    pub(crate) fn loses_answer(&mut self) -> bool {
        self.random.random_ratio(1, 300)
    }

    fn latest(&mut self, id: SocketId, direction: Direction) -> Option<&mut Duration> {
        let socket = self.sockets.get_mut(&id)?;
        Some(match direction {
            Direction::Up => &mut socket.up_at,
            Direction::Down => &mut socket.down_at,
        })
    }

    /// How many channels the JOINs that are complete with these bytes name.
    pub(crate) fn count_joins(&mut self, id: SocketId, bytes: &[u8]) -> usize {
        let Some(socket) = self.sockets.get_mut(&id) else {
            return 0;
        };
        socket.unfinished.extend_from_slice(bytes);
        let Some(end) = socket.unfinished.iter().rposition(|byte| *byte == b'\n') else {
            return 0;
        };
        let lines: Vec<u8> = socket.unfinished.drain(..=end).collect();
        let text = String::from_utf8_lossy(&lines).into_owned();
        let joins = text.lines().filter_map(|line| line.strip_prefix("JOIN "));
        joins.map(|channels| channels.split(',').count()).sum()
    }
}
