//! Teams: groups of channels. There is one, of the channels that earn something; nobody joins or leaves.

use super::World;
use super::user::{BroadcasterType, User};

/// The one team of a world.
#[derive(Debug)]
pub(crate) struct Team<'world> {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) display_name: &'static str,
    pub(crate) info: &'static str,
    /// In order of id; never empty.
    pub(crate) members: Vec<&'world User>,
}

impl World {
    /// The team, if there is anybody who could be in it.
    pub(crate) fn team(&self) -> Option<Team<'_>> {
        let earners = self
            .users
            .iter()
            .filter(|user| user.is_active() && user.broadcaster_type != BroadcasterType::Normal);
        let members: Vec<&User> = earners.collect();
        (!members.is_empty()).then_some(Team {
            id: "6001",
            name: "teaandbots",
            display_name: "Tea and Bots",
            info: "<p>Friendly channels that build things while the kettle boils.</p>",
            members,
        })
    }
}
