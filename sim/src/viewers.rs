//! Scripted viewers: seeded people who chat in virtual time.

use types::Timestamp;

use crate::chat::Stage;

/// All scripted viewers.
#[derive(Debug)]
pub struct Viewers {}

impl Viewers {
    /// When the next of them speaks.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        None
    }

    /// Lets those speak whose moment has come.
    pub(crate) fn tick(&mut self, _stage: &mut Stage<'_>) {}
}
