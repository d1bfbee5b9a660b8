//! The `msg-param-*` tags of a USERNOTICE, gathered in one pass and asked for by the name behind that prefix.

use crate::tags::{Escaped, Tags};

/// The parameters of one notice.
#[derive(Debug, Clone)]
pub(crate) struct Parameters<'a> {
    tags: Tags<'a>,
    /// The first of them; no notice of Twitch has more.
    first: [(&'a [u8], Escaped<'a>); FIRST],
    /// How many there are.
    count: usize,
}

impl<'a> Parameters<'a> {
    /// No parameters yet.
    pub(crate) fn new(tags: Tags<'a>) -> Self {
        Self {
            tags,
            first: [(&[], Escaped::default()); FIRST],
            count: 0,
        }
    }

    /// Takes the tag if it is a parameter.
    #[inline]
    pub(crate) fn take(&mut self, key: &'a [u8], value: Escaped<'a>) -> bool {
        let Some(name) = key.strip_prefix(PREFIX) else {
            return false;
        };
        if let Some(slot) = self.first.get_mut(self.count) {
            *slot = (name, value);
        }
        self.count += 1;
        true
    }

    /// The parameter of that name, if it is set.
    pub(crate) fn value(&self, name: &str) -> Option<Escaped<'a>> {
        let Some(all) = self.first.get(..self.count) else {
            return parameter(self.tags, name);
        };
        let mut found = all.iter().rev().filter(|(key, _)| *key == name.as_bytes());
        found.next().and_then(|(_, value)| value.if_set())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name).map(Escaped::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.value(name)?.number()
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.value(name).is_some_and(Escaped::is_true)
    }
}

/// The parameter of that name among all tags, if it is set.
pub(crate) fn parameter<'a>(tags: Tags<'a>, name: &str) -> Option<Escaped<'a>> {
    let is_it = |key: &[u8]| key.strip_prefix(PREFIX) == Some(name.as_bytes());
    let found = tags.with_byte_keys().filter(|(key, _)| is_it(key)).last();
    found.and_then(|(_, value)| value.if_set())
}

const PREFIX: &[u8] = b"msg-param-";

/// How many are kept where they are found fast.
const FIRST: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p01_more_parameters_than_any_notice_has_are_found_all_the_same() {
        for count in [1, FIRST - 1, FIRST, FIRST + 1, 500] {
            let text: String = (0..count)
                .map(|n| format!("msg-param-{n}={n};x=;"))
                .collect();
            let text = format!("{text}msg-param-0=last");
            let tags = Tags::new(&text);
            let mut parameters = Parameters::new(tags);
            for (key, value) in tags.with_byte_keys() {
                parameters.take(key, value);
            }
            assert_eq!(parameters.text("0"), Some("last"), "of {count}");
            for name in (1..=count).map(|n| n.to_string()) {
                assert_eq!(
                    parameters.value(&name),
                    parameter(tags, &name),
                    "of {count}"
                );
            }
        }
    }
}
