//! A text that must not be seen: tokens, client secrets, device codes. It cannot be printed, logged or serialized by accident.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A secret text: hidden in `Debug`, without `Display` and `Serialize`, wiped from memory when dropped.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a text that must not be seen from here on.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The text itself; every call is a place to look at in a review.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether the text is empty, which tells nothing else about it.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl PartialEq for Secret {
    /// Compares without stopping at the first difference, so that timing tells nothing but the length.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        let difference = left
            .iter()
            .zip(right)
            .fold(0, |found, (one, two)| found | (one ^ two));
        left.len() == right.len() && std::hint::black_box(difference) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(hidden)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<Source: serde::Deserializer<'de>>(
        source: Source,
    ) -> Result<Self, Source::Error> {
        String::deserialize(source).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x24_a_secret_shows_nothing_when_it_is_debug_printed() {
        assert_eq!(format!("{:?}", Secret::new("u1a2b3")), "Secret(hidden)");
    }

    #[test]
    fn secrets_are_equal_only_if_every_byte_is() {
        assert_eq!(Secret::new("abc"), Secret::new("abc"));
        for other in ["", "ab", "abd", "abcd"] {
            assert_ne!(Secret::new("abc"), Secret::new(other));
        }
    }
}
