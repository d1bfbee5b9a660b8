//! USERSTATE and GLOBALUSERSTATE: how we ourselves appear.

use super::channel::channel_of;
use super::sender::Sender;
use crate::line::Line;
use crate::tags::{Escaped, Tags};

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
        let tags = line.tags();
        Some(Self {
            channel: channel_of(line.params().get(0))?,
            user: user(tags),
            message_id: tags.set("id").map(Escaped::as_str),
            nonce: tags.set("client-nonce").map(Escaped::as_str),
            emote_sets: emote_sets(tags),
            tags,
        })
    }
}

impl<'a> GlobalUserState<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Self {
        let tags = line.tags();
        Self {
            user: user(tags),
            emote_sets: emote_sets(tags),
            tags,
        }
    }
}

fn user(tags: Tags<'_>) -> Sender<'_> {
    let mut user = Sender::default();
    for (key, value) in tags {
        user.take(key, value);
    }
    user
}

fn emote_sets(tags: Tags<'_>) -> &str {
    tags.get("emote-sets").unwrap_or_default().as_str()
}
