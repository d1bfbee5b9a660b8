//! Scripted viewers: seeded people who chat in virtual time.

use types::Timestamp;

use crate::chat::Chat;
use crate::world::World;

/// All scripted viewers.
#[derive(Debug)]
pub struct Viewers {}

impl Viewers {
    /// When the next of them speaks.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        None
    }

    /// Lets those speak whose moment has come.
    pub(crate) fn tick(&mut self, _world: &mut World, _chat: &mut Chat) {}
}
