//! USERSTATE and GLOBALUSERSTATE: how we ourselves appear.

use super::channel::channel_of;
use super::sender::{Sender, present};
use crate::line::Line;
use crate::tags::Tags;

/// How we appear in a channel.
///
/// It comes after JOIN and after each message of ours, and does not prove that the message was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserState<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// We; the login is empty, because the tags do not tell it.
    pub user: Sender<'a>,
    /// The id of the message that we just sent; nothing after JOIN.
    pub message_id: Option<&'a str>,
    /// The nonce that we sent with the message.
    pub nonce: Option<&'a str>,
    /// The `emote-sets` tag, separated by commas.
    pub emote_sets: &'a str,
    /// All tags.
    pub tags: Tags<'a>,
}

/// How we appear everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalUserState<'a> {
    /// We; the login is empty, because the tags do not tell it.
    pub user: Sender<'a>,
    /// The `emote-sets` tag, separated by commas.
    pub emote_sets: &'a str,
    /// All tags.
    pub tags: Tags<'a>,
}

impl<'a> UserState<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut state = Self {
            channel: channel_of(line.params().get(0))?,
            user: Sender::default(),
            message_id: None,
            nonce: None,
            emote_sets: "",
            tags: line.tags(),
        };
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"id" => state.message_id = present(value),
                b"client-nonce" => state.nonce = present(value),
                b"emote-sets" => state.emote_sets = value.as_str(),
                _ => {
                    state.user.take(key, value);
                }
            }
        }
        Some(state)
    }
}

impl<'a> GlobalUserState<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Self {
        let mut state = Self {
            user: Sender::default(),
            emote_sets: "",
            tags: line.tags(),
        };
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"emote-sets" => state.emote_sets = value.as_str(),
                _ => {
                    state.user.take(key, value);
                }
            }
        }
        state
    }
}
