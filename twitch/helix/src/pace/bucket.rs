//! One bucket of points: what is known of it, what of ours counts against it, and who waits for it in which order. Knows no endpoint.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::log::Log;
use super::reading::Reading;
use super::ticket::Ticket;

/// One bucket, as far as this program can know it.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: u32,
    most_under_way: usize,
    log: Log,
    knowledge: Knowledge,
    under_way: Vec<Flight>,
    /// How many calls were sent; numbers them.
    sent: u64,
    /// How often in a row Twitch found the bucket empty.
    refusals: u32,
    /// Who waits, first come first.
    pub(super) line: VecDeque<Waiting>,
}

/// One who waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Waiting {
    pub(super) ticket: Ticket,
    /// When waiting has taken too long.
    pub(super) until: Instant,
}

/// What is known of the points that are left.
///
/// Others may share the bucket (another program of the same application, or this one before it was restarted), so
/// what was told is a bound for now and not a promise.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Knowledge {
    /// Nothing. The next call goes alone, so that what it learns holds for all that follow.
    None,
    /// That call is on its way; until this moment the others wait for what it learns.
    Asking { until: Instant },
    /// Nothing speaks against a full bucket: Twitch said when it would be full, or says nothing at all.
    Full,
    /// What the answer to the latest of our calls left.
    Told {
        /// The number of that call.
        call: u64,
        /// The least that any answer told since that call was sent, less what was not told.
        left: u32,
        /// When Twitch says that the bucket is full again.
        full_at: Instant,
    },
    /// Nothing is left; nobody goes before this moment.
    Empty { until: Instant },
}

/// One call that is under way.
#[derive(Debug)]
struct Flight {
    ticket: Ticket,
    number: u64,
    /// The least that any answer told since it was sent.
    least: u32,
    /// How many calls since then ended without telling what they left.
    untold: u32,
}

/// How a call ended, for its bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum End {
    /// With an answer.
    Answered(Reading),
    /// With an answer that says that the bucket is empty, and will be so for this long.
    Refused(Duration),
    /// Without one, or nobody waits for it.
    Lost,
    /// Before anything was sent.
    Unsent,
}

impl Bucket {
    pub(super) fn new(limit: u32, most_under_way: usize) -> Self {
        Self {
            limit: limit.max(1),
            most_under_way: most_under_way.max(1),
            log: Log::new(WINDOW),
            knowledge: Knowledge::None,
            under_way: Vec::new(),
            sent: 0,
            refusals: 0,
            line: VecDeque::new(),
        }
    }

    /// Lets time pass.
    pub(super) fn refresh(&mut self, now: Instant) {
        self.log.refresh(now);
        self.knowledge = match self.knowledge {
            Knowledge::Asking { until } if until <= now => Knowledge::Full,
            // Whoever emptied it wants more, and is as early as we are: one goes first.
            Knowledge::Empty { until } if until <= now => Knowledge::None,
            Knowledge::Told { full_at, .. } if full_at <= now => match self.has_points() {
                true => Knowledge::Full,
                false => Knowledge::None,
            },
            known => known,
        };
    }

    /// Whether a call may go now.
    pub(super) fn has_room(&self) -> bool {
        self.under_way.len() < self.most_under_way
            && self.log.used() < self.limit
            && self.has_points()
    }

    /// A call goes.
    pub(super) fn start(&mut self, now: Instant, ticket: Ticket) {
        self.sent += 1;
        self.log.start();
        self.under_way.push(Flight {
            ticket,
            number: self.sent,
            least: u32::MAX,
            untold: 0,
        });
        if self.knowledge == Knowledge::None {
            let until = now + ASKING;
            self.knowledge = Knowledge::Asking { until };
        }
    }

    /// A call is over.
    pub(super) fn finish(&mut self, now: Instant, ticket: Ticket, end: End) {
        let is_it = |flight: &Flight| flight.ticket == ticket;
        let Some(position) = self.under_way.iter().position(is_it) else {
            return;
        };
        let flight = self.under_way.swap_remove(position);
        match end {
            End::Unsent => self.log.forget(),
            End::Lost => self.log.lose(now),
            End::Answered(_) | End::Refused(_) => self.log.finish(now),
        }
        match end {
            End::Answered(reading) => {
                self.refusals = 0;
                self.learn(now, &flight, reading);
            }
            End::Refused(wait) => self.empty(now, wait),
            End::Lost => self.learn_nothing(),
            End::Unsent => self.undo(),
        }
    }

