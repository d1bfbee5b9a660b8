//! `tmi`, the fastest of the others; it is what ours is compared with.

use std::hint::black_box;

use tmi::{Badge, IrcMessageRef, Message, Privmsg};

use crate::corpus::Corpus;
use crate::sum::Sum;

pub(super) fn generic_parsed(corpus: &Corpus) -> u64 {
    for text in corpus.lines() {
        black_box(&IrcMessageRef::parse(text));
    }
    0
}

pub(super) fn generic_read(corpus: &Corpus) -> u64 {
    let mut sum = Sum::default();
    for text in corpus.lines() {
        let Some(line) = IrcMessageRef::parse(text) else {
            continue;
        };
        for (key, value) in line.tags() {
            sum.length(key);
            sum.length(value);
        }
        let prefix = line.prefix();
        sum.optional(prefix.map(|prefix| prefix.nick.unwrap_or(prefix.host)));
        if let Some(channel) = line.channel() {
            sum.length(channel);
            sum.optional(line.text());
        }
    }
    sum.0
}

pub(super) fn typed_parsed(corpus: &Corpus) -> u64 {
    for text in corpus.lines() {
        black_box(&Message::parse(text));
    }
    0
}

pub(super) fn typed_read(corpus: &Corpus) -> u64 {
    let mut sum = Sum::default();
    for text in corpus.lines() {
        // By reference: moving a message would be no part of reading it.
        if let Ok(Message::Privmsg(message)) = &Message::parse(text) {
            look_at(message, &mut sum);
        }
    }
    sum.0
}

fn look_at(message: &Privmsg<'_>, sum: &mut Sum) {
    // It keeps the `#`.
    sum.number(message.channel().len().saturating_sub(1) as u64);
    sum.length(message.channel_id());
    sum.length(message.id());
    sum.length(message.sender().id());
    sum.length(message.sender().login());
    sum.length(&message.sender().name());
    sum.optional(message.color());
    sum.length(message.text());
    sum.number(message.timestamp().timestamp_millis().cast_unsigned());
    sum.number(message.bits().unwrap_or(0));
    sum.length(message.raw_emotes());
    sum.optional(message.reply_to().map(tmi::msg::privmsg::Reply::message_id));
    let is_moderator = message
        .badges()
        .any(|badge| matches!(badge, Badge::Moderator));
    sum.number(u64::from(is_moderator));
}
