//! Mischief with chat connections: what was ordered, what of it goes on now, and what it does to a line or a connection. It knows connections by number, and ends none itself.

pub(crate) mod given;
pub(crate) mod kind;
pub(crate) mod order;
mod tags;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use types::{Timestamp, UserId};

use kind::{Act, Course, Direction, JoinRefusal, TlsTrouble};
use order::Order;

use crate::torrent::{Tally, Wanted};

/// Everything that was ordered, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Mischief {
    pranks: Vec<Prank>,
    last_id: u64,
    /// Messages that wait for the next one to overtake them.
    held: Vec<Held>,
    /// What was ended by hand and still has to be wound up.
    wound_up: Vec<Deed>,
}

/// One order that is waiting, going on or over.
#[derive(Debug)]
pub(crate) struct Prank {
    pub(crate) id: u64,
    pub(crate) order: Order,
    pub(crate) whom: Whom,
    /// The channel that it is about, if it is about one.
    channel: Option<UserId>,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Option<Timestamp>,
    phase: Phase,
    random: ChaCha12Rng,
    /// How often it met somebody or something.
    pub(crate) met: u64,
    /// What came of a torrent.
    pub(crate) tally: Arc<Tally>,
}

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It begins, or happens again, at this moment.
    Waiting(Timestamp),
    On,
    /// Lines come until the end; so many came so far.
    Flooding {
        said: u64,
        next: Timestamp,
    },
    Over,
}

/// Which connections are meant.
#[derive(Debug, Clone)]
pub(crate) struct Whom {
    pub(crate) user: Option<UserId>,
    share: f64,
    seed: u64,
}

/// Who and what the names of an order turned out to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    pub(crate) user: Option<UserId>,
    pub(crate) channel: Option<UserId>,
}

/// What the owner of the connections has to do now.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Drop(Whom),
    Reset(Whom),
    Reconnect {
        whom: Whom,
        closes_in: Duration,
    },
    /// How bytes travel may have changed for anybody.
    LookAgain,
    /// So many lines are said, the first of which has this number.
    Flood {
        channel: Option<UserId>,
        first: u64,
        count: u64,
    },
    /// Prepared chat is poured into connections.
    Pour {
        order: u64,
        whom: Whom,
        channel: Option<UserId>,
        wanted: Wanted,
        seed: u64,
        tally: Arc<Tally>,
    },
    /// Nothing of that order is poured any more.
    Dam(u64),
    /// A line that nothing overtook.
    Release {
        connection: u64,
        line: Bytes,
    },
}

/// How the bytes of a connection travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flow {
    /// As they come.
    #[default]
    Free,
    /// Nothing is to be read or written until something else is said.
    Silent,
    /// In pieces of at most so many bytes, with a pause behind each.
    Pieces {
        /// The most bytes of a piece.
        largest: usize,
        /// The pause, in real time.
        gap: Duration,
        /// Draws the sizes.
        seed: u64,
    },
}

#[derive(Debug)]
struct Held {
    connection: u64,
    line: Bytes,
    until: Timestamp,
}

impl Mischief {
    /// Adds an order and returns its number.
    pub(crate) fn add(&mut self, order: Order, named: Named, now: Timestamp) -> u64 {
        self.last_id += 1;
        let starts_at = now.plus(order.after);
        self.pranks.push(Prank {
            id: self.last_id,
            whom: Whom {
                user: named.user,
                share: order.share,
                seed: order.seed,
            },
            channel: named.channel,
            starts_at,
            ends_at: order.lasts.map(|lasts| starts_at.plus(lasts)),
            phase: Phase::Waiting(starts_at),
            random: ChaCha12Rng::seed_from_u64(order.seed),
            met: 0,
            tally: Arc::default(),
            order,
        });
        self.last_id
    }

    /// Ends one order, or all of them; returns how many there were.
    pub(crate) fn end(&mut self, id: Option<u64>) -> usize {
        let is_meant = |prank: &Prank| id.is_none_or(|id| id == prank.id);
        let before = self.pranks.len();
        let ended = self.pranks.iter().filter(|prank| is_meant(prank));
        let wound_up = ended.flat_map(Prank::wind_up);
        self.wound_up.extend(wound_up);
        self.pranks.retain(|prank| !is_meant(prank));
        before - self.pranks.len()
    }

