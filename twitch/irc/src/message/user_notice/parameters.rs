//! The `msg-param-*` tags of a USERNOTICE, asked for by the name behind that prefix.

use crate::tags::{Escaped, Tags};

/// The parameters of one notice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameters<'a>(Tags<'a>);

impl<'a> Parameters<'a> {
    pub(crate) const fn new(tags: Tags<'a>) -> Self {
        Self(tags)
    }

    /// The parameter of that name, if it is set.
    pub(crate) fn value(self, name: &str) -> Option<Escaped<'a>> {
        let is_it = |key: &str| key.strip_prefix("msg-param-") == Some(name);
        let found = self.0.iter().filter(|(key, _)| is_it(key)).last();
        found
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.value(name).map(Escaped::as_str)
    }

    pub(crate) fn number(self, name: &str) -> Option<u64> {
        self.value(name)?.number()
    }

    pub(crate) fn is_true(self, name: &str) -> bool {
        self.value(name).is_some_and(Escaped::is_true)
    }
}
