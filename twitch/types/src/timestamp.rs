//! Moments as Twitch tells them: UTC, to the millisecond. Nothing here reads a clock.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in UTC with millisecond precision, which is what chat, EventSub and the store use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A text that is no RFC 3339 moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a moment in RFC 3339 form, such as 2026-11-22T09:00:00Z")]
pub struct InvalidTimestamp {
    /// What was given.
    pub text: String,
}

impl Timestamp {
    /// The moment so many milliseconds after the start of 1970 in UTC (`tmi-sent-ts`).
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the start of 1970 in UTC.
    pub const fn as_unix_millis(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; zero if it is not.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The moment that much later, or the last one that can be told.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339 with any number of fraction digits.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        match text.parse::<jiff::Timestamp>() {
            Ok(moment) => Ok(Self(moment.as_millisecond())),
            Err(_) => Err(InvalidTimestamp {
                text: text.to_owned(),
            }),
        }
    }
}

impl fmt::Display for Timestamp {
    /// Writes RFC 3339 in UTC, with as many fraction digits as are needed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => moment.fmt(formatter),
            // Years beyond 9999 have no RFC 3339 form; the number is better than nothing.
            Err(_) => write!(formatter, "@{}ms", self.0),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<Target: Serializer>(&self, target: Target) -> Result<Target::Ok, Target::Error> {
        target.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<Source: Deserializer<'de>>(source: Source) -> Result<Self, Source::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(source)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_come_back_as_they_were_written() {
        for (text, expected) in [
            ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
            ("2026-11-22T09:00:00.123456789Z", "2026-11-22T09:00:00.123Z"),
            ("2026-11-22T10:00:00+01:00", "2026-11-22T09:00:00Z"),
        ] {
            let moment: Timestamp = text.parse().expect("the table holds valid moments");
            assert_eq!(moment.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn an_empty_text_is_no_moment() {
        assert!("".parse::<Timestamp>().is_err());
    }
}