    /// How often in a row Twitch found the bucket empty.
    pub(super) fn refusals(&self) -> u32 {
        self.refusals
    }

    /// Twitch's word for how many points a minute there are, or what is assumed.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// When something may change by itself for those who wait.
    pub(super) fn changes_at(&self) -> Option<Instant> {
        let knowledge = match self.knowledge {
            Knowledge::Asking { until } | Knowledge::Empty { until } => Some(until),
            Knowledge::Told { full_at, .. } => Some(full_at),
            Knowledge::None | Knowledge::Full => None,
        };
        let log = self.log.frees_at();
        knowledge.into_iter().chain(log).min()
    }

    /// When the one behind so many others gets its turn, as far as that can be told.
    pub(super) fn turn_at(&self, now: Instant, ahead: usize) -> Instant {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let room_at = self.log.room_at(now, self.limit, ahead);
        match self.knowledge {
            Knowledge::Empty { until } => room_at.max(until),
            Knowledge::Told {
                full_at, left: 0, ..
            } => room_at.max(full_at),
            _ => room_at,
        }
    }

    /// Whether there is a point for one call more, as far as is known.
    ///
    /// All that is under way may be counted in what was told last, or not; it is taken as not.
    fn has_points(&self) -> bool {
        match self.knowledge {
            Knowledge::None => self.under_way.is_empty(),
            Knowledge::Full => true,
            Knowledge::Told { left, .. } => {
                usize::try_from(left).unwrap_or(usize::MAX) > self.under_way.len()
            }
            Knowledge::Asking { .. } | Knowledge::Empty { .. } => false,
        }
    }

    fn learn(&mut self, now: Instant, flight: &Flight, reading: Reading) {
        self.limit = reading.limit.unwrap_or(self.limit);
        let Some(remaining) = reading.remaining else {
            self.learn_nothing();
            return;
        };
        for other in &mut self.under_way {
            other.least = other.least.min(remaining);
        }
        let least = flight.least.min(remaining).saturating_sub(flight.untold);
        let full_at = now + reading.full_in.map_or(LONGEST_WAIT, believable_wait);
        self.knowledge = match self.knowledge {
            known @ Knowledge::Empty { .. } => known,
            // Answers overtake each other: the call that was sent last knows most.
            Knowledge::Told {
                call,
                left,
                full_at,
            } if call > flight.number => Knowledge::Told {
                call,
                left: left.min(remaining),
                full_at,
            },
            _ => Knowledge::Told {
                call: flight.number,
                left: least,
                full_at,
            },
        };
    }

    /// The call may have cost a point that no answer has told of.
    fn learn_nothing(&mut self) {
        for other in &mut self.under_way {
            other.untold += 1;
        }
        match &mut self.knowledge {
            Knowledge::Told { left, .. } => *left = left.saturating_sub(1),
            asking @ Knowledge::Asking { .. } => *asking = Knowledge::Full,
            Knowledge::None | Knowledge::Full | Knowledge::Empty { .. } => {}
        }
    }

    /// Nothing was sent, so that nothing was learned and nothing paid.
    fn undo(&mut self) {
        if matches!(self.knowledge, Knowledge::Asking { .. }) {
            self.knowledge = Knowledge::None;
        }
    }

    fn empty(&mut self, now: Instant, wait: Duration) {
        self.refusals = self.refusals.saturating_add(1);
        let until = now + wait;
        let until = match self.knowledge {
            Knowledge::Empty { until: known } | Knowledge::Told { full_at: known, .. } => {
                known.max(until)
            }
            _ => until,
        };
        self.knowledge = Knowledge::Empty { until };
    }
}

/// A wait within the bounds that Twitch's own buckets can need.
pub(super) fn believable_wait(wait: Duration) -> Duration {
    wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)
}

/// The time in which a bucket fills up, and the window that no more than its points are used in.
const WINDOW: Duration = Duration::from_secs(60);
/// How long the others wait for what the first call learns.
const ASKING: Duration = Duration::from_secs(1);
/// The bounds of a wait for an empty bucket, with a second more for the rounding of the headers.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(61);
