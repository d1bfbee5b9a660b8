//! USERNOTICE: something happened in a channel.

use types::Timestamp;

use super::channel::channel_of;
use super::emote::{EmoteSpan, emote_spans};
use super::sender::{Sender, moment, present};
use super::source::Source;
use crate::line::Line;
use crate::tags::{Escaped, Tags};

pub(crate) mod kind;
mod parameters;

use kind::NoticeKind;
use parameters::{Parameters, parameter};

/// Something happened in a channel: a subscription, a raid, an announcement.
#[derive(Debug, Clone, PartialEq)]
pub struct UserNotice<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The numeric id of the channel.
    pub room_id: Option<&'a str>,
    /// The id of the notice, by which it is recognized when it comes twice.
    pub id: Option<&'a str>,
    /// Who did it.
    pub sender: Sender<'a>,
    /// What happened; of a notice mirrored from another channel, what happened there.
    pub kind: NoticeKind<'a>,
    /// Twitch's own sentence about it; may be empty.
    pub system_message: Escaped<'a>,
    /// What the user wrote with it.
    pub text: Option<&'a str>,
    /// The `emotes` tag; see [`emotes`](Self::emotes).
    pub emotes_tag: Escaped<'a>,
    /// When it happened.
    pub sent_at: Option<Timestamp>,
    /// All tags, also those that this struct has no field for.
    pub tags: Tags<'a>,
}

impl<'a> UserNotice<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut params = line.params().iter();
        let tags = line.tags();
        let mut notice = Self {
            channel: channel_of(params.next())?,
            room_id: None,
            id: None,
            sender: Sender::default(),
            kind: NoticeKind::Other(""),
            system_message: Escaped::default(),
            text: params.next().filter(|text| !text.is_empty()),
            emotes_tag: Escaped::default(),
            sent_at: None,
            tags,
        };
        let mut kind = "";
        let mut source_kind = "";
        let mut parameters = Parameters::new(tags);
        for (key, value) in tags.with_byte_keys() {
            match key {
                b"id" => notice.id = present(value),
                b"room-id" => notice.room_id = present(value),
                b"system-msg" => notice.system_message = value,
                b"emotes" => notice.emotes_tag = value,
                b"tmi-sent-ts" => notice.sent_at = moment(value),
                b"msg-id" => kind = value.as_str(),
                b"source-msg-id" => source_kind = value.as_str(),
                _ => {
                    let _ = notice.sender.take(key, value) || parameters.take(key, value);
                }
            }
        }
        let is_mirrored = kind == "sharedchatnotice" && !source_kind.is_empty();
        let kind = if is_mirrored { source_kind } else { kind };
        notice.kind = NoticeKind::read(kind, &parameters);
        Some(notice)
    }

    /// Where the notice comes from, if the channel is in a shared session.
    pub fn source(&self) -> Option<Source<'a>> {
        Source::read(self.tags)
    }

    /// Whether this is a copy of a notice from another channel of a shared session; such copies must trigger nothing.
    pub fn is_copy(&self) -> bool {
        let source = self.source();
        source.is_some_and(|source| source.is_elsewhere(self.room_id))
    }

    /// Where emotes stand in [`text`](Self::text).
    pub fn emotes(&self) -> Vec<EmoteSpan<'a>> {
        emote_spans(self.emotes_tag.as_str(), self.text.unwrap_or(""))
    }

    /// What the tag `msg-param-<name>` says, if it is set; for what [`NoticeKind`] has no field for.
    pub fn parameter(&self, name: &str) -> Option<Escaped<'a>> {
        parameter(self.tags, name)
    }
}
