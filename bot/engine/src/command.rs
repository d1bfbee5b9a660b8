//! A channel's own commands, and the form in which names of commands are compared.

use std::borrow::Borrow;
use std::fmt;
use std::time::Duration;

use types::{Timestamp, UserId};
use unicode_normalization::UnicodeNormalization;

use crate::invisible::is_invisible;
use crate::level::Level;

/// A command that a channel made for itself: a name and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What people type behind the `!`.
    pub name: CommandName,
    /// The answer, with placeholders such as `$(user)`; data, never a program.
    pub reply: String,
    /// Who may use it.
    pub level: Level,
    /// How long the command rests for everybody after it was used.
    pub cooldown: Duration,
    /// How long it rests for the person who used it; moderators and the broadcaster are exempt.
    pub user_cooldown: Duration,
    /// Whether it answers at all.
    pub is_enabled: bool,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who changed it last.
    pub updated_by: UserId,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// The name of a command, without the `!`, in the one form in which names are compared.
///
/// Capitals, full-width letters and invisible characters make no difference, because they make none for the eye.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandName(String);

/// A text that cannot be the name of a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name of a command is one word of at most {MAX_NAME_LENGTH} letters, digits or signs, \
     and does not begin with a dash, a slash or a dot"
)]
pub struct InvalidCommandName;

impl CommandName {
    /// Reads a name as people type it, with or without the leading `!`.
    ///
    /// # Errors
    /// [`InvalidCommandName`] if nothing visible is left, or more than a name can hold.
    pub fn parse(text: &str) -> Result<Self, InvalidCommandName> {
        // Lower case can undo a composition (`İ`), so it stands between two normalizations.
        let name: String = text
            .nfkc()
            .filter(|letter| !is_invisible(*letter))
            .flat_map(char::to_lowercase)
            .nfkc()
            .take(PREFIXES_TOLERATED + MAX_NAME_LENGTH + 1)
            .collect();
        let name = name.trim().trim_start_matches('!');
        let is_valid = !name.is_empty()
            && name.chars().count() <= MAX_NAME_LENGTH
            && !name.starts_with(['-', '/', '.'])
            && !name.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        if is_valid {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidCommandName)
        }
    }

    /// The name without the `!`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommandName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for CommandName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CommandName({})", self.0)
    }
}

impl Borrow<str> for CommandName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Longer than any name that somebody would type, short enough for a list in chat.
const MAX_NAME_LENGTH: usize = 50;

/// `!!name` and the like are understood; a line of exclamation marks is not read to its end.
const PREFIXES_TOLERATED: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let name = CommandName::parse(text).ok();
        assert_eq!(
            name.as_ref().map(CommandName::as_str),
            expected,
            "{text:?} read as the name of a command"
        );
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for text in [
            "discord",
            "!discord",
            "!!DISCORD",
            " Discord ",
            "ｄｉｓｃｏｒｄ",
            "！discord",
            "dis\u{200B}cord",
            "discord\u{E0000}",
        ] {
            check(text, Some("discord"));
        }
        check("!été", Some("été"));
        check("!e\u{301}te\u{301}", Some("été"));
        check("!привет", Some("привет"));
        check("!7tv", Some("7tv"));
    }

    #[test]
    fn what_nobody_could_type_or_what_an_option_looks_like_is_no_name() {
        for text in [
            "",
            "!",
            "!!!!",
            " ",
            "\u{2800}",
            "two words",
            "-cd",
            "/ban",
            ".ban",
            "a\0b",
        ] {
            check(text, None);
        }
        check(&"x".repeat(50), Some(&"x".repeat(50)));
        check(&"x".repeat(51), None);
        check(&"!".repeat(10_000), None);
    }
}
