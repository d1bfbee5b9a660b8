//! What the files of the headings work with: the world, the rooms, and what is counted. It does nothing by itself.

use crate::chat::{Chat, Stage};
use crate::helix::bucket::Buckets;
use crate::helix::own_limit::OwnLimits;
use crate::places::Places;
use crate::world::World;

/// What the REST door works with.
pub(crate) struct Floor<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) chat: &'a mut Chat,
    pub(crate) buckets: &'a mut Buckets,
    pub(crate) own_limits: &'a mut OwnLimits,
    pub(crate) places: &'a Places,
}

impl Floor<'_> {
    /// The world and the rooms, for what is seen in both.
    pub(crate) fn stage(&mut self) -> Stage<'_> {
        Stage {
            world: &mut *self.world,
            chat: &mut *self.chat,
        }
    }
}
