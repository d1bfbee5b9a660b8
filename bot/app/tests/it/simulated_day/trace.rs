//! Everything that happened in a day, line by line; two days are the same if their lines are.

use std::fmt;
use std::time::Duration;

/// The lines of a day.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace(Vec<String>);

impl Trace {
    /// Writes a line.
    pub(crate) fn note(&mut self, at: Duration, what: fmt::Arguments<'_>) {
        self.0.push(format!("{} {what}", Time(at)));
    }

    /// The last troubles and the last lines, for whoever wants to know how it came to this.
    pub(crate) fn tail(&self) -> String {
        let is_trouble = |line: &&String| TROUBLE.iter().any(|mark| line.contains(mark));
        let mut lines: Vec<_> = self.0.iter().rev().filter(is_trouble).take(TAIL).collect();
        lines.reverse();
        let beginning = self.0.len().saturating_sub(TAIL);
        lines.extend(&self.0[beginning..]);
        let lines: Vec<_> = lines.into_iter().map(String::as_str).collect();
        lines.join("\n")
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The first line that differs, with its number, as both days tell it.
    pub(crate) fn first_difference(&self, other: &Self) -> Option<String> {
        let longest = self.0.len().max(other.0.len());
        (0..longest)
            .find(|line| self.0.get(*line) != other.0.get(*line))
            .map(|line| {
                format!(
                    "line {line}:\n{:?}\n{:?}",
                    self.0.get(line),
                    other.0.get(line)
                )
            })
    }
}

/// A moment as people read it.
pub(crate) struct Time(pub(crate) Duration);

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
        let (seconds, millis) = (seconds % 60, self.0.subsec_millis());
        write!(
            formatter,
            "{hours:02}:{minutes:02}:{seconds:02}.{millis:03}"
        )
    }
}

/// The beginnings of lines about faults and about tokens.
const TROUBLE: &[&str] = &[
    " ! ",
    "= Account",
    "< GET /oauth2",
    "< POST /oauth2",
    "= Chat(Disc",
];
const TAIL: usize = 30;
