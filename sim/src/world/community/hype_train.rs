//! Hype Trains: they leave when several people give something within a short time, and go on as long as a level is reached in time. The exact thresholds are Twitch's secret; these are plausible ones.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use types::{Timestamp, UserId};

/// The trains of one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct HypeTrains {
    /// What was given lately while no train was running.
    recent: Vec<Contribution>,
    pub(crate) current: Option<HypeTrain>,
    pub(crate) record: Option<Record>,
}

/// A running train.
#[derive(Debug, Clone)]
pub(crate) struct HypeTrain {
    pub(crate) started_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    contributions: Vec<Contribution>,
}

/// Something that somebody gave.
#[derive(Debug, Clone)]
pub(crate) struct Contribution {
    pub(crate) user: UserId,
    pub(crate) kind: ContributionKind,
    /// A Bit is one point, a subscription of the first tier 500.
    pub(crate) points: u64,
    pub(crate) at: Timestamp,
}

/// What was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContributionKind {
    Bits,
    Subscription,
}

/// The best train so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    pub(crate) level: u64,
    pub(crate) total: u64,
    pub(crate) achieved_at: Timestamp,
}

/// How far a train is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) level: u64,
    /// Within the level.
    pub(crate) progress: u64,
    /// What the level asks for.
    pub(crate) goal: u64,
    pub(crate) total: u64,
}

impl HypeTrains {
    /// Somebody gives something, which may start a train or bring it on.
    pub(crate) fn contribute(&mut self, contribution: Contribution) {
        let now = contribution.at;
        if let Some(train) = &mut self.current {
            let before = train.progress().level;
            train.contributions.push(contribution);
            if train.progress().level > before {
                train.expires_at = now.plus(TIME_PER_LEVEL);
            }
            return;
        }
        self.recent.push(contribution);
        self.recent.retain(|other| now.since(other.at) <= KINDLING);
        let people: BTreeSet<&UserId> = self.recent.iter().map(|other| &other.user).collect();
        if self.recent.len() >= FEWEST_CONTRIBUTIONS && people.len() >= FEWEST_PEOPLE {
            self.current = Some(HypeTrain {
                started_at: now,
                expires_at: now.plus(TIME_PER_LEVEL),
                contributions: std::mem::take(&mut self.recent),
            });
        }
    }

    /// Ends the train that reached no further level in time.
    pub(crate) fn handle_timeout(&mut self, now: Timestamp) {
        let Some(train) = self.current.take_if(|train| train.expires_at <= now) else {
            return;
        };
        let Progress { level, total, .. } = train.progress();
        if self.record.is_none_or(|record| record.total < total) {
            self.record = Some(Record {
                level,
                total,
                achieved_at: train.expires_at,
            });
        }
    }

    /// When the train ends if nobody gives more.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        self.current.as_ref().map(|train| train.expires_at)
    }
}

impl HypeTrain {
    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        let total = self.contributions.iter().map(|given| given.points).sum();
        let (mut level, mut goal, mut progress) = (1, FIRST_GOAL, total);
        while progress >= goal {
            progress -= goal;
            level += 1;
            goal += GOAL_STEP;
        }
        Progress {
            level,
            progress,
            goal,
            total,
        }
    }

    /// Who gave most, once for each kind.
    pub(crate) fn top_contributions(&self) -> Vec<(ContributionKind, UserId, u64)> {
        let mut totals: BTreeMap<(ContributionKind, &UserId), u64> = BTreeMap::new();
        for given in &self.contributions {
            *totals.entry((given.kind, &given.user)).or_default() += given.points;
        }
        [ContributionKind::Bits, ContributionKind::Subscription]
            .into_iter()
            .filter_map(|kind| {
                let own = totals.iter().filter(|((other, _), _)| *other == kind);
                let ((_, user), points) = own.max_by_key(|(_, points)| **points)?;
                Some((kind, (*user).clone(), *points))
            })
            .collect()
    }
}

impl ContributionKind {
    /// Twitch's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bits => "bits",
            Self::Subscription => "subscription",
        }
    }
}

/// Within which the first contributions have to come.
const KINDLING: Duration = Duration::from_secs(5 * 60);
const TIME_PER_LEVEL: Duration = Duration::from_secs(5 * 60);
const FEWEST_CONTRIBUTIONS: usize = 3;
const FEWEST_PEOPLE: usize = 2;
const FIRST_GOAL: u64 = 1_600;
const GOAL_STEP: u64 = 400;
