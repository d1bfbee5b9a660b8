//! The one writer of lines to clients: tags in, whole lines out, and the escapes of tags. Whatever comes in, a line has exactly one end.

use std::fmt::{self, Write as _};

use bytes::Bytes;

/// One line for clients, formatted once and shared by all who get it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// With tags and with its end.
    bytes: Bytes,
    /// Where the part begins that a client without the tags capability gets.
    bare_from: usize,
    needs: Needs,
}

/// The capability without which a client does not get a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    Commands,
    Membership,
}

/// The tags of a line that is being written, in the order in which they are given.
#[derive(Debug, Default)]
pub(crate) struct Tags(String);

impl Line {
    /// A line without tags.
    pub(crate) fn new(needs: Needs, text: fmt::Arguments<'_>) -> Self {
        Tags::default().line(needs, text)
    }

    /// A line that was made elsewhere; `bare_from` tells where its tags end.
    pub(crate) fn from_parts(bytes: Vec<u8>, bare_from: usize, needs: Needs) -> Self {
        Self {
            bytes: Bytes::from(bytes),
            bare_from,
            needs,
        }
    }

    /// The whole line with its end; the bytes are shared, not copied.
    pub(crate) fn bytes(&self, with_tags: bool) -> Bytes {
        if with_tags {
            self.bytes.clone()
        } else {
            self.bytes.slice(self.bare_from..)
        }
    }

    pub(crate) fn needs(&self) -> Needs {
        self.needs
    }
}

impl Tags {
    /// Adds a tag whose value may hold anything.
    pub(crate) fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        // Hardly any value holds something to escape.
        if !value.bytes().any(|byte| ESCAPED.contains(&byte)) {
            self.0.push_str(value);
            return self;
        }
        for character in value.chars() {
            match character {
                ';' => self.0.push_str("\\:"),
                ' ' => self.0.push_str("\\s"),
                '\\' => self.0.push_str("\\\\"),
                '\r' => self.0.push_str("\\r"),
                '\n' => self.0.push_str("\\n"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Adds a tag whose value is known to need no escapes, such as an id.
    pub(crate) fn word(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        self.0.push_str(value);
        self
    }

    /// Adds a tag whose value is known to need no escapes and is not a text yet, such as a number.
    pub(crate) fn plain(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.key(key);
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{value}");
        self
    }

    /// Adds a tag that is 0 or 1.
    pub(crate) fn flag(self, key: &str, value: bool) -> Self {
        self.word(key, if value { "1" } else { "0" })
    }

    /// Adds what `add` adds if there is a value.
    pub(crate) fn maybe<Value>(
        self,
        value: Option<Value>,
        add: impl FnOnce(Self, Value) -> Self,
    ) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// Writes the rest behind the tags.
    pub(crate) fn line(self, needs: Needs, text: fmt::Arguments<'_>) -> Line {
        let mut line = self.0;
        if !line.is_empty() {
            line.push(' ');
        }
        let bare_from = line.len();
        let _ = line.write_fmt(text);
        let mut bytes = line.into_bytes();
        // The world may be described by a file, so a name could hold anything.
        for byte in &mut bytes {
            if matches!(byte, b'\r' | b'\n' | 0) {
                *byte = b' ';
            }
        }
        bytes.extend_from_slice(b"\r\n");
        Line::from_parts(bytes, bare_from, needs)
    }

    fn key(&mut self, key: &str) {
        if self.0.is_empty() {
            self.0.reserve(USUAL_LENGTH);
        }
        self.0.push(if self.0.is_empty() { '@' } else { ';' });
        self.0.push_str(key);
        self.0.push('=');
    }
}

/// A tag's value as it is meant; an escape that is none stands for its second character.
pub(crate) fn unescape(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some(':') => plain.push(';'),
            Some('s') => plain.push(' '),
            Some('r') => plain.push('\r'),
            Some('n') => plain.push('\n'),
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

const ESCAPED: [u8; 5] = [b';', b' ', b'\\', b'\r', b'\n'];
/// Of a message with its tags; longer ones grow.
const USUAL_LENGTH: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x16_whatever_is_written_a_line_has_one_end() {
        let name = "a\r\nb\0c; d\\";
        let line = Tags::default()
            .text("display-name", name)
            .flag("mod", true)
            .line(
                Needs::Nothing,
                format_args!(":tmi.twitch.tv NOTICE * :{name}"),
            );
        assert_eq!(
            line.bytes(true),
            "@display-name=a\\r\\nb c\\:\\sd\\\\;mod=1 :tmi.twitch.tv NOTICE * :a  b c; d\\\r\n"
        );
        assert_eq!(
            line.bytes(false),
            ":tmi.twitch.tv NOTICE * :a  b c; d\\\r\n"
        );
    }
}
