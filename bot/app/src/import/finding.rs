//! What is told about an older bot's file: what was found on which line, what was left out and why. Never a secret.

use std::fmt;

use crate::failure::{Failure, Status};

/// A value with the line that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<Value> {
    /// What was found.
    pub value: Value,
    /// Where, counted from 1.
    pub line: usize,
}

/// Something that is of no use here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// The line, counted from 1.
    pub line: usize,
    /// The key as the file spells it.
    pub what: String,
    /// Why it is left out, in a sentence.
    pub why: String,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there; never the value of a secret.
    pub what: String,
    /// The one thing to do.
    pub advice: &'static str,
}

impl LeftOut {
    /// Something that is left out for this reason.
    pub(crate) fn new(line: usize, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            why: why.into(),
        }
    }
}

impl Unreadable {
    /// The same for a person, with the file's name.
    pub(crate) fn in_file(self, name: &str) -> Failure {
        let happened = format!("{name}, line {}: {}", self.line, self.what);
        Failure::new(Status::Usage, happened)
            .meaning("Nothing was taken from the file, and nothing was changed.")
            .advice(self.advice)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} (line {}): {}",
            self.what, self.line, self.why
        )
    }
}
