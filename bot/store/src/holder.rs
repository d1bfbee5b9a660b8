//! Who runs the bot on a store, as the table `setting` and messages name it. Whether that one still runs is told by a lock.

use std::fmt;
use std::str::FromStr;

use types::Timestamp;

/// The process that runs the bot on a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The process, by its number on its machine.
    pub process: u32,
    /// Since when.
    pub since: Timestamp,
    /// The name of the machine.
    pub host: String,
}

impl fmt::Display for Holder {
    /// As the database holds it; [`FromStr`] reads it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.process, self.since, self.host)
    }
}

impl FromStr for Holder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} names no process");
        let mut parts = text.splitn(3, ' ');
        let mut next = || parts.next().ok_or_else(wrong);
        Ok(Self {
            process: next()?.parse().map_err(|_| wrong())?,
            since: next()?.parse().map_err(|_| wrong())?,
            host: next()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_comes_back_as_it_was_written() {
        let holder = Holder {
            process: 4711,
            since: Timestamp::from_unix_millis(1_795_342_800_123),
            host: "studio machine".to_owned(),
        };
        assert_eq!(holder.to_string().parse(), Ok(holder));
        for text in ["", "4711", "x 2026-11-22T09:00:00Z y"] {
            assert!(text.parse::<Holder>().is_err(), "{text}");
        }
    }
}
