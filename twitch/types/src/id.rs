//! Opaque ids, one type per kind, so that one cannot be passed for another; no id is ever taken apart.

use std::borrow::Borrow;
use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Declares one id type; the body is the same for all of them, the name is what the compiler checks.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Twitch promises nothing about its form, so it is compared and passed on, never parsed.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(CompactString);

        impl $name {
            /// Takes an id as Twitch sent it.
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(CompactString::new(id))
            }

            /// The id as Twitch sent it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id! {
    /// The numeric id of an account, and at once of its channel (`room-id`, `broadcaster_id`).
    UserId
}

id! {
    /// The id of one chat message, a UUID today.
    MessageId
}

id! {
    /// The id of an application registered in Twitch's developer console; public information.
    ClientId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_shown_as_twitch_sent_it() {
        let id = UserId::new("22484632");
        assert_eq!(id.to_string(), "22484632");
        assert_eq!(format!("{id:?}"), "UserId(22484632)");
    }
}
