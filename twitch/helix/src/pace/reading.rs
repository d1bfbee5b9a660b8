//! Reads what an answer tells about its bucket. Believes nothing that cannot be, and looks at no clock of its own.

use std::time::{Duration, SystemTime};

use http::header::{DATE, HeaderMap};
use spec::limits::RATE_LIMIT;
use types::Timestamp;

/// What one answer told; whatever it left out or garbled is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// The size of the bucket.
    pub limit: Option<u32>,
    /// The points that were left.
    pub remaining: Option<u32>,
    /// How long it takes until the bucket is full again.
    pub full_in: Option<Duration>,
}

impl Reading {
    /// Reads the headers of an answer.
    ///
    /// The moment of the reset is compared with the answer's own `Date`, because our clock may be wrong by hours;
    /// `wall` is our clock, for answers without that header.
    pub fn of(headers: &HeaderMap, wall: Timestamp) -> Self {
        let date = date(headers).unwrap_or_else(|| wall.as_unix_millis().div_euclid(1000));
        let reset = number(headers, RATE_LIMIT.reset_header);
        Self {
            limit: number(headers, RATE_LIMIT.limit_header)
                .and_then(|limit| u32::try_from(limit).ok())
                .filter(|limit| *limit > 0),
            remaining: number(headers, RATE_LIMIT.remaining_header)
                .map(|remaining| u32::try_from(remaining.max(0)).unwrap_or(u32::MAX)),
            full_in: reset.and_then(|reset| full_in(reset, date)),
        }
    }
}

/// How long until the moment, if that is believable.
fn full_in(reset: i64, date: i64) -> Option<Duration> {
    // A number this small is no moment of our days, but a time to wait.
    let seconds = if (0..=LONGEST).contains(&reset) {
        reset
    } else {
        reset.saturating_sub(date)
    };
    if !(-SLACK..=LONGEST).contains(&seconds) {
        return None;
    }
    // Both moments are whole seconds, so that nearly one may be missing.
    let seconds = u64::try_from(seconds.max(0)).unwrap_or_default();
    Some(Duration::from_secs(seconds + 1))
}

fn date(headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// The longest time to wait that is believed; a bucket fills up in a minute.
const LONGEST: i64 = 120;
/// How far a reset may lie in the past: the clocks of two of Twitch's machines differ a little.
const SLACK: i64 = 5;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(pairs: &[(&'static str, &'static str)]) -> Reading {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        // Our own clock is an hour late.
        Reading::of(&headers, Timestamp::from_unix_millis(1_795_339_200_000))
    }

    #[test]
    fn h01_every_form_of_the_three_headers_is_read_or_left_out() {
        const DATE: (&str, &str) = ("date", "Sun, 22 Nov 2026 10:20:00 GMT");
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        for (reset, expected) in [
            ("1795342830", seconds(31)),
            ("1795342800", seconds(1)),
            // The clock that wrote this one is two seconds late.
            ("1795342798", seconds(1)),
            (" 1795342860 ", seconds(61)),
            // A time to wait and not a moment.
            ("60", seconds(61)),
            ("0", seconds(1)),
            // An hour, a year, milliseconds, nonsense.
            ("1795346400", None),
            ("1826878800", None),
            ("1795342830000", None),
            ("-1", None),
            ("soon", None),
            ("", None),
        ] {
            let reading = read(&[DATE, ("ratelimit-reset", reset)]);
            assert_eq!(reading.full_in, expected, "{reset:?}");
        }
        let all = read(&[
            DATE,
            ("Ratelimit-Limit", "800"),
            ("ratelimit-remaining", "-3"),
        ]);
        assert_eq!((all.limit, all.remaining), (Some(800), Some(0)));
        let none = read(&[("ratelimit-limit", "0"), ("ratelimit-remaining", "many")]);
        assert_eq!(none, Reading::default());
    }

    #[test]
    fn h01_our_own_clock_is_asked_only_where_the_answer_has_no_date() {
        let late = read(&[("ratelimit-reset", "1795339230")]);
        assert_eq!(late.full_in, Some(Duration::from_secs(31)));
        let garbled = read(&[("date", "today"), ("ratelimit-reset", "1795339230")]);
        assert_eq!(garbled.full_in, Some(Duration::from_secs(31)));
    }
}
