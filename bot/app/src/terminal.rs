//! Asking a person at a terminal. It knows questions, not what they are for.

mod mode;

use std::borrow::Cow;
use std::io::IsTerminal;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{ColorMode, Config, Editor, Helper};

use crate::command::output;

/// A terminal with a person at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal;

/// Something to ask.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What is asked, without a sign at its end.
    pub text: String,
    /// What Enter alone means.
    pub usual: Option<String>,
    /// Whether the answer is shown while it is typed.
    pub echo: Echo,
}

/// Whether an answer is shown while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo {
    /// As it is.
    Shown,
    /// As stars.
    Hidden,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Silence {
    /// Ctrl-C or Ctrl-D.
    BrokenOff,
    /// The terminal cannot be used, for this reason.
    Unusable(String),
}

/// How the terminal was set before the first question; it gets this back when this is dropped.
#[derive(Debug)]
struct Restore(mode::Mode);

/// While this is there, what is typed is not shown: it would stand in the midst of what is drawn.
#[derive(Debug)]
pub(crate) struct HiddenTyping(Restore);

impl HiddenTyping {
    /// Hides it from now on.
    pub(crate) fn begin() -> Self {
        let before = Restore(mode::remember());
        mode::hide_typing();
        Self(before)
    }

    /// Shows it again.
    pub(crate) fn end(self) {
        drop(self.0);
    }
}

impl Question {
    /// A question that has to be answered.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            usual: None,
            echo: Echo::Shown,
        }
    }

    /// Enter alone means this.
    pub(crate) fn with_usual(mut self, usual: Option<impl ToString>) -> Self {
        self.usual = usual.map(|usual| usual.to_string());
        self
    }

    /// The answer must not be seen.
    pub(crate) fn hidden(mut self) -> Self {
        self.echo = Echo::Hidden;
        self
    }
}

impl Terminal {
    /// The terminal that the program was started in, if there is one and a person is meant to read.
    pub(crate) fn find(is_json: bool) -> Option<Self> {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        (is_terminal && !is_json).then_some(Self)
    }

    /// Asks until something is answered; without blanks around it.
    ///
    /// # Errors
    /// If the person presses Ctrl-C or Ctrl-D, or the terminal is gone.
    pub(crate) async fn ask(self, question: Question) -> Result<String, Silence> {
        loop {
            let asked = question.clone();
            // What is dropped while it waits for a person leaves the thread behind; the terminal must not stay as it was set for typing.
            let _restore = Restore(mode::remember());
            let answer = tokio::task::spawn_blocking(move || read(&asked)).await;
            let answer = answer.map_err(|error| Silence::Unusable(error.to_string()))?;
            match answer {
                Ok(text) if !text.trim().is_empty() => return Ok(text.trim().to_owned()),
                Ok(_) => match &question.usual {
                    Some(usual) => return Ok(usual.clone()),
                    None => output::aside("  Please type an answer; Ctrl-C breaks off."),
                },
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => {
                    return Err(Silence::BrokenOff);
                }
                Err(error) => return Err(Silence::Unusable(error.to_string())),
            }
        }
    }

    /// Asks until the answer is yes or no.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(crate) async fn ask_yes_or_no(self, text: &str, usual: bool) -> Result<bool, Silence> {
        let choices = if usual { "Y/n" } else { "y/N" };
        let question = Question {
            usual: Some(if usual { "yes" } else { "no" }.to_owned()),
            ..Question::new(format!("{text} ({choices})"))
        };
        loop {
            match self.ask(question.clone()).await?.to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => output::aside("  Please type yes or no."),
            }
        }
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        mode::restore(&self.0);
    }
}

/// Reads one line. It waits for a person, so it has a thread of its own.
fn read(question: &Question) -> Result<String, ReadlineError> {
    let is_hidden = question.echo == Echo::Hidden;
    let config = Config::builder()
        .auto_add_history(false)
        // Stars are drawn by what otherwise draws colors.
        .color_mode(if is_hidden {
            ColorMode::Forced
        } else {
            ColorMode::Enabled
        })
        .build();
    let mut editor = Editor::with_history(config, MemHistory::new())?;
    editor.set_helper(Some(Stars { is_hidden }));
    let has_choices = question.text.ends_with(')');
    editor.readline(&match &question.usual {
        Some(usual) if !has_choices => format!("{} [{usual}]: ", question.text),
        _ => format!("{}: ", question.text),
    })
}

/// Shows stars instead of a secret.
struct Stars {
    is_hidden: bool,
}

impl Highlighter for Stars {
    fn highlight<'line>(&self, line: &'line str, _position: usize) -> Cow<'line, str> {
        if self.is_hidden {
            Cow::Owned("*".repeat(line.chars().count()))
        } else {
            Cow::Borrowed(line)
        }
    }

    fn highlight_char(&self, _line: &str, _position: usize, kind: CmdKind) -> bool {
        self.is_hidden && kind != CmdKind::MoveCursor
    }
}

impl Helper for Stars {}

impl Completer for Stars {
    type Candidate = String;
}

impl Hinter for Stars {
    type Hint = String;
}

impl Validator for Stars {}
