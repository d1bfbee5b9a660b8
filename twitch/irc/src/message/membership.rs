//! JOIN, PART and the lists of names: who is where. Twitch sends them late, in batches, and not at all for large channels.

use super::channel::channel_of;
use crate::line::{Line, Prefix};

/// Somebody joined a channel; with our own login it confirms our JOIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The login of who joined.
    pub login: &'a str,
}

/// Somebody left a channel; with our own login also when we were banned from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    /// The login of who left.
    pub login: &'a str,
}

/// Some of those who are in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names<'a> {
    /// The login of the channel.
    pub channel: &'a str,
    list: &'a str,
}

/// The list of names of a channel is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndOfNames<'a> {
    /// The login of the channel.
    pub channel: &'a str,
}

impl<'a> Join<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let (channel, login) = who_and_where(line)?;
        Some(Self { channel, login })
    }
}

impl<'a> Part<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let (channel, login) = who_and_where(line)?;
        Some(Self { channel, login })
    }
}

impl<'a> Names<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        Some(Self {
            channel: channel_of(line.params().get(2))?,
            list: line.params().get(3).unwrap_or(""),
        })
    }

    /// The logins of this part of the list.
    pub fn logins(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.list.split(' ').filter(|login| !login.is_empty())
    }
}

impl<'a> EndOfNames<'a> {
    pub(crate) fn read(line: &Line<'a>) -> Option<Self> {
        let channel = channel_of(line.params().get(1))?;
        Some(Self { channel })
    }
}

fn who_and_where<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let channel = channel_of(line.params().get(0))?;
    Some((channel, line.prefix().map(Prefix::nick)?))
}
