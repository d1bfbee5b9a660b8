//! One command that can be typed, and what somebody may mean by one; which there are stands in the table.

use types::Login;

use crate::cli::short_form::ShortForm;
use crate::short_forms::SHORT_FORMS;

/// A command.
#[derive(Debug)]
pub(crate) struct Command {
    /// Its name, without the sign before it.
    pub name: &'static str,
    /// What comes behind the name.
    pub takes: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The short form that does the same in the shell; it knows who may.
    pub form: Option<&'static str>,
    /// What somebody means by what stands behind the name.
    pub(super) read: fn(&Typed<'_>) -> Result<Wanted, String>,
}

/// What stands behind the name, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) rest: &'a str,
    pub(super) channel: &'a Login,
}

/// What somebody wants.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// To say something.
    Say(String),
    /// To answer the last message of somebody.
    Answer {
        /// Whose.
        login: String,
        /// With what.
        text: String,
    },
    /// To delete the last message of somebody.
    DeleteLastOf(String),
    /// Something that Twitch does.
    Errand(Box<ShortForm>),
    /// To read what can be done.
    Help(Option<String>),
    /// To read another channel as well.
    Join(Login),
    /// To read this channel no more.
    Part,
    /// The mouse wheel to look back, or the mouse to mark text.
    Mouse,
    /// The end.
    Quit,
}

impl Command {
    /// Whose account acts, if it is something that Twitch does.
    pub(crate) fn actor(&self) -> Option<&'static str> {
        let form = SHORT_FORMS
            .iter()
            .find(|form| Some(form.name) == self.form)?;
        Some(form.actor.in_words())
    }
}
