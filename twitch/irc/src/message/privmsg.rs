//! PRIVMSG: what somebody said in a channel.

use types::Timestamp;

use super::channel::channel_of;
use super::emote::{EmoteSpan, emote_spans};
use super::reply::{Reply, without_mention};
use super::sender::{Sender, moment, present};
use super::source::Source;
use crate::line::Line;
use crate::tags::{Escaped, Tags};

/// A message that somebody wrote in a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Privmsg<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The numeric id of the channel.
    pub room_id: Option<&'a str>,
    /// The id of the message, by which it is deleted, answered, and recognized when it comes twice.
    pub id: Option<&'a str>,
    /// Who wrote it.
    pub sender: Sender<'a>,
    /// What was written, without the wrapping of `/me`.
    pub text: &'a str,
    /// Whether it was said or, with `/me`, acted.
    pub manner: Manner,
    /// When Twitch received it.
    pub sent_at: Option<Timestamp>,
    /// How many bits were cheered in it.
    pub bits: Option<u64>,
    /// The `emotes` tag; see [`emotes`](Self::emotes).
    pub emotes_tag: Escaped<'a>,
    /// The `msg-id` tag: `highlighted-message`, `gigantified-emote-message` and the like.
    pub kind: Option<&'a str>,
    /// The reward that the message was entered for.
    pub reward_id: Option<&'a str>,
    /// Whether it is the sender's first message in the channel.
    pub is_first: bool,
    /// All tags, also those that this struct has no field for.
    pub tags: Tags<'a>,
    extras: Extras,
}

/// How something was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Manner {
    /// As speech.
    #[default]
    Said,
    /// As action, with `/me`.
    Acted,
}

/// Which groups of rare tags are there, so that most messages are not searched for them a second time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Extras {
    reply: bool,
    source: bool,
}

impl<'a> Privmsg<'a> {
    #[inline]
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut params = line.params().iter();
        let channel = channel_of(params.next())?;
        let (text, manner) = unwrap_action(params.next().unwrap_or(""));
        let mut message = Self {
            channel,
            room_id: None,
            id: None,
            sender: Sender::default(),
            text,
            manner,
            sent_at: None,
            bits: None,
            emotes_tag: Escaped::default(),
            kind: None,
            reward_id: None,
            is_first: false,
            tags: line.tags(),
            extras: Extras::default(),
        };
        for (key, value) in line.tags().with_byte_keys() {
            message.take(key, value);
        }
        // Last, because no tag may say who is speaking: the prefix is the server's word.
        message.sender.login = line.prefix().map_or("", |prefix| prefix.nick());
        Some(message)
    }

    #[inline(always)]
    fn take(&mut self, key: &[u8], value: Escaped<'a>) {
        match key {
            b"id" => self.id = present(value),
            b"room-id" => self.room_id = present(value),
            b"tmi-sent-ts" => self.sent_at = moment(value),
            b"emotes" => self.emotes_tag = value,
            b"first-msg" => self.is_first = value.is_true(),
            b"bits" => self.bits = value.number(),
            b"msg-id" => self.kind = present(value),
            b"custom-reward-id" => self.reward_id = present(value),
            b"reply-parent-msg-id" => self.extras.reply = true,
            b"source-room-id" => self.extras.source = true,
            _ => {
                self.sender.take(key, value);
            }
        }
    }

    /// What the message answers, if it is a reply.
    pub fn reply(&self) -> Option<Reply<'a>> {
        if !self.extras.reply {
            return None;
        }
        Reply::read(self.tags)
    }

    /// Where the message comes from, if the channel is in a shared session.
    pub fn source(&self) -> Option<Source<'a>> {
        if !self.extras.source {
            return None;
        }
        Source::read(self.tags)
    }

    /// Whether this is a copy of a message that was written in another channel of a shared session.
    ///
    /// Such copies are shown, but they must trigger nothing.
    pub fn is_copy(&self) -> bool {
        let source = self.source();
        source.is_some_and(|source| source.is_elsewhere(self.room_id))
    }

    /// The text without the `@name ` that Twitch puts in front of a reply; what a command is read from.
    pub fn text_without_mention(&self) -> &'a str {
        self.reply()
            .map_or(self.text, |reply| without_mention(self.text, &reply))
    }

    /// Where emotes stand in [`text`](Self::text), from left to right, as byte ranges that are safe to cut at.
    pub fn emotes(&self) -> Vec<EmoteSpan<'a>> {
        emote_spans(self.emotes_tag.as_str(), self.text)
    }

    /// The `gifs` tag as it was sent, `start-end|id|url`; in what its positions are counted is not known yet.
    pub fn gifs_tag(&self) -> Option<Escaped<'a>> {
        self.tags.set("gifs")
    }
}

/// Takes `/me` apart; the closing mark may have been cut off.
fn unwrap_action(text: &str) -> (&str, Manner) {
    let Some(inner) = text.strip_prefix("\u{1}ACTION") else {
        return (text, Manner::Said);
    };
    let inner = inner.strip_suffix('\u{1}').unwrap_or(inner);
    match inner.strip_prefix(' ') {
        Some(action) => (action, Manner::Acted),
        None if inner.is_empty() => ("", Manner::Acted),
        None => (text, Manner::Said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p08_an_action_is_recognized_whole_or_cut() {
        for (text, expected) in [
            ("\u{1}ACTION waves\u{1}", ("waves", Manner::Acted)),
            ("\u{1}ACTION waves", ("waves", Manner::Acted)),
            ("\u{1}ACTION \u{1}", ("", Manner::Acted)),
            ("\u{1}ACTION\u{1}", ("", Manner::Acted)),
            ("\u{1}ACTION", ("", Manner::Acted)),
            ("\u{1}ACTIONS\u{1}", ("\u{1}ACTIONS\u{1}", Manner::Said)),
            ("\u{1}", ("\u{1}", Manner::Said)),
            ("", ("", Manner::Said)),
        ] {
            assert_eq!(unwrap_action(text), expected, "{text:?}");
        }
    }
}
