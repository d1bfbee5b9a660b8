//! The tags in front of a line, read where they stand; no table of them is built, because most readers want a few in order.

use std::borrow::Cow;

use crate::marks::Marks;
use crate::scan;

/// The tags of one line, `key=value;key=value`, as they stand on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tags<'a>(&'a str);

/// The value of a tag as it stands on the wire, where `;`, space, `\`, CR and LF are written as two characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Escaped<'a>(&'a str);

/// Walks through tags from left to right.
#[derive(Debug, Clone)]
pub struct TagIter<'a> {
    text: &'a str,
    marks: Marks<'a>,
}

impl<'a> Tags<'a> {
    /// Takes what stands between `@` and the first space of a line.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The value of that tag, if it is there; empty values are there.
    ///
    /// Of a tag that occurs twice, the last counts, as IRCv3 wants it.
    pub fn get(self, key: &str) -> Option<Escaped<'a>> {
        let found = self.iter().filter(|(name, _)| *name == key).last();
        found.map(|(_, value)| value)
    }

    /// The value of that tag if it is there and not empty, which is how Twitch says "not set".
    pub fn set(self, key: &str) -> Option<Escaped<'a>> {
        self.get(key).filter(|value| !value.is_empty())
    }

    /// The tags from left to right; what has no name is passed over.
    pub const fn iter(self) -> TagIter<'a> {
        TagIter {
            text: self.0,
            marks: Marks::new(self.0),
        }
    }

    /// The same tags with their keys as bytes, which are cheaper to cut out; for those who only compare them.
    #[inline(always)]
    pub(crate) fn with_byte_keys(self) -> impl Iterator<Item = (&'a [u8], Escaped<'a>)> {
        Marks::new(self.0).map(move |place| {
            let key = self.0.as_bytes().get(place.start..place.key_end);
            let value = self.0.get(place.key_end + 1..place.end);
            (key.unwrap_or_default(), Escaped(value.unwrap_or("")))
        })
    }

    /// All tags as they stand on the wire.
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// Whether there is no tag.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for Tags<'a> {
    type Item = (&'a str, Escaped<'a>);
    type IntoIter = TagIter<'a>;

    fn into_iter(self) -> TagIter<'a> {
        self.iter()
    }
}

impl<'a> Iterator for TagIter<'a> {
    type Item = (&'a str, Escaped<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let place = self.marks.next()?;
            if let Some(key) = self.text.get(place.start..place.key_end)
                && !key.is_empty()
            {
                // Without `=` there is nothing behind the key, not even an empty text.
                let value = self.text.get(place.key_end + 1..place.end);
                return Some((key, Escaped(value.unwrap_or(""))));
            }
        }
    }
}

impl<'a> Escaped<'a> {
    /// Takes a value as it stands on the wire.
    pub const fn new(wire: &'a str) -> Self {
        Self(wire)
    }

    /// The value as it stands on the wire; the same as [`text`](Self::text) for ids and numbers.
    #[inline]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// The value as it was meant; allocates only if something is escaped.
    #[inline]
    pub fn text(self) -> Cow<'a, str> {
        if !scan::contains(self.0, b'\\') {
            return Cow::Borrowed(self.0);
        }
        Cow::Owned(self.unescaped())
    }

    #[cold]
    fn unescaped(self) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut characters = self.0.chars();
        while let Some(character) = characters.next() {
            if character != '\\' {
                text.push(character);
                continue;
            }
            match characters.next() {
                Some(':') => text.push(';'),
                Some('s') => text.push(' '),
                Some('r') => text.push('\r'),
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                // A lone `\` at the end means nothing.
                None => {}
            }
        }
        text
    }

    /// The value as a number, if it is one.
    #[inline]
    pub fn number<Number: std::str::FromStr>(self) -> Option<Number> {
        self.0.parse().ok()
    }

    /// Whether the value says yes; Twitch writes `1`, and `true` in a few places.
    #[inline]
    pub fn is_true(self) -> bool {
        matches!(self.0, "1" | "true")
    }

    /// The value, if there is one.
    pub(crate) fn if_set(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }

    /// Whether there is no value.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// Writes a text as the value of a tag.
///
/// NUL can be neither sent nor escaped, so it becomes the replacement character.
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_special = |character| matches!(character, ';' | ' ' | '\\' | '\r' | '\n' | '\0');
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut wire = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            ';' => wire.push_str("\\:"),
            ' ' => wire.push_str("\\s"),
            '\\' => wire.push_str("\\\\"),
            '\r' => wire.push_str("\\r"),
            '\n' => wire.push_str("\\n"),
            '\0' => wire.push(char::REPLACEMENT_CHARACTER),
            other => wire.push(other),
        }
    }
    Cow::Owned(wire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p03_values_are_unescaped_as_ircv3_says() {
        for (wire, expected) in [
            ("", ""),
            ("plain", "plain"),
            (r"a\sb\:c\\d\re\nf", "a b;c\\d\re\nf"),
            (r"\x\é", "xé"),
            ("end\\", "end"),
            (r"\\s", r"\s"),
            ("a=b,c/d", "a=b,c/d"),
        ] {
            assert_eq!(Escaped::new(wire).text(), expected, "{wire:?}");
        }
    }

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        for text in ["", "plain", "a b;c\\d\re\nf", "é\u{1F389} \\s", "\\"] {
            assert_eq!(Escaped::new(&escape(text)).text(), text, "{text:?}");
        }
        assert_eq!(escape("a\0b"), "a\u{FFFD}b");
    }

    #[test]
    fn p03_only_the_first_equals_sign_ends_the_key() {
        let tags = Tags::new("a=b=c;d;e=;=f;;g=1");
        let all: Vec<_> = tags
            .iter()
            .map(|(key, value)| (key, value.as_str()))
            .collect();
        assert_eq!(all, [("a", "b=c"), ("d", ""), ("e", ""), ("g", "1")]);
        assert_eq!(tags.get("d"), tags.get("e"), "`d` and `e=` mean the same");
        assert_eq!(tags.set("d"), None);
        assert_eq!(tags.get("f"), None);
    }

    #[test]
    fn the_last_of_two_equal_tags_counts() {
        assert_eq!(Tags::new("a=1;b=2;a=3").get("a"), Some(Escaped("3")));
    }
}
