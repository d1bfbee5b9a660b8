//! Our own PING: the only proof that both directions of a connection work.

use std::time::{Duration, Instant};

use super::random::Random;

/// When to ask, and how long an answer may take.
///
/// It asks whether or not there is traffic: what arrives says nothing about whether our lines leave.
///
/// Lost packets do not lose an answer, they delay it: TCP sends again after 0.2 s, and then each time after twice as
/// long, so that six losses in a row are 12.6 s. A dead connection is to be noticed within half a minute all the same.
/// So a connection whose answers came late a while ago is asked more often, and what that saves it may answer later.
/// Even that is not enough for seven losses in a row; so an overdue answer first raises doubt, and whoever has another
/// connection stand by meanwhile can wait for it as long as it takes.
#[derive(Debug)]
pub(crate) struct Probe {
    phase: Phase,
    serial: u32,
    /// How many questions are without an answer.
    unanswered: u32,
    /// The quickest answer so far.
    quickest: Option<Duration>,
    /// Until when the connection counts as rough.
    rough_until: Option<Instant>,
}

#[derive(Debug)]
enum Phase {
    Resting {
        until: Instant,
    },
    Asked {
        at: Instant,
        way: Way,
        patience: Patience,
    },
}

/// How the way to the server has been lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Smooth,
    Rough,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Patience {
    Full,
    Thin,
    Doubt,
    /// Something came, and the answer to what was asked then is waited for.
    CatchingUp,
}

/// What an answer means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All is well; the answer took so long.
    Well(Duration),
    /// It answers again, but much may lie behind the answer: to know when that has come, send a PING with this text.
    Late(String),
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Send a PING with this text.
    Ask(String),
    /// The answer takes longer than usual.
    Slow,
    /// The answer may not come.
    Doubtful,
    /// The answer will not come.
    Dead,
}

impl Probe {
    pub(crate) fn new(now: Instant, random: &mut Random) -> Self {
        Self {
            phase: Way::Smooth.rest(now, random),
            serial: 0,
            unanswered: 0,
            quickest: None,
            rough_until: None,
        }
    }

    pub(crate) fn timeout(&self) -> Instant {
        match self.phase {
            Phase::Resting { until } => until,
            Phase::Asked { at, way, patience } => match patience {
                Patience::Full => at + SLOW,
                Patience::Thin => at + way.doubt(),
                Patience::Doubt | Patience::CatchingUp => at + way.dead(),
            },
        }
    }

