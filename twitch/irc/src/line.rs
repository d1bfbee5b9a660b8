//! One line of IRC: tags, prefix, command, parameters; borrowed, found in one pass, nothing interpreted.

use std::fmt;

use crate::scan;
use crate::tags::Tags;

/// One line without its line end.
///
/// Everything borrows from the text that was parsed; reading a line allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Line<'a> {
    text: &'a str,
    tags: Tags<'a>,
    prefix: Option<Prefix<'a>>,
    command: &'a str,
    params: Params<'a>,
}

/// Who a line comes from: a server's name, or `nick!user@host`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix<'a>(&'a str);

/// The parameters of a line, as they stand on the wire; iterating takes them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Params<'a>(&'a str);

/// Why a text is no line of IRC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// The text is empty or blank.
    #[error("the line is blank")]
    Blank,
    /// There are tags or a prefix, and nothing follows.
    #[error("the line has no command")]
    NoCommand,
}

impl<'a> Line<'a> {
    /// Reads one line, without its line end.
    ///
    /// # Errors
    /// [`LineError`] if there is no command; any other text is some line.
    pub fn parse(text: &'a str) -> Result<Self, LineError> {
        let mut rest = scan::skip_spaces(text);
        if rest.is_empty() {
            return Err(LineError::Blank);
        }
        let mut tags = Tags::default();
        if let Some(tagged) = rest.strip_prefix('@') {
            let (found, behind) = scan::split_once(tagged, b' ').ok_or(LineError::NoCommand)?;
            tags = Tags::new(found);
            rest = scan::skip_spaces(behind);
        }
        let mut prefix = None;
        if let Some(prefixed) = rest.strip_prefix(':') {
            let (found, behind) = scan::split_near(prefixed, b' ').ok_or(LineError::NoCommand)?;
            prefix = Some(Prefix(found));
            rest = scan::skip_spaces(behind);
        }
        let (command, params) = scan::split_word(rest);
        // A second set of tags or a second prefix would change places when the line is written again.
        if command.is_empty() || command.starts_with(['@', ':']) {
            return Err(LineError::NoCommand);
        }
        Ok(Self {
            text,
            tags,
            prefix,
            command,
            params: Params(params),
        })
    }

    /// The tags in front of the line.
    pub const fn tags(&self) -> Tags<'a> {
        self.tags
    }

    /// Who the line comes from.
    pub const fn prefix(&self) -> Option<Prefix<'a>> {
        self.prefix
    }

    /// The command, a word or three digits, as it was sent.
    pub const fn command(&self) -> &'a str {
        self.command
    }

    /// The parameters, the trailing one included.
    pub const fn params(&self) -> Params<'a> {
        self.params
    }

    /// The whole line as it was given.
    pub const fn as_str(&self) -> &'a str {
        self.text
    }
}

impl fmt::Display for Line<'_> {
    /// Writes the line in its plain form: one space between parts, and a colon where the last parameter needs it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.tags.is_empty() {
            write!(formatter, "@{} ", self.tags.as_str())?;
        }
        if let Some(prefix) = self.prefix {
            write!(formatter, ":{} ", prefix.as_str())?;
        }
        formatter.write_str(self.command)?;
        for param in self.params {
            let is_plain = !param.is_empty() && !param.starts_with(':') && !param.contains(' ');
            write!(formatter, " {}{param}", if is_plain { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl<'a> Prefix<'a> {
    /// The nick of a user, or the server's name.
    pub fn nick(self) -> &'a str {
        let end = self.0.bytes().position(|byte| matches!(byte, b'!' | b'@'));
        end.and_then(|end| self.0.get(..end)).unwrap_or(self.0)
    }

    /// The prefix as it was sent, without its colon.
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

impl<'a> IntoIterator for Params<'a> {
    type Item = &'a str;
    type IntoIter = ParamIter<'a>;

    fn into_iter(self) -> ParamIter<'a> {
        self.iter()
    }
}

impl<'a> Params<'a> {
    /// The parameters from left to right.
    pub const fn iter(self) -> ParamIter<'a> {
        ParamIter { rest: self.0 }
    }

    /// The parameter at that place, counted from 0.
    pub fn get(self, place: usize) -> Option<&'a str> {
        self.iter().nth(place)
    }

    /// The last parameter.
    pub fn last(self) -> Option<&'a str> {
        self.iter().last()
    }
}

