//! Completing what is typed: the names of commands at the beginning, names of people everywhere. It edits nothing.

use std::ops::Range;

use super::chatters::Chatters;
use super::commands;

/// Several ways to go on from what was typed, which are tried one after the other.
#[derive(Debug)]
pub(super) struct Completion {
    /// Which bytes of the input it stands in for.
    pub range: Range<usize>,
    candidates: Vec<String>,
    next: usize,
}

impl Completion {
    /// What the word before the cursor may become; nothing if nobody knows.
    pub(super) fn of(text: &str, cursor: usize, chatters: &Chatters) -> Option<Self> {
        let before = text.get(..cursor)?;
        let start = before.rfind(' ').map_or(0, |blank| blank + 1);
        let word = before.get(start..)?;
        let candidates = match word.strip_prefix('/') {
            Some(beginning) if before.trim_start() == word => {
                let names = commands::beginning_with(beginning);
                names.map(|name| format!("/{name} ")).collect()
            }
            _ => names(word, text.trim_start().starts_with('/'), chatters),
        };
        let is_known = !candidates.is_empty();
        is_known.then_some(Self {
            range: start..cursor,
            candidates,
            next: 0,
        })
    }

    /// The next way, and the bytes that the last one stands in.
    pub(super) fn next(&mut self) -> (Range<usize>, &str) {
        self.take(1)
    }

    /// The way before that.
    pub(super) fn previous(&mut self) -> (Range<usize>, &str) {
        self.take(self.candidates.len().saturating_sub(1))
    }

    fn take(&mut self, step: usize) -> (Range<usize>, &str) {
        let count = self.candidates.len().max(1);
        // The first step leads to the first way, whatever its direction.
        let position = match self.next {
            0 => 0,
            next => (next - 1 + step) % count,
        };
        self.next = position + 1;
        let candidate = self.candidates.get(position).map_or("", String::as_str);
        let range = self.range.clone();
        self.range.end = range.start + candidate.len();
        (range, candidate)
    }
}

/// In a command people are named by their logins, elsewhere as they write themselves if that can be read by all.
fn names(word: &str, is_command: bool, chatters: &Chatters) -> Vec<String> {
    let (at, beginning) = match word.strip_prefix('@') {
        Some(beginning) => ("@", beginning),
        None => ("", word),
    };
    if beginning.is_empty() {
        return Vec::new();
    }
    let found = chatters.beginning_with(beginning).into_iter();
    let written = |(login, name): (&str, &str)| match name.eq_ignore_ascii_case(login) {
        true if !is_command => format!("{at}{name} "),
        _ => format!("{at}{login} "),
    };
    found.map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chatters() -> Chatters {
        let mut chatters = Chatters::default();
        for (login, name) in [("bob", "アン"), ("annika", "Annika"), ("ann", "Ann")] {
            chatters.note(login, name);
        }
        chatters
    }

    /// What the input becomes with each press of the key.
    fn presses(text: &str, count: usize) -> Vec<String> {
        let Some(mut completion) = Completion::of(text, text.len(), &chatters()) else {
            return Vec::new();
        };
        let mut typed = text.to_owned();
        let mut seen = Vec::new();
        for _ in 0..count {
            let (range, word) = completion.next();
            typed.replace_range(range, word);
            seen.push(typed.clone());
        }
        seen
    }

    #[test]
    fn names_are_completed_the_latest_first_and_in_turn() {
        assert_eq!(presses("hi an", 3), ["hi Ann ", "hi Annika ", "hi Ann "]);
        assert_eq!(presses("@an", 1), ["@Ann "]);
        assert_eq!(presses("hi アン", 1), ["hi bob "]);
        assert!(presses("hi ", 1).is_empty() && presses("zz", 1).is_empty());
    }

    #[test]
    fn commands_are_completed_at_the_beginning_and_people_in_them_by_login() {
        assert_eq!(presses("/timeo", 1), ["/timeout "]);
        assert_eq!(presses("/ban an", 2), ["/ban ann ", "/ban annika "]);
        assert!(presses("well /timeo", 1).is_empty());
    }

    #[test]
    fn backwards_leads_to_the_way_before() {
        let mut completion = Completion::of("an", 2, &chatters()).expect("two are known");
        assert_eq!(completion.next().1, "Ann ");
        assert_eq!(completion.next().1, "Annika ");
        assert_eq!(completion.previous().1, "Ann ");
    }
}
