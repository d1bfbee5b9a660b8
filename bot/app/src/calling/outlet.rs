//! Where short forms tell what they did: they print it, unless somebody has a screen of their own to show it on.

use std::sync::{Mutex, PoisonError};

use crate::command::output;

/// Where words go.
#[derive(Debug, Default)]
pub(crate) struct Outlet(Mutex<Option<Vec<String>>>);

impl Outlet {
    /// Tells a line of the result.
    pub(crate) fn line(&self, text: &str) {
        if !self.kept(text) {
            output::line(text);
        }
    }

    /// Tells a line beside the result.
    pub(crate) fn aside(&self, text: &str) {
        if !self.kept(text) {
            output::aside(text);
        }
    }

    /// Keeps what is told from now on.
    pub(crate) fn keep(&self) {
        *self.words() = Some(Vec::new());
    }

    /// Gives what was kept so far, and goes on.
    pub(crate) fn take(&self) -> Vec<String> {
        self.words()
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    fn kept(&self, text: &str) -> bool {
        let mut words = self.words();
        if let Some(words) = words.as_mut() {
            words.push(text.to_owned());
        }
        words.is_some()
    }

    /// The words are whole between their changes, so a panic elsewhere does not spoil them.
    fn words(&self) -> std::sync::MutexGuard<'_, Option<Vec<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
