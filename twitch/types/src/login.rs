//! Login names, checked once when they come in; display names are plain strings and never compared.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A login name in its canonical form: lower case letters, digits and `_`, at most 25 characters.
///
/// A login can be changed by its owner, so accounts are remembered by [`UserId`](crate::UserId);
/// the login is what people type and what an IRC channel is called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(CompactString);

/// A text that cannot be anybody's login.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a Twitch login: a login has 1 to {MAX_LENGTH} letters, digits or underscores"
)]
pub struct InvalidLogin {
    /// What was given, cut to a length that fits a message.
    pub text: String,
}

impl Login {
    /// The login in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = InvalidLogin;

    /// Accepts what people type: surrounding blanks, a leading `@` or `#`, and capitals are put right.
    fn from_str(text: &str) -> Result<Self, InvalidLogin> {
        let bare = text.trim().trim_start_matches(['@', '#']);
        let is_valid = (1..=MAX_LENGTH).contains(&bare.len())
            && bare
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_valid {
            let text = text.chars().take(2 * MAX_LENGTH).collect();
            return Err(InvalidLogin { text });
        }
        Ok(Self(CompactString::new(bare).to_ascii_lowercase()))
    }
}

impl TryFrom<String> for Login {
    type Error = InvalidLogin;

    fn try_from(text: String) -> Result<Self, InvalidLogin> {
        text.parse()
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0.into()
    }
}

impl AsRef<str> for Login {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Login {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Login({})", self.0)
    }
}

/// Seen in practice by every maintained client; Twitch does not write it down.
const MAX_LENGTH: usize = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_the_canonical_login() {
        for (typed, expected) in [
            ("perty", "perty"),
            (" @Some_Viewer ", "some_viewer"),
            ("#chan9", "chan9"),
        ] {
            assert_eq!(
                typed.parse::<Login>().map(String::from),
                Ok(expected.to_owned()),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn x16_a_text_that_could_smuggle_a_second_channel_or_line_is_no_login() {
        for text in [
            "",
            "@",
            "a,b",
            "a b",
            "a\r\nJOIN #b",
            "é",
            "a\0",
            "abcdefghijklmnopqrstuvwxyz",
        ] {
            assert!(text.parse::<Login>().is_err(), "{text:?} must be refused");
        }
    }
}
