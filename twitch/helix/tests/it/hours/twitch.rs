//! Twitch's side of the simulated hours: a bucket of 800 points a minute, as it may be counted in three ways. Knows no client.

use std::collections::VecDeque;

/// Milliseconds since the hours began.
pub(super) type Moment = u64;

/// How Twitch may count; nobody outside knows which it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Counting {
    /// As documented: points flow in steadily. Thousandths of a point, and when they were measured.
    Steadily { level: u64, at: Moment },
    /// In minutes that begin at a moment of their own.
    InMinutes {
        phase: Moment,
        minute: u64,
        used: u64,
    },
    /// In every minute that ends now.
    Sliding { counted: VecDeque<Moment> },
}

/// What a call met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Met {
    pub(super) is_taken: bool,
    pub(super) remaining: u64,
    /// In whole seconds, as the header tells it.
    pub(super) full_at: u64,
}

impl Counting {
    pub(super) fn steadily() -> Self {
        Self::Steadily {
            level: LIMIT * 1_000,
            at: 0,
        }
    }

    pub(super) fn in_minutes(phase: Moment) -> Self {
        Self::InMinutes {
            phase: phase % MINUTE,
            minute: 0,
            used: 0,
        }
    }

    pub(super) fn sliding() -> Self {
        Self::Sliding {
            counted: VecDeque::new(),
        }
    }

    /// A call arrives.
    pub(super) fn take(&mut self, now: Moment) -> Met {
        match self {
            Self::Steadily { level, at } => {
                *level = (*level + (now - *at) * LIMIT / 60).min(LIMIT * 1_000);
                *at = now;
                let is_taken = *level >= 1_000;
                *level -= if is_taken { 1_000 } else { 0 };
                let full_in = (LIMIT * 1_000 - *level) * 60 / LIMIT;
                met(is_taken, *level / 1_000, now + full_in)
            }
            Self::InMinutes {
                phase,
                minute,
                used,
            } => {
                let current = (now + *phase) / MINUTE;
                if *minute != current {
                    (*minute, *used) = (current, 0);
                }
                let is_taken = *used < LIMIT;
                *used += u64::from(is_taken);
                met(is_taken, LIMIT - *used, (current + 1) * MINUTE - *phase)
            }
            Self::Sliding { counted } => {
                while counted.front().is_some_and(|call| call + MINUTE <= now) {
                    counted.pop_front();
                }
                let used = counted.len() as u64;
                let is_taken = used < LIMIT;
                if is_taken {
                    counted.push_back(now);
                }
                let full_at = counted.back().map_or(now, |call| call + MINUTE);
                met(is_taken, LIMIT - counted.len() as u64, full_at)
            }
        }
    }
}

fn met(is_taken: bool, remaining: u64, full_at: Moment) -> Met {
    Met {
        is_taken,
        remaining,
        full_at: full_at.div_ceil(1_000),
    }
}

const LIMIT: u64 = 800;
pub(super) const MINUTE: Moment = 60_000;
