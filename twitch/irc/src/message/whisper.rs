//! WHISPER: a private message. Twitch does not document it for IRC any more, and sends it all the same.

use super::sender::{Sender, present};
use crate::line::Line;
use crate::tags::Tags;

/// A private message to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whisper<'a> {
    /// Who wrote it; their badges are global ones and prove nothing about any channel.
    pub sender: Sender<'a>,
    /// Our login.
    pub recipient: &'a str,
    /// What was written.
    pub text: &'a str,
    /// The number of the message within its thread.
    pub message_id: Option<&'a str>,
    /// The id of the conversation.
    pub thread_id: Option<&'a str>,
    /// All tags.
    pub tags: Tags<'a>,
}

impl<'a> Whisper<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut whisper = Self {
            sender: Sender::default(),
            recipient: line.params().get(0)?,
            text: line.params().get(1).unwrap_or(""),
            message_id: None,
            thread_id: None,
            tags: line.tags(),
        };
        for (key, value) in line.tags().with_byte_keys() {
            match key {
                b"message-id" => whisper.message_id = present(value),
                b"thread-id" => whisper.thread_id = present(value),
                _ => {
                    whisper.sender.take(key, value);
                }
            }
        }
        whisper.sender.login = line.prefix()?.nick();
        Some(whisper)
    }
}
