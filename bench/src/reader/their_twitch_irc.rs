//! `twitch-irc`, which owns what it reads.

use std::hint::black_box;

use twitch_irc::message::{IRCMessage, IRCPrefix, PrivmsgMessage, ServerMessage};

use crate::corpus::Corpus;
use crate::sum::Sum;

pub(super) fn generic_parsed(corpus: &Corpus) -> u64 {
    for text in corpus.lines() {
        black_box(&IRCMessage::parse(text));
    }
    0
}

pub(super) fn generic_read(corpus: &Corpus) -> u64 {
    let mut sum = Sum::default();
    for text in corpus.lines() {
        let Ok(line) = IRCMessage::parse(text) else {
            continue;
        };
        for (key, value) in &line.tags.0 {
            sum.length(key);
            sum.length(value);
        }
        if let Some(IRCPrefix::Full { nick, .. }) = &line.prefix {
            sum.length(nick);
        }
        for param in &line.params {
            sum.length(param);
        }
    }
    sum.0
}

pub(super) fn typed_parsed(corpus: &Corpus) -> u64 {
    for text in corpus.lines() {
        black_box(&typed(text));
    }
    0
}

pub(super) fn typed_read(corpus: &Corpus) -> u64 {
    let mut sum = Sum::default();
    for text in corpus.lines() {
        if let Some(ServerMessage::Privmsg(message)) = &typed(text) {
            look_at(message, &mut sum);
        }
    }
    sum.0
}

fn typed(text: &str) -> Option<ServerMessage> {
    ServerMessage::try_from(IRCMessage::parse(text).ok()?).ok()
}

fn look_at(message: &PrivmsgMessage, sum: &mut Sum) {
    sum.length(&message.channel_login);
    sum.length(&message.channel_id);
    sum.length(&message.message_id);
    sum.length(&message.sender.id);
    sum.length(&message.sender.login);
    sum.length(&message.sender.name);
    sum.number(message.name_color.map_or(0, |color| u64::from(color.r)));
    sum.length(&message.message_text);
    let at = message.server_timestamp.timestamp_millis();
    sum.number(at.cast_unsigned());
    sum.number(message.bits.unwrap_or(0));
    sum.number(message.emotes.len() as u64);
    let parent = message.reply_parent.as_ref();
    sum.optional(parent.map(|parent| parent.message_id.as_str()));
    let is_moderator = message.badges.iter().any(|badge| badge.name == "moderator");
    sum.number(u64::from(is_moderator));
}
