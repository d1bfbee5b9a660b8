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

/// Whether a text might call a command, as few do: whoever passes over the others saves the engine the sight of them.
///
/// A reply begins with the name of whoever it replies to, so that only the engine knows what it is.
pub fn may_call(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'!' | b'@') => true,
        Some(0x21..=0x7E) | None => false,
        Some(_) => {
            let text = invisible::trim_start(text);
            text.starts_with('@') || text.starts_with(PREFIXES)
        }
    }
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

#[cfg(test)]
mod tests {
    use types::{MessageId, Roles, Timestamp, UserId};

    use super::*;

    fn line(text: &str, reply: Option<Reply>) -> ChatLine {
        ChatLine {
            channel: UserId::new("1"),
            id: MessageId::new("m"),
            sender: UserId::new("2"),
            login: "ann".to_owned(),
            display_name: String::new(),
            roles: Roles::NONE,
            text: text.to_owned(),
            reply,
            source_channel: None,
            sent_at: Timestamp::from_unix_millis(0),
        }
    }

    #[test]
    fn no_call_is_passed_over_and_plain_chat_is() {
        let reply = Reply {
            parent: MessageId::new("p"),
            parent_login: "ben".to_owned(),
            parent_display_name: "Ben Bee".to_owned(),
        };
        let blanks = [
            "",
            " ",
            "\u{E0000}",
            "\u{200B} ",
            "\u{3000}",
            "\u{2800}\u{1}",
        ];
        let beginnings = [
            "!ping",
            "！ping",
            "@Ben Bee !ping",
            "@ben \u{200B}!ping",
            "@x ！ping",
        ];
        for blank in blanks {
            for beginning in beginnings {
                let text = format!("{blank}{beginning}");
                for reply in [None, Some(reply.clone())] {
                    let is_call = find(&line(&text, reply)).is_some();
                    assert!(!is_call || may_call(&text), "{text:?}");
                }
            }
            let is_call = find(&line(&format!("{blank}!ping"), None)).is_some();
            assert!(is_call, "{blank:?} is nothing in front of a command");
        }
        for plain in [
            "",
            "hello !ping",
            ".!ping",
            "é!ping",
            "\u{200B}hello",
            " hello",
        ] {
            assert!(!may_call(plain), "{plain:?}");
        }
    }
}
