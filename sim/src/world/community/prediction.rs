//! Predictions of a channel: points are put on outcomes, locked, and paid out or given back. Who may start or end one is decided by the doors.

use std::collections::BTreeMap;
use std::time::Duration;

use types::{Timestamp, UserId};

use super::points::Points;

/// One prediction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prediction {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) outcomes: Vec<Outcome>,
    /// How long points are taken.
    pub(crate) window: Duration,
    pub(crate) created_at: Timestamp,
    pub(crate) state: PredictionState,
}

/// One thing that may come true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) bets: BTreeMap<UserId, Bet>,
}

/// What somebody put on an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bet {
    pub(crate) points: u64,
    /// What came back; not known before the end.
    pub(crate) won: Option<u64>,
}

/// How far a prediction is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PredictionState {
    Active,
    /// No more points are taken.
    Locked(Timestamp),
    Resolved {
        winner: String,
        locked_at: Timestamp,
        ended_at: Timestamp,
    },
    /// Everybody got the points back.
    Canceled {
        locked_at: Option<Timestamp>,
        ended_at: Timestamp,
    },
}

impl Prediction {
    /// Puts points of somebody on an outcome.
    ///
    /// # Errors
    /// The reason why they are not taken.
    pub(crate) fn bet(
        &mut self,
        (user, points): (&UserId, u64),
        position: usize,
        purse: &mut Points,
    ) -> Result<(), &'static str> {
        if self.state != PredictionState::Active {
            return Err("no more points are taken in this prediction");
        }
        let is_elsewhere = |(place, outcome): (usize, &Outcome)| {
            place != position && outcome.bets.contains_key(user)
        };
        if self.outcomes.iter().enumerate().any(is_elsewhere) {
            return Err("they have put points on another outcome");
        }
        let Some(outcome) = self.outcomes.get_mut(position) else {
            return Err("the prediction has no such outcome");
        };
        let before = outcome.bets.get(user).map_or(0, |bet| bet.points);
        if points == 0 || before.saturating_add(points) > LARGEST_BET {
            return Err("between 1 and 250000 points can be put on an outcome");
        }
        if !purse.spend(user, points) {
            return Err("they do not have so many channel points");
        }
        let points = before + points;
        outcome.bets.insert(user.clone(), Bet { points, won: None });
        Ok(())
    }

    /// Takes no more points.
    pub(crate) fn lock(&mut self, now: Timestamp) {
        self.state = PredictionState::Locked(now);
    }

    /// Divides all points among those who put theirs on the outcome that came true.
    pub(crate) fn resolve(&mut self, winner: &str, now: Timestamp, purse: &mut Points) {
        let pool = self.outcomes.iter().map(Outcome::points).sum::<u64>();
        for outcome in &mut self.outcomes {
            let own_pool = outcome.points();
            let is_winner = outcome.id == winner;
            for (user, bet) in &mut outcome.bets {
                let won = if is_winner {
                    share(pool, bet.points, own_pool)
                } else {
                    0
                };
                bet.won = Some(won);
                purse.earn(user, won);
            }
        }
        self.state = PredictionState::Resolved {
            winner: winner.to_owned(),
            locked_at: self.locked_at().unwrap_or(now),
            ended_at: now,
        };
    }

    /// Gives everybody the points back.
    pub(crate) fn cancel(&mut self, now: Timestamp, purse: &mut Points) {
        for (user, bet) in self.outcomes.iter().flat_map(|outcome| &outcome.bets) {
            purse.earn(user, bet.points);
        }
        self.state = PredictionState::Canceled {
            locked_at: self.locked_at(),
            ended_at: now,
        };
    }

    /// Locks it when its window is over, and cancels it when nobody resolved it in time.
    pub(crate) fn handle_timeout(&mut self, now: Timestamp, purse: &mut Points) {
        while let Some(due) = self.next_deadline().filter(|due| *due <= now) {
            match self.state {
                PredictionState::Active => self.lock(due),
                _ => self.cancel(due, purse),
            }
        }
    }

    /// When it locks or is canceled by itself.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        match self.state {
            PredictionState::Active => Some(self.created_at.plus(self.window)),
            PredictionState::Locked(_) => {
                Some(self.created_at.plus(self.window).plus(TIME_TO_RESOLVE))
            }
            PredictionState::Resolved { .. } | PredictionState::Canceled { .. } => None,
        }
    }

    /// Whether it is still to be resolved.
    pub(crate) fn is_open(&self) -> bool {
        self.next_deadline().is_some()
    }

    /// When it took the last points.
    pub(crate) fn locked_at(&self) -> Option<Timestamp> {
        match self.state {
            PredictionState::Active => None,
            PredictionState::Locked(at)
            | PredictionState::Resolved { locked_at: at, .. }
            | PredictionState::Canceled {
                locked_at: Some(at),
                ..
            } => Some(at),
            PredictionState::Canceled {
                locked_at: None, ..
            } => None,
        }
    }

    /// When it was over.
    pub(crate) fn ended_at(&self) -> Option<Timestamp> {
        match self.state {
            PredictionState::Active | PredictionState::Locked(_) => None,
            PredictionState::Resolved { ended_at, .. }
            | PredictionState::Canceled { ended_at, .. } => Some(ended_at),
        }
    }
}

impl Outcome {
    /// All points on it.
    pub(crate) fn points(&self) -> u64 {
        self.bets.values().map(|bet| bet.points).sum()
    }
}

/// The part of all points that a bet among those who won gets.
fn share(pool: u64, bet: u64, winners: u64) -> u64 {
    let part = u128::from(pool) * u128::from(bet) / u128::from(winners.max(1));
    u64::try_from(part).unwrap_or(u64::MAX)
}

const LARGEST_BET: u64 = 250_000;
/// After the window; then Twitch cancels it.
const TIME_TO_RESOLVE: Duration = Duration::from_secs(24 * 60 * 60);