/// Walks through parameters from left to right.
#[derive(Debug, Clone)]
pub struct ParamIter<'a> {
    rest: &'a str,
}

impl<'a> Iterator for ParamIter<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let rest = scan::skip_spaces(self.rest);
        if rest.is_empty() {
            return None;
        }
        if let Some(trailing) = rest.strip_prefix(':') {
            self.rest = "";
            return Some(trailing);
        }
        let (param, rest) = scan::split_word(rest);
        self.rest = rest;
        Some(param)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags, prefix, command and parameters as plain text.
    type Parts<'a> = (&'a str, Option<&'a str>, &'a str, &'a [&'a str]);

    fn check(text: &str, (tags, prefix, command, params): Parts<'_>) {
        let line = Line::parse(text).unwrap();
        assert_eq!(line.tags().as_str(), tags, "tags of {text:?}");
        assert_eq!(line.prefix().map(Prefix::as_str), prefix, "{text:?}");
        assert_eq!(line.command(), command, "command of {text:?}");
        let found: Vec<_> = line.params().iter().collect();
        assert_eq!(found, params, "parameters of {text:?}");
    }

    #[test]
    fn the_parts_of_a_line_are_found() {
        check("PING", ("", None, "PING", &[]));
        check(
            "PING :tmi.twitch.tv",
            ("", None, "PING", &["tmi.twitch.tv"]),
        );
        check(
            ":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands",
            (
                "",
                Some("tmi.twitch.tv"),
                "CAP",
                &["*", "ACK", "twitch.tv/tags twitch.tv/commands"],
            ),
        );
        check(
            "@id=1;color= :a!a@a.tmi.twitch.tv PRIVMSG #chan ::) hello",
            (
                "id=1;color=",
                Some("a!a@a.tmi.twitch.tv"),
                "PRIVMSG",
                &["#chan", ":) hello"],
            ),
        );
        check("JOIN #a ", ("", None, "JOIN", &["#a"]));
        check("@  :  X   a   :", ("", Some(""), "X", &["a", ""]));
        check("421", ("", None, "421", &[]));
        check("@a :b c d:e", ("a", Some("b"), "c", &["d:e"]));
    }

    #[test]
    fn p02_a_line_without_a_command_is_refused_and_nothing_panics() {
        for text in ["", " ", "   "] {
            assert_eq!(Line::parse(text), Err(LineError::Blank), "{text:?}");
        }
        for text in [
            "@", "@a", "@a ", ":", ":a", ":a ", "@a :b", "@a :b ", "@ : ", "@a @b c", ":a :b c",
        ] {
            assert_eq!(Line::parse(text), Err(LineError::NoCommand), "{text:?}");
        }
    }

    #[test]
    fn the_nick_ends_at_the_first_mark() {
        for (prefix, nick) in [
            ("tmi.twitch.tv", "tmi.twitch.tv"),
            ("ann!ann@ann.tmi.twitch.tv", "ann"),
            ("ann@host", "ann"),
            ("!", ""),
            ("", ""),
        ] {
            assert_eq!(Prefix(prefix).nick(), nick, "{prefix:?}");
        }
    }

    #[test]
    fn a_line_is_written_in_its_plain_form() {
        for (text, plain) in [
            ("PING :x", "PING x"),
            ("@ :s  X  a   b :c", ":s X a b c"),
            ("X :a b", "X :a b"),
            ("X :", "X :"),
            ("X ::a", "X ::a"),
        ] {
            assert_eq!(Line::parse(text).unwrap().to_string(), plain, "{text:?}");
        }
    }
}