    /// Whether an answer is overdue, or what came before it may not have come yet.
    pub(crate) const fn is_in_doubt(&self) -> bool {
        matches!(
            self.phase,
            Phase::Asked {
                patience: Patience::Doubt | Patience::CatchingUp,
                ..
            }
        )
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<Due> {
        let due = self.timeout();
        if now < due {
            return None;
        }
        let Phase::Asked { patience, .. } = &mut self.phase else {
            return Some(Due::Ask(self.ask(now)));
        };
        // The computer slept, and the answer may lie unread: ask again before anybody is blamed.
        let has_overslept = now >= due + OVERSLEPT;
        Some(match patience {
            Patience::Full | Patience::Thin if has_overslept => Due::Ask(self.ask(now)),
            Patience::Doubt | Patience::CatchingUp if has_overslept => Due::Ask(self.insist(now)),
            Patience::Full => {
                *patience = Patience::Thin;
                Due::Slow
            }
            Patience::Thin => {
                *patience = Patience::Doubt;
                Due::Doubtful
            }
            Patience::Doubt | Patience::CatchingUp => Due::Dead,
        })
    }

    /// The text of another PING, after which it goes on doubting until something comes.
    pub(crate) fn insist(&mut self, now: Instant) -> String {
        // What was not answered until now hardly will be; whoever waits for it as well would never be content.
        self.unanswered = 0;
        self.ask_with(now, Patience::Doubt)
    }

    /// An answer came; any text will do, because the lines of one connection cannot overtake each other.
    /// Returns nothing if none was waited for, or another one still is.
    pub(crate) fn handle_pong(
        &mut self,
        now: Instant,
        text: &str,
        random: &mut Random,
    ) -> Option<Answer> {
        let Phase::Asked { at, patience, .. } = self.phase else {
            return None;
        };
        self.unanswered = self.unanswered.saturating_sub(1);
        match patience {
            Patience::Doubt => {
                let text = self.ask_with(now, Patience::CatchingUp);
                return Some(Answer::Late(text));
            }
            Patience::CatchingUp if self.unanswered > 0 && text != self.text() => return None,
            Patience::Full | Patience::Thin | Patience::CatchingUp => {}
        }
        let round_trip = now.saturating_duration_since(at);
        self.note(now, round_trip, patience);
        self.unanswered = 0;
        self.phase = self.way(now).rest(now, random);
        Some(Answer::Well(round_trip))
    }

    /// Asks at once, unless an answer is being waited for.
    pub(crate) const fn hurry(&mut self, now: Instant) {
        if let Phase::Resting { until } = &mut self.phase {
            *until = now;
        }
    }

    fn ask(&mut self, now: Instant) -> String {
        self.ask_with(now, Patience::Full)
    }

    fn ask_with(&mut self, now: Instant, patience: Patience) -> String {
        self.serial = self.serial.wrapping_add(1);
        self.unanswered = self.unanswered.saturating_add(1);
        self.phase = Phase::Asked {
            at: now,
            way: self.asked_by(now),
            patience,
        };
        self.text()
    }

    /// What was asked last.
    fn text(&self) -> String {
        format!("streamhand-{}", self.serial)
    }

    /// The patience belongs to the rest that came before: a long rest leaves less of the half minute.
    fn asked_by(&self, now: Instant) -> Way {
        match self.phase {
            Phase::Resting { .. } => self.way(now),
            Phase::Asked { way, .. } => way,
        }
    }

    fn way(&self, now: Instant) -> Way {
        match self.rough_until {
            Some(until) if now < until => Way::Rough,
            _ => Way::Smooth,
        }
    }

    /// An answer that took far longer than the quickest one was sent again, or waited behind something that was.
    fn note(&mut self, now: Instant, round_trip: Duration, patience: Patience) {
        // Whoever has to catch up answered an earlier question too late.
        let is_late = patience == Patience::CatchingUp || {
            let quickest = self.quickest.unwrap_or(round_trip).min(round_trip);
            self.quickest = Some(quickest);
            round_trip > LATE.max(2 * quickest)
        };
        if is_late {
            self.rough_until = Some(now + ROUGH);
        }
    }
}

impl Way {
    fn rest(self, now: Instant, random: &mut Random) -> Phase {
        let (shortest, longest) = match self {
            Self::Smooth => (SHORTEST_REST, LONGEST_REST),
            Self::Rough => (SHORTEST_ROUGH_REST, LONGEST_ROUGH_REST),
        };
        let pause = random.between(shortest, longest);
        Phase::Resting { until: now + pause }
    }

    const fn doubt(self) -> Duration {
        match self {
            Self::Smooth => DOUBT,
            Self::Rough => ROUGH_DOUBT,
        }
    }

    const fn dead(self) -> Duration {
        match self {
            Self::Smooth => DEAD,
            Self::Rough => ROUGH_DEAD,
        }
    }
}

/// The longest rest and [`DEAD`] together stay below the half minute in which a dead connection is to be noticed and told.
const SHORTEST_REST: Duration = Duration::from_secs(15);
const LONGEST_REST: Duration = Duration::from_secs(18);
const SLOW: Duration = Duration::from_secs(3);
const DOUBT: Duration = Duration::from_secs(5);
const DEAD: Duration = Duration::from_secs(10);
/// Whoever is woken so much too late has slept, the computer too.
pub(crate) const OVERSLEPT: Duration = Duration::from_secs(5);

/// On a rough way, the same half minute shared otherwise: six losses in a row and their like are waited for.
const SHORTEST_ROUGH_REST: Duration = Duration::from_secs(4);
const LONGEST_ROUGH_REST: Duration = Duration::from_secs(6);
const ROUGH_DOUBT: Duration = Duration::from_secs(8);
const ROUGH_DEAD: Duration = Duration::from_secs(22);

/// An answer that takes longer than this, and than twice the quickest, makes a way rough.
const LATE: Duration = Duration::from_secs(1);

/// How long one late answer makes a way rough. Where a fifth of all packets is lost, one answer in fifty is that late.
const ROUGH: Duration = Duration::from_secs(3_600);
