//! What a person is told when something does not work: what happened, what it means, what to do; and the exit status.

use std::fmt;
use std::process::ExitCode;

use crate::screen::visible::visible;

/// The exit statuses that scripts may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Something failed on the way.
    Failed = 1,
    /// The command line or the config is wrong.
    Usage = 2,
    /// Somebody has to log in first.
    LoginNeeded = 3,
    /// Twitch refused.
    Refused = 4,
    /// Ctrl-C before the work was done.
    Interrupted = 130,
}

/// A failure in words for people.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    happened: String,
    snippet: Option<String>,
    meaning: Option<String>,
    advice: Option<String>,
}

impl Failure {
    /// A failure with what happened; lower case, no full stop, never a secret.
    pub(crate) fn new(status: Status, happened: impl Into<String>) -> Self {
        Self {
            status,
            happened: happened.into(),
            snippet: None,
            meaning: None,
            advice: None,
        }
    }

    /// The place in a file, drawn with a caret.
    #[must_use]
    pub(crate) fn at(mut self, snippet: String) -> Self {
        self.snippet = Some(snippet);
        self
    }

    /// What it means for the person.
    #[must_use]
    pub(crate) fn meaning(mut self, meaning: impl Into<String>) -> Self {
        self.meaning = Some(meaning.into());
        self
    }

    /// The one thing to do.
    #[must_use]
    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// What happened, without what it means.
    pub(crate) fn happened(&self) -> &str {
        &self.happened
    }

    /// What it means for the person, if that was said.
    pub(crate) fn what_it_means(&self) -> Option<&str> {
        self.meaning.as_deref()
    }

    /// The one thing to do, if there is one.
    pub(crate) fn what_to_do(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// What kind of failure it is.
    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// The exit status that belongs to it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status as u8)
    }

    /// The same as one JSON object, for `--json`.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "event": "error",
            "status": self.status as u8,
            "happened": self.happened,
            "place": self.snippet,
            "meaning": self.meaning,
            "advice": self.advice,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error: {}", harmless(&self.happened))?;
        if let Some(snippet) = &self.snippet {
            write!(formatter, "\n{snippet}")?;
        }
        if let Some(meaning) = &self.meaning {
            write!(formatter, "\n  {}", harmless(meaning))?;
        }
        if let Some(advice) = &self.advice {
            write!(formatter, "\n  What to do: {}", harmless(advice))?;
        }
        Ok(())
    }
}

impl From<anyhow::Error> for Failure {
    /// A failure that nobody foresaw a sentence for: the whole chain of causes, in one line.
    fn from(error: anyhow::Error) -> Self {
        Self::new(Status::Failed, format!("{error:#}"))
    }
}

/// Twitch's own words stand in sentences, and the words of strangers in those; nothing of it may move the cursor.
fn harmless(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x34_a_failure_that_quotes_strangers_cannot_move_the_cursor() {
        let failure = Failure::new(Status::Refused, "Twitch says: \u{1b}[2J")
            .meaning("one\ntwo\r")
            .advice("say \u{202e}it otherwise");
        assert_eq!(
            failure.to_string(),
            "error: Twitch says: \\u{1b}[2J\n  one\ntwo\\u{d}\n  What to do: say \\u{202e}it otherwise"
        );
    }
}