    /// Every order that was not ended by hand.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Prank> {
        self.pranks.iter()
    }

    /// Whether nothing goes on, so that nobody has to look.
    pub(crate) fn is_calm(&self) -> bool {
        !self.pranks.iter().any(Prank::is_on) && self.held.is_empty()
    }

    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        let pranks = self.pranks.iter().filter_map(Prank::next_deadline);
        let held = self.held.iter().map(|held| held.until);
        pranks.chain(held).min()
    }

    /// What is to be done now, one thing after the other.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Deed> {
        let mut deeds = std::mem::take(&mut self.wound_up);
        for prank in &mut self.pranks {
            prank.go_on(now, &mut deeds);
        }
        let (over, held) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|held: &Held| held.until <= now);
        self.held = held;
        deeds.extend(over.into_iter().map(|held| Deed::Release {
            connection: held.connection,
            line: held.line,
        }));
        deeds
    }

    /// How the bytes of a connection travel now.
    pub(crate) fn flow(&self, connection: u64, owner: Option<&UserId>) -> Flow {
        let on = self.pranks.iter().filter(|prank| prank.is_on());
        let met = on.filter(|prank| prank.whom.is(connection, owner));
        met.fold(Flow::Free, |flow, prank| match prank.order.act {
            Act::HalfOpen | Act::Stall => Flow::Silent,
            Act::Pieces { largest, gap } if flow == Flow::Free => Flow::Pieces {
                largest,
                gap,
                seed: prank.order.seed ^ connection,
            },
            _ => flow,
        })
    }

    /// Whether nothing reaches or leaves a connection any more.
    pub(crate) fn is_dead(&self, connection: u64, owner: Option<&UserId>) -> bool {
        let mut on = self.pranks.iter().filter(|prank| prank.is_on());
        on.any(|prank| prank.order.act == Act::HalfOpen && prank.whom.is(connection, owner))
    }

    /// What becomes of a line for a connection: any number of lines, in this order.
    pub(crate) fn spoil(
        &mut self,
        (connection, owner): (u64, Option<&UserId>),
        line: Bytes,
        now: Timestamp,
    ) -> Vec<Bytes> {
        if self.is_dead(connection, owner) {
            return Vec::new();
        }
        if !is_message(&line) {
            return vec![line];
        }
        let (mut line, mut copies, mut is_held) = (line, 1, false);
        for prank in &mut self.pranks {
            let is_about = matches!(
                prank.order.act,
                Act::Lose(Direction::Both | Direction::ToClient)
                    | Act::WrongTags(_)
                    | Act::Duplicate
                    | Act::Reorder
            );
            if !is_about || !prank.meets(owner) {
                continue;
            }
            match prank.order.act {
                Act::Lose(_) => return Vec::new(),
                Act::WrongTags(trouble) => line = tags::spoil(&line, trouble, &mut prank.random),
                Act::Duplicate => copies += 1,
                _ => is_held = true,
            }
        }
        let waiting = self
            .held
            .iter()
            .position(|held| held.connection == connection);
        let overtaken = waiting.map(|position| self.held.remove(position).line);
        if is_held && overtaken.is_none() {
            self.held.push(Held {
                connection,
                line,
                until: now.plus(LONGEST_HELD),
            });
            return Vec::new();
        }
        let mut lines = vec![line; copies];
        lines.extend(overtaken);
        lines
    }

    /// Whether a message of a client is lost.
    pub(crate) fn loses_words(&mut self, owner: Option<&UserId>) -> bool {
        let is_about = |prank: &Prank| {
            matches!(
                prank.order.act,
                Act::Lose(Direction::Both | Direction::FromClient)
            )
        };
        let mut about = self.pranks.iter_mut().filter(|prank| is_about(prank));
        about.any(|prank| prank.meets(owner))
    }

    /// How a JOIN is refused, if it is.
    pub(crate) fn refuses_join(
        &mut self,
        owner: Option<&UserId>,
        channel: &UserId,
    ) -> Option<JoinRefusal> {
        self.pranks.iter_mut().find_map(|prank| {
            let Act::RefuseJoins(refusal) = prank.order.act else {
                return None;
            };
            let is_there = prank.channel.as_ref().is_none_or(|given| given == channel);
            (is_there && prank.meets(owner)).then_some(refusal)
        })
    }

    /// What goes wrong with the next TLS connection, if anything does.
    pub(crate) fn tls_trouble(&mut self) -> Option<TlsTrouble> {
        self.pranks
            .iter_mut()
            .find_map(|prank| match prank.order.act {
                Act::Tls(trouble) => prank.meets(None).then_some(trouble),
                _ => None,
            })
    }

    /// A connection is gone, and what was held for it too.
    pub(crate) fn forget(&mut self, connection: u64) {
        self.held.retain(|held| held.connection != connection);
    }
}

