//! An endpoint's own limit: so many calls in such a time for each channel, sender or application. Never blocks another endpoint.

use std::time::{Duration, Instant};

use spec::{Endpoint, RateLimit};
use types::{ClientId, UserId};

use super::log::Log;
use crate::parameters::Parameters;

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneKey {
    endpoint: &'static str,
    /// Two limits of one endpoint differ in it.
    per_seconds: u32,
    whose: String,
}

/// One limit, with what counts against it.
#[derive(Debug)]
pub(super) struct Lane {
    limit: u32,
    window: Duration,
    log: Log,
    /// Twitch said no although we had counted fewer calls: somebody else makes them too.
    blocked_until: Option<Instant>,
}

/// How a call ended, for its lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaneEnd {
    /// It counts.
    Done,
    /// Twitch refused it for a reason of its own.
    Declined,
    /// Nobody knows.
    Lost,
    /// It was never sent.
    Unsent,
}

impl Lane {
    pub(super) fn new(limit: &RateLimit) -> Self {
        let window = Duration::from_secs(limit.per_seconds.into());
        Self {
            limit: limit.limit.max(1),
            window,
            log: Log::new(window),
            blocked_until: None,
        }
    }

    pub(super) fn refresh(&mut self, now: Instant) {
        self.log.refresh(now);
        self.blocked_until = self.blocked_until.filter(|until| *until > now);
    }

    pub(super) fn has_room(&self) -> bool {
        self.blocked_until.is_none() && self.log.used() < self.limit
    }

    pub(super) fn start(&mut self) {
        self.log.start();
    }

    pub(super) fn finish(&mut self, now: Instant, end: LaneEnd) {
        match end {
            LaneEnd::Done => self.log.finish(now),
            // A limit of one call is a pause after what was done (a shoutout), and what was declined was not done.
            LaneEnd::Declined if self.limit == 1 => self.log.forget(),
            LaneEnd::Declined => self.log.finish(now),
            LaneEnd::Lost => self.log.lose(now),
            LaneEnd::Unsent => self.log.forget(),
        }
    }

    /// Twitch refused a call because of its own limits.
    pub(super) fn block(&mut self, now: Instant) {
        self.blocked_until = Some(now + self.share());
    }

    /// The part of the window that one call takes.
    pub(super) fn share(&self) -> Duration {
        (self.window / self.limit).max(Duration::from_secs(1))
    }

    /// When a call may go that is behind so many others.
    pub(super) fn turn_at(&self, now: Instant, ahead: usize) -> Instant {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let room_at = self.log.room_at(now, self.limit, ahead);
        self.blocked_until
            .map_or(room_at, |until| room_at.max(until))
    }

    /// When something may change by itself.
    pub(super) fn changes_at(&self) -> Option<Instant> {
        let log = self.log.frees_at();
        self.blocked_until.into_iter().chain(log).min()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.log.used() == 0 && self.blocked_until.is_none()
    }
}

/// The lanes of a call, each with its limit.
///
/// What counts people instead of calls cannot be counted here. Where a limit depends on the kind of account, which
/// nobody here knows, the most generous one holds: a call that Twitch would take is never held back.
pub(crate) fn lanes(
    endpoint: &'static Endpoint,
    parameters: &Parameters,
    payer: (&ClientId, Option<&UserId>),
) -> Vec<(LaneKey, &'static RateLimit)> {
    let limits = endpoint.rate_limits;
    let is_most_generous = |limit: &&RateLimit| {
        limit.account.is_none()
            || limits
                .iter()
                .all(|other| other.per_seconds != limit.per_seconds || other.limit <= limit.limit)
    };
    limits
        .iter()
        .filter(|limit| limit.counts.is_none())
        .filter(is_most_generous)
        .map(|limit| {
            let key = LaneKey {
                endpoint: endpoint.id,
                per_seconds: limit.per_seconds,
                whose: whose(limit.scope, parameters, payer),
            };
            (key, limit)
        })
        .collect()
}

/// Every id that a limit is counted for, in one text.
fn whose(
    scope: &str,
    parameters: &Parameters,
    (client, user): (&ClientId, Option<&UserId>),
) -> String {
    let channel = || {
        let names = ["broadcaster_id", "from_broadcaster_id"];
        names.iter().find_map(|name| parameters.text(name))
    };
    let client = Some(client.as_str());
    let ids = match scope {
        "channel" => vec![channel()],
        "channel_and_target" => vec![channel(), parameters.text("to_broadcaster_id")],
        "client" => vec![client],
        "client_and_broadcaster" => vec![client, channel()],
        "segment" => vec![client, channel(), parameters.text("segment")],
        // A sender, or whoever a limit is for that the table may learn of later.
        _ => vec![client, user.map(UserId::as_str)],
    };
    let ids: Vec<&str> = ids.into_iter().map(Option::unwrap_or_default).collect();
    ids.join(" ")
}
