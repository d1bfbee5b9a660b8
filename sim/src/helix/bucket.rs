//! The general rate limit: buckets of points that fill up steadily, and the headers that tell about them.

use std::collections::BTreeMap;
use std::time::Duration;

use http::header::HeaderName;
use types::{ClientId, Timestamp, UserId};

use crate::reply::{self, Reply};

/// Whose points a call costs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bucket {
    pub(super) client: ClientId,
    /// None for app tokens, which share one bucket per client.
    pub(super) user: Option<UserId>,
    pub(super) is_chat: bool,
}

/// All buckets.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    levels: BTreeMap<Bucket, Level>,
}

#[derive(Debug)]
struct Level {
    /// Thousandths of a point, so that a slow refill is not lost in rounding.
    milli_points: u64,
    measured_at: Timestamp,
}

/// What paying for a call came to.
#[derive(Debug)]
pub(super) enum Spent {
    Taken(Gauge),
    Empty(Gauge),
}

/// What the headers tell.
#[derive(Debug)]
pub(super) struct Gauge {
    limit: u64,
    remaining: u64,
    full_at: Timestamp,
}

impl Buckets {
    /// Takes one point, if there is one.
    pub(super) fn spend(&mut self, bucket: Bucket, now: Timestamp) -> Spent {
        let limit = if bucket.is_chat { CHAT_LIMIT } else { LIMIT };
        let full = limit * 1_000;
        let level = self.levels.entry(bucket).or_insert(Level {
            milli_points: full,
            measured_at: now,
        });
        let waited = u64::try_from(now.since(level.measured_at).as_millis()).unwrap_or(u64::MAX);
        // A whole bucket per minute is limit/60 points per second, or limit/60 thousandths per millisecond.
        let gained = waited.saturating_mul(limit) / 60;
        if gained > 0 {
            level.milli_points = level.milli_points.saturating_add(gained).min(full);
            level.measured_at = now;
        }
        let is_taken = level.milli_points >= 1_000;
        if is_taken {
            level.milli_points -= 1_000;
        }
        let gauge = Gauge {
            limit,
            remaining: level.milli_points / 1_000,
            full_at: now.plus(Duration::from_millis(
                (full - level.milli_points).saturating_mul(60) / limit,
            )),
        };
        if is_taken {
            Spent::Taken(gauge)
        } else {
            Spent::Empty(gauge)
        }
    }
}

impl Spent {
    /// What a call costs of which nobody knows who pays: nothing.
    pub(super) fn nothing(now: Timestamp) -> Self {
        Self::Taken(Gauge {
            limit: LIMIT,
            remaining: LIMIT,
            full_at: now,
        })
    }

    /// The same answer with the three headers.
    pub(super) fn tell(&self, reply: Reply) -> Reply {
        let (Self::Taken(gauge) | Self::Empty(gauge)) = self;
        // Rounded up: at the told second the bucket is really full.
        let reset = gauge.full_at.as_unix_millis().saturating_add(999) / 1_000;
        let headers = [
            ("ratelimit-limit", gauge.limit.to_string()),
            ("ratelimit-remaining", gauge.remaining.to_string()),
            ("ratelimit-reset", reset.to_string()),
        ];
        headers.into_iter().fold(reply, |reply, (name, value)| {
            reply::with_header(reply, HeaderName::from_static(name), &value)
        })
    }
}

/// Points per minute.
const LIMIT: u64 = spec::limits::RATE_LIMIT.default_bucket_points_per_minute as u64;
/// Bigger for chat messages; how much bigger is not documented.
const CHAT_LIMIT: u64 = 6_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_000_000_000_000 + millis)
    }

    fn bucket() -> Bucket {
        Bucket {
            client: ClientId::new("c"),
            user: None,
            is_chat: false,
        }
    }

    #[test]
    fn a_bucket_gives_800_at_once_and_then_one_every_75_milliseconds() {
        let mut buckets = Buckets::default();
        for call in 0..800 {
            assert!(
                matches!(buckets.spend(bucket(), at(0)), Spent::Taken(_)),
                "call {call}"
            );
        }
        assert!(matches!(buckets.spend(bucket(), at(0)), Spent::Empty(_)));
        assert!(matches!(buckets.spend(bucket(), at(74)), Spent::Empty(_)));
        assert!(matches!(buckets.spend(bucket(), at(76)), Spent::Taken(_)));
        assert!(matches!(buckets.spend(bucket(), at(77)), Spent::Empty(_)));
    }

    #[test]
    fn the_headers_tell_when_the_bucket_is_full_again() {
        let mut buckets = Buckets::default();
        for _ in 0..400 {
            buckets.spend(bucket(), at(0));
        }
        let reply = buckets
            .spend(bucket(), at(0))
            .tell(reply::empty(http::StatusCode::OK));
        let header = |name: &str| reply.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("ratelimit-limit"), "800");
        assert_eq!(header("ratelimit-remaining"), "399");
        assert_eq!(header("ratelimit-reset"), "1000000031");
    }
}
