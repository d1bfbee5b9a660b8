//! Our parser.

use std::hint::black_box;

use irc::{Line, Message, Prefix, Privmsg};
use types::Role;

use crate::corpus::Corpus;
use crate::sum::Sum;

pub(super) fn generic_parsed(corpus: &Corpus) -> u64 {
    for text in corpus.lines() {
        black_box(&Line::parse(text));
    }
    0
}

pub(super) fn generic_read(corpus: &Corpus) -> u64 {
    let mut sum = Sum::default();
    for text in corpus.lines() {
        let Ok(line) = Line::parse(text) else {
            continue;
        };
        for (key, value) in line.tags() {
            sum.length(key);
            sum.length(value.as_str());
        }
        sum.optional(line.prefix().map(Prefix::nick));
        let mut params = line.params().iter();
        if line.command() != "PING" {
            sum.optional(params.next());
            sum.optional(params.next());
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
    sum.length(message.channel);
    sum.optional(message.room_id);
    sum.optional(message.id);
    sum.optional(message.sender.user_id);
    sum.length(message.sender.login);
    sum.length(&message.sender.display_name());
    sum.length(message.sender.color_tag.as_str());
    sum.length(message.text);
    sum.number(
        message
            .sent_at
            .map_or(0, |at| at.as_unix_millis().cast_unsigned()),
    );
    sum.number(message.bits.unwrap_or(0));
    sum.length(message.emotes_tag.as_str());
    sum.optional(message.reply().map(|reply| reply.parent_id));
    sum.number(u64::from(message.sender.roles().contains(Role::Moderator)));
}
