//! Our own PING: the only proof that both directions of a connection work.

use std::time::{Duration, Instant};

use super::random::Random;

/// When to ask, and how long an answer may take.
///
/// It asks whether or not there is traffic: what arrives says nothing about whether our lines leave.
#[derive(Debug)]
pub(crate) struct Probe {
    phase: Phase,
    serial: u32,
}

#[derive(Debug)]
enum Phase {
    Resting { until: Instant },
    Asked { at: Instant, patience: Patience },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Patience {
    Full,
    Thin,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Send a PING with this text.
    Ask(String),
    /// The answer takes longer than usual.
    Slow,
    /// The answer will not come.
    Dead,
}

impl Probe {
    pub(crate) fn new(now: Instant, random: &mut Random) -> Self {
        Self {
            phase: Phase::rest(now, random),
            serial: 0,
        }
    }

    pub(crate) fn timeout(&self) -> Instant {
        match self.phase {
            Phase::Resting { until } => until,
            Phase::Asked { at, patience } => match patience {
                Patience::Full => at + SLOW,
                Patience::Thin => at + DEAD,
            },
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<Due> {
        let due = self.timeout();
        if now < due {
            return None;
        }
        match &mut self.phase {
            Phase::Resting { .. } => Some(self.ask(now)),
            // The computer slept, and the answer may lie unread: ask again before anybody is blamed.
            Phase::Asked { .. } if now >= due + OVERSLEPT => Some(self.ask(now)),
            Phase::Asked { at, .. } if now >= *at + DEAD => Some(Due::Dead),
            Phase::Asked { patience, .. } => {
                *patience = Patience::Thin;
                Some(Due::Slow)
            }
        }
    }

    /// An answer came; any text will do, because the lines of one connection cannot overtake each other.
    /// Returns how long it took, if one was waited for.
    pub(crate) fn handle_pong(&mut self, now: Instant, random: &mut Random) -> Option<Duration> {
        let Phase::Asked { at, .. } = self.phase else {
            return None;
        };
        self.phase = Phase::rest(now, random);
        Some(now.saturating_duration_since(at))
    }

    /// Asks at once, unless an answer is being waited for.
    pub(crate) const fn hurry(&mut self, now: Instant) {
        if let Phase::Resting { until } = &mut self.phase {
            *until = now;
        }
    }

    fn ask(&mut self, now: Instant) -> Due {
        self.serial = self.serial.wrapping_add(1);
        self.phase = Phase::Asked {
            at: now,
            patience: Patience::Full,
        };
        Due::Ask(format!("streamhand-{}", self.serial))
    }
}

impl Phase {
    fn rest(now: Instant, random: &mut Random) -> Self {
        let pause = random.between(SHORTEST_REST, LONGEST_REST);
        Self::Resting { until: now + pause }
    }
}

/// The longest rest and [`DEAD`] together stay within the half minute in which a dead connection is to be noticed.
const SHORTEST_REST: Duration = Duration::from_secs(15);
const LONGEST_REST: Duration = Duration::from_secs(20);
const SLOW: Duration = Duration::from_secs(3);
const DEAD: Duration = Duration::from_secs(10);
const OVERSLEPT: Duration = Duration::from_secs(5);
