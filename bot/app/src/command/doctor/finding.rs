//! One thing that `doctor` found: about what, how bad, in words, and what to do. How it looks is said elsewhere.

use crate::failure::Failure;

/// One thing that was found.
#[derive(Debug)]
pub(super) struct Finding {
    /// What it is about.
    pub(super) part: &'static str,
    /// How bad it is.
    pub(super) state: State,
    /// What was found, without a full stop.
    pub(super) happened: String,
    /// What it means.
    pub(super) meaning: Option<String>,
    /// The one thing to do.
    pub(super) advice: Option<String>,
}

/// How bad it is; the words are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing is to be done.
    Ok,
    /// The bot works, but not all of it or not for long.
    Warning,
    /// The bot does not work.
    Red,
}

impl Finding {
    /// Something that is as it should be.
    pub(super) fn ok(part: &'static str, happened: impl Into<String>) -> Self {
        Self {
            part,
            state: State::Ok,
            happened: happened.into(),
            meaning: None,
            advice: None,
        }
    }

    /// Something that the bot can do without.
    pub(super) fn warning(
        part: &'static str,
        happened: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Warning,
            advice: Some(advice.into()),
            ..Self::ok(part, happened)
        }
    }

    /// Something that keeps the bot from working, as the command that met it would tell it.
    pub(super) fn red(part: &'static str, failure: &Failure) -> Self {
        Self {
            state: State::Red,
            meaning: failure.what_it_means().map(str::to_owned),
            advice: failure.what_to_do().map(str::to_owned),
            ..Self::ok(part, failure.happened())
        }
    }

    /// The same, where the bot can do without.
    pub(super) fn mild(part: &'static str, failure: &Failure) -> Self {
        Self {
            state: State::Warning,
            ..Self::red(part, failure)
        }
    }

    /// The same with what it means.
    #[must_use]
    pub(super) fn meaning(mut self, meaning: impl Into<String>) -> Self {
        self.meaning = Some(meaning.into());
        self
    }

    /// Whether it keeps the bot from working.
    pub(super) fn is_red(&self) -> bool {
        self.state == State::Red
    }
}

impl State {
    /// As it is shown and as it stands in `--json`.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Red => "red",
        }
    }
}
