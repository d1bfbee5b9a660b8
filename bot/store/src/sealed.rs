//! The one place where secrets enter and leave the database. It keeps them as they are; files and servers are closed to others.

use types::Secret;

/// A secret in the form in which the database holds it.
pub(crate) struct Sealed(String);

impl Sealed {
    pub(crate) fn new(secret: &Secret) -> Self {
        Self(secret.expose().to_owned())
    }

    /// Takes what was read from the database.
    pub(crate) fn from_column(text: String) -> Self {
        Self(text)
    }

    /// What is written to the database.
    pub(crate) fn as_column(&self) -> &str {
        &self.0
    }

    pub(crate) fn open(self) -> Secret {
        Secret::new(self.0)
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sealed(hidden)")
    }
}
