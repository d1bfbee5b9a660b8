//! ROOMSTATE: the modes of a channel, all of them after JOIN, later only what changed.

use std::time::Duration;

use super::channel::channel_of;
use super::sender::present;
use crate::line::Line;
use crate::tags::Escaped;

/// The modes of a channel; `None` means that nothing was said about this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomState<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The numeric id of the channel.
    pub room_id: Option<&'a str>,
    /// Whether messages must consist of emotes.
    pub emote_only: Option<bool>,
    /// Whether one must follow the channel to write.
    pub followers_only: Option<FollowersOnly>,
    /// Whether a message must not have been said before (`r9k`).
    pub unique: Option<bool>,
    /// How long one must wait between two messages; zero if slow mode is off.
    pub slow: Option<Duration>,
    /// Whether one must be a subscriber to write.
    pub subscribers_only: Option<bool>,
}

/// Whether one must follow a channel to write in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowersOnly {
    /// Everybody may write.
    Off,
    /// One must have followed for at least that long, perhaps zero.
    For(Duration),
}

impl<'a> RoomState<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut state = Self {
            channel: channel_of(line.params().get(0))?,
            room_id: None,
            emote_only: None,
            followers_only: None,
            unique: None,
            slow: None,
            subscribers_only: None,
        };
        let flag = |value: Escaped<'_>| value.if_set().map(Escaped::is_true);
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"room-id" => state.room_id = present(value),
                b"emote-only" => state.emote_only = flag(value),
                b"followers-only" => state.followers_only = followers_only(value),
                b"r9k" => state.unique = flag(value),
                b"slow" => state.slow = value.number().map(Duration::from_secs),
                b"subs-only" => state.subscribers_only = flag(value),
                _ => {}
            }
        }
        Some(state)
    }
}

/// Reads minutes, where -1 means off.
fn followers_only(value: Escaped<'_>) -> Option<FollowersOnly> {
    let minutes: i64 = value.number()?;
    Some(match u64::try_from(minutes) {
        Ok(minutes) => FollowersOnly::For(Duration::from_secs(minutes.saturating_mul(60))),
        Err(_) => FollowersOnly::Off,
    })
}
