//! The key that seals secrets, and its forms: 32 bytes, a line of text, a file, or made from a passphrase.
//! Whether it is the right one is told by the database, not here.

use std::fmt;
use std::str::FromStr;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use types::Secret;
use zeroize::Zeroizing;

/// A key of 32 bytes; wiped from memory when it is dropped.
pub struct Key(Zeroizing<[u8; LENGTH]>);

/// A text that is no key. The text itself is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// There is no line that could be a key.
    #[error("it holds no key")]
    Missing,
    /// There are more lines than one.
    #[error("it holds more than one line beside comments")]
    TooMany,
    /// The line is no key.
    #[error("its line is not 32 bytes in base64")]
    Malformed,
}

/// What a passphrase is turned into a key with; kept beside the data, because it is no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipe {
    salt: [u8; SALT_LENGTH],
    memory_kib: u32,
    rounds: u32,
    lanes: u32,
}

impl Key {
    /// A new key.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn generate() -> std::io::Result<Self> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        getrandom::fill(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// Reads a key from a text: base64 of 32 bytes on a line of its own, among empty lines and comments that begin with `#`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &Secret) -> Result<Self, InvalidKey> {
        let lines = text.expose().trim_start_matches('\u{feff}').lines();
        let mut lines = lines
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let line = lines.next().ok_or(InvalidKey::Missing)?;
        if lines.next().is_some() {
            return Err(InvalidKey::TooMany);
        }
        let decoded = BASE64_STANDARD.decode(line);
        let decoded = Zeroizing::new(decoded.map_err(|_| InvalidKey::Malformed)?);
        let mut bytes = Zeroizing::new([0; LENGTH]);
        if decoded.len() != LENGTH {
            return Err(InvalidKey::Malformed);
        }
        bytes.copy_from_slice(&decoded);
        Ok(Self(bytes))
    }

    /// The key as a line of text, which [`parse`](Self::parse) reads.
    pub fn to_text(&self) -> Secret {
        Secret::new(BASE64_STANDARD.encode(self.0.as_slice()))
    }

    /// What a key file holds.
    pub(crate) fn to_file(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{FILE_HEADER}{}\n", self.to_text().expose()))
    }

    /// Turns a passphrase into a key; takes a good part of a second, so that guessing is slow.
    pub(crate) fn derive(passphrase: &Secret, recipe: &Recipe) -> Result<Self, argon2::Error> {
        let cost = Params::new(recipe.memory_kib, recipe.rounds, recipe.lanes, Some(LENGTH))?;
        let function = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
        let mut bytes = Zeroizing::new([0; LENGTH]);
        function.hash_password_into(passphrase.expose().as_bytes(), &recipe.salt, &mut *bytes)?;
        Ok(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(hidden)")
    }
}

impl Recipe {
    /// A recipe with a new salt. 64 MiB and three rounds are what RFC 9106 advises where memory is scarce.
    pub(crate) fn generate() -> std::io::Result<Self> {
        let mut salt = [0; SALT_LENGTH];
        getrandom::fill(&mut salt)?;
        Ok(Self {
            salt,
            memory_kib: 64 * 1024,
            rounds: 3,
            lanes: 1,
        })
    }
}

impl fmt::Display for Recipe {
    /// As the database holds it; [`FromStr`] reads it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "argon2id m={} t={} p={} salt={}",
            self.memory_kib,
            self.rounds,
            self.lanes,
            BASE64_STANDARD.encode(self.salt)
        )
    }
}

impl FromStr for Recipe {
    type Err = String;

    /// Costs beyond what any version of the program chooses are refused: they would eat the machine.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no recipe for a key");
        let mut words = text.split(' ');
        let mut next = |name: &str| words.next().and_then(|word| word.strip_prefix(name));
        next("argon2id").ok_or_else(wrong)?;
        let mut number = |name: &str, most: u32| {
            let number = next(name).and_then(|digits| digits.parse().ok());
            number.filter(|number| *number <= most).ok_or_else(wrong)
        };
        let (memory_kib, rounds, lanes) = (
            number("m=", MOST_MEMORY_KIB)?,
            number("t=", MOST_ROUNDS)?,
            number("p=", MOST_LANES)?,
        );
        let salt = next("salt=").and_then(|salt| BASE64_STANDARD.decode(salt).ok());
        let salt = salt.and_then(|salt| salt.try_into().ok());
        Ok(Self {
            salt: salt.ok_or_else(wrong)?,
            memory_kib,
            rounds,
            lanes,
        })
    }
}

const LENGTH: usize = 32;
const SALT_LENGTH: usize = 16;
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_ROUNDS: u32 = 16;
const MOST_LANES: u32 = 16;

const FILE_HEADER: &str = "# The key to the logins in Streamhand's database and in its backups.\n\
     # Without it they cannot be read. Keep a copy in a safe place, apart from the backups, and show it to nobody.\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_text_and_its_file() {
        let key = Key::generate().unwrap();
        for text in [
            key.to_text().expose().to_owned(),
            key.to_file().to_string(),
            key.to_file().replace('\n', "\r\n"),
            format!("\u{feff}\n  {}  \n", key.to_text().expose()),
        ] {
            let read = Key::parse(&Secret::new(text)).unwrap();
            assert!(read.bytes() == key.bytes());
        }
    }

    #[test]
    fn x24_a_text_that_is_no_key_is_refused_and_not_repeated() {
        let long = BASE64_STANDARD.encode([7; 33]);
        for (text, expected) in [
            ("", InvalidKey::Missing),
            ("# only a comment\n\n", InvalidKey::Missing),
            ("canary", InvalidKey::Malformed),
            ("\0\0\0\0", InvalidKey::Malformed),
            (&long, InvalidKey::Malformed),
            ("one\ntwo", InvalidKey::TooMany),
        ] {
            let error = Key::parse(&Secret::new(text)).unwrap_err();
            assert_eq!(error, expected);
            assert!(!error.to_string().contains("canary"));
        }
        let key = Key::generate().unwrap();
        assert_eq!(format!("{key:?}"), "Key(hidden)");
    }

    #[test]
    fn a_recipe_comes_back_and_one_that_would_eat_the_machine_is_refused() {
        let recipe = Recipe::generate().unwrap();
        let text = recipe.to_string();
        assert_eq!(text.parse(), Ok(recipe));
        for changed in [
            text.replace("m=65536", "m=4294967295"),
            text.replace("t=3", "t=1000000"),
            text.replace("p=1", "p=99"),
            text.replace("salt=", "salt=%"),
            text.replace("argon2id", "md5"),
            String::new(),
        ] {
            assert!(changed.parse::<Recipe>().is_err(), "{changed}");
        }
    }

    #[test]
    fn one_passphrase_and_recipe_make_one_key() {
        let recipe: Recipe = "argon2id m=64 t=1 p=1 salt=AAAAAAAAAAAAAAAAAAAAAA=="
            .parse()
            .unwrap();
        let derive = |text: &str| *Key::derive(&Secret::new(text), &recipe).unwrap().bytes();
        assert!(derive("horse") == derive("horse"));
        assert!(derive("horse") != derive("Horse"));
    }
}
