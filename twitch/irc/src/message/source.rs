//! Shared chat: where a message was written that is delivered to several channels.

use types::{Badges, Roles};

use super::sender::present;
use crate::tags::{Escaped, Tags};

/// The origin of a message in a shared session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Source<'a> {
    /// The numeric id of the channel in which it was written.
    pub room_id: &'a str,
    /// The id of the original, the same for all copies.
    pub message_id: Option<&'a str>,
    /// The `source-badges` tag: the sender's badges over there, which prove nothing here.
    pub badges_tag: Escaped<'a>,
    /// The `source-badge-info` tag.
    pub badge_info_tag: Escaped<'a>,
    /// Whether the message was meant for its own channel alone.
    pub is_source_only: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn read(tags: Tags<'a>) -> Option<Self> {
        let mut room_id = None;
        let mut source = Self::default();
        for (key, value) in tags.with_byte_keys() {
            match key {
                b"source-room-id" => room_id = present(value),
                b"source-id" => source.message_id = present(value),
                b"source-badges" => source.badges_tag = value,
                b"source-badge-info" => source.badge_info_tag = value,
                b"source-only" => source.is_source_only = value.is_true(),
                _ => {}
            }
        }
        source.room_id = room_id?;
        Some(source)
    }

    /// Whether the message was written in another room than the one that received it.
    pub fn is_elsewhere(&self, room_id: Option<&str>) -> bool {
        room_id != Some(self.room_id)
    }

    /// The sender's badges in the room of origin.
    pub fn badges(&self) -> Badges {
        Badges::parse(&self.badges_tag.text())
    }

    /// What the sender is in the room of origin; for display, never for rights.
    pub fn roles(&self) -> Roles {
        Roles::from_badges(&self.badges_tag.text())
    }
}