impl Prank {
    /// Whether it goes on now.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.phase, Phase::On | Phase::Flooding { .. })
    }

    /// Whether it is over by itself.
    pub(crate) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    fn next_deadline(&self) -> Option<Timestamp> {
        let next = match self.phase {
            Phase::Waiting(next) | Phase::Flooding { next, .. } => Some(next),
            Phase::On => None,
            Phase::Over => return None,
        };
        [next, self.ends_at].into_iter().flatten().min()
    }

    /// Draws whether one message, join or handshake is met.
    fn meets(&mut self, owner: Option<&UserId>) -> bool {
        let is_theirs = self.whom.user.is_none() || self.whom.user.as_ref() == owner;
        let is_met = self.is_on() && is_theirs && self.random.random_bool(self.order.share);
        self.met += u64::from(is_met);
        is_met
    }

    fn go_on(&mut self, now: Timestamp, deeds: &mut Vec<Deed>) {
        if let Phase::Waiting(at) = self.phase
            && at <= now
            && self.ends_at.is_none_or(|end| at < end)
        {
            self.begin(at, deeds);
        }
        self.flood(now, deeds);
        if self.phase != Phase::Over && self.ends_at.is_some_and(|end| end <= now) {
            deeds.extend(self.wind_up());
            self.phase = Phase::Over;
        }
    }

    fn begin(&mut self, at: Timestamp, deeds: &mut Vec<Deed>) {
        if self.order.kind.course == Course::Lasting {
            self.phase = match self.order.act {
                Act::Flood { .. } => Phase::Flooding { said: 0, next: at },
                _ => Phase::On,
            };
            deeds.extend(self.torrent());
            deeds.push(Deed::LookAgain);
            return;
        }
        // Others are drawn each time.
        let seed = self.random.random();
        let whom = Whom {
            seed,
            ..self.whom.clone()
        };
        deeds.extend(match self.order.act {
            Act::Drop => Some(Deed::Drop(whom)),
            Act::Reset => Some(Deed::Reset(whom)),
            Act::Reconnect { closes_in } => Some(Deed::Reconnect { whom, closes_in }),
            _ => None,
        });
        self.met += 1;
        self.phase = match self.order.every {
            Some(every) => Phase::Waiting(at.plus(every)),
            None => Phase::Over,
        };
    }

    fn torrent(&self) -> Option<Deed> {
        let Act::Torrent(wanted) = &self.order.act else {
            return None;
        };
        Some(Deed::Pour {
            order: self.id,
            whom: self.whom.clone(),
            channel: self.channel.clone(),
            wanted: wanted.clone(),
            seed: self.order.seed,
            tally: Arc::clone(&self.tally),
        })
    }

    fn flood(&mut self, now: Timestamp, deeds: &mut Vec<Deed>) {
        let (Phase::Flooding { said, next }, Act::Flood { lines_per_second }) =
            (self.phase, &self.order.act)
        else {
            return;
        };
        if next > now {
            return;
        }
        let until = self.ends_at.map_or(now, |end| end.min(now));
        let elapsed = u64::try_from(until.since(self.starts_at).as_millis()).unwrap_or(u64::MAX);
        let wanted = elapsed.saturating_mul(u64::from(*lines_per_second)) / 1_000;
        let count = wanted.saturating_sub(said);
        self.met += count;
        self.phase = Phase::Flooding {
            said: wanted,
            next: now.plus(FLOOD_TICK),
        };
        deeds.push(Deed::Flood {
            channel: self.channel.clone(),
            first: said,
            count,
        });
    }

    /// What its end asks for.
    fn wind_up(&self) -> Vec<Deed> {
        match self.order.act {
            Act::HalfOpen if self.is_on() => vec![Deed::Reset(self.whom.clone()), Deed::LookAgain],
            Act::Torrent(_) => vec![Deed::Dam(self.id)],
            _ => vec![Deed::LookAgain],
        }
    }
}

impl Whom {
    /// Whether a connection is meant; the same seed always means the same ones.
    pub(crate) fn is(&self, connection: u64, owner: Option<&UserId>) -> bool {
        if self.user.is_some() && self.user.as_ref() != owner {
            return false;
        }
        let seed = self.seed.wrapping_add(connection.wrapping_mul(SPREAD));
        self.share >= 1.0 || ChaCha12Rng::seed_from_u64(seed).random_bool(self.share)
    }
}

/// Whether a line tells what happens in a room, and not how the connection is.
fn is_message(line: &[u8]) -> bool {
    let mut words = line.split(|byte| *byte == b' ');
    let command = words.find(|word| !word.starts_with(b"@") && !word.starts_with(b":"));
    command.is_some_and(|command| MESSAGES.contains(&command))
}

const MESSAGES: [&[u8]; 7] = [
    b"PRIVMSG",
    b"USERNOTICE",
    b"CLEARCHAT",
    b"CLEARMSG",
    b"NOTICE",
    b"USERSTATE",
    b"WHISPER",
];
/// How long a message waits for another one to overtake it.
const LONGEST_HELD: Duration = Duration::from_secs(1);
const FLOOD_TICK: Duration = Duration::from_millis(10);
/// Sets the draws of neighboring connections far apart.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
