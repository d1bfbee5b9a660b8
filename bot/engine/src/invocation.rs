//! Finds the command in a chat line: `!`, a word, and what stands behind it. Whether there is such a command is decided elsewhere.

use crate::command::CommandName;
use crate::event::{ChatLine, Reply};
use crate::invisible;

/// A line that looks like a command.
#[derive(Debug)]
pub(crate) struct Invocation<'a> {
    pub(crate) word: CommandName,
    pub(crate) arguments: &'a str,
}

/// Reads a line; `None` if it is plain chat.
pub(crate) fn find(line: &ChatLine) -> Option<Invocation<'_>> {
    let text = invisible::trim(&line.text);
    let text = match &line.reply {
        Some(reply) => invisible::trim(without_addressee(text, reply)),
        None => text,
    };
    let text = text.strip_prefix(PREFIXES)?;
    let (word, arguments) = split_word(text);
    // `! ping` is an exclamation, `!ping` a command.
    if text.starts_with(char::is_whitespace) {
        return None;
    }
    let word = CommandName::parse(word).ok()?;
    Some(Invocation { word, arguments })
}

/// The word at the beginning, and what stands behind it.
pub(crate) fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.trim_start())
}

/// Twitch puts `@Name ` in front of a reply; the name may hold blanks, and it may have changed since.
fn without_addressee<'a>(text: &'a str, reply: &Reply) -> &'a str {
    let Some(addressed) = text.strip_prefix('@') else {
        return text;
    };
    [&reply.parent_display_name, &reply.parent_login]
        .into_iter()
        .filter(|name| !name.is_empty())
        .find_map(|name| addressed.strip_prefix(name.as_str()))
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .unwrap_or_else(|| split_word(addressed).1)
}

/// The full-width sign is what East Asian keyboards type.
const PREFIXES: [char; 2] = ['!', '！'];
