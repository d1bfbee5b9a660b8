//! What somebody wrote into an order, read field by field; the sentences for what cannot be read. What the fields mean is said in `kind`.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::duration;

/// The fields of an order as texts, wherever they came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given(pub(crate) BTreeMap<String, String>);

impl Given {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(crate) fn duration(&self, name: &str) -> Result<Option<Duration>, String> {
        let read = |text| duration::parse(text).map_err(|problem| format!("{name}: {problem}"));
        self.text(name).map(read).transpose()
    }

    /// A whole number that is at least one.
    pub(crate) fn count(&self, name: &str) -> Result<Option<u32>, String> {
        let read = |text: &str| match text.parse() {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(format!("{name} is a whole number above zero, not {text:?}")),
        };
        self.text(name).map(read).transpose()
    }

    pub(crate) fn seed(&self) -> Result<Option<u64>, String> {
        let read = |text: &str| {
            let seed = text.parse();
            seed.map_err(|_| format!("seed is a whole number, not {text:?}"))
        };
        self.text("seed").map(read).transpose()
    }

    /// How many of all, between 0 and 1; all if nothing is said.
    pub(crate) fn share(&self) -> Result<f64, String> {
        let Some(text) = self.text("share") else {
            return Ok(1.0);
        };
        match text.parse() {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
            _ => Err(format!("share is a number from 0 to 1, not {text:?}")),
        }
    }

    /// One of some words with what it stands for; the first of them if nothing is said.
    pub(crate) fn choice<Meaning: Copy>(
        &self,
        name: &str,
        choices: &[(&str, Meaning)],
    ) -> Result<Meaning, String> {
        let word = self.text(name).unwrap_or(choices[0].0);
        let found = choices.iter().find(|(choice, _)| *choice == word);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let known: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            format!("{name} is {}, not {word:?}", known.join(", "))
        })
    }
}
