//! NOTICE: the server explains something; its id is compared, its text is for people.

use super::channel::channel_of;
use crate::line::Line;
use crate::tags::{Escaped, Tags};

/// A word from the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice<'a> {
    /// The login of the channel that it concerns; nothing before and during login.
    pub channel: Option<&'a str>,
    /// What it is about, such as `msg_banned`; nothing before and during login.
    pub id: Option<&'a str>,
    /// The explanation, in English.
    pub text: &'a str,
    /// All tags.
    pub tags: Tags<'a>,
}

impl<'a> Notice<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let mut params = line.params().iter();
        let target = params.next()?;
        Some(Self {
            channel: channel_of(Some(target)),
            id: line.tags().set("msg-id").map(Escaped::as_str),
            text: params.next().unwrap_or(""),
            tags: line.tags(),
        })
    }
}
