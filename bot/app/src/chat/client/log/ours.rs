//! What we said ourselves, as the log knows it: what became of it, and which message of chat it is. It says nothing.

use types::MessageId;

use super::Log;
use crate::chat::client::entry::{Body, Entry, Fate};

impl Log {
    /// Learns what became of a message of ours.
    pub(in super::super) fn settle(&mut self, number: u64, fate: Fate, id: Option<MessageId>) {
        let is_it = |entry: &Entry| {
            entry
                .ours
                .as_ref()
                .is_some_and(|ours| ours.number == number)
        };
        let Some(index) = self.entries.iter().rposition(is_it) else {
            return;
        };
        match fate {
            Fate::Sent => self.settle_sent(index, id),
            Fate::Dropped(_) => self.settle_dropped(index, fate),
            // Whatever became of the answer, it stands in the chat.
            Fate::Unknown(_) if self.is_shown(index) => {}
            Fate::Unknown(_) | Fate::Sending => self.set_fate(index, fate),
        }
    }

    fn settle_sent(&mut self, index: usize, id: Option<MessageId>) {
        self.set_fate(index, Fate::Sent);
        let Some(entry) = self.entries.get(index) else {
            return;
        };
        if entry.id.is_some() {
            return;
        }
        // Chat may have shown it in other words than ours, before anybody knew its id.
        let is_echo = |entry: &Entry| entry.ours.is_none() && entry.id == id;
        let mut behind = self.entries.iter().skip(index + 1);
        let echo = match id {
            Some(_) => behind.position(is_echo),
            None => None,
        };
        let echo = echo.and_then(|echo| self.remove(index + 1 + echo, index));
        if echo.is_some() {
            self.forget_unseen(index);
        }
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        entry.id = id;
        if let Some(echo) = echo {
            entry.body = echo.body;
            entry.author = echo.author;
            entry.strike = echo.strike;
        }
    }

    /// Whatever chat shows from now on is something else, also what a moderator allows later: it gets an entry of its own.
    fn settle_dropped(&mut self, index: usize, fate: Fate) {
        self.forget_unseen(index);
        if self.is_shown(index)
            && let Some(entry) = self.entries.get_mut(index)
        {
            // The same words came from elsewhere, and they do stand in the chat.
            let shown = Entry {
                ours: None,
                ..entry.clone()
            };
            entry.id = None;
            entry.strike = None;
            self.set_fate(index, fate);
            return self.append(shown);
        }
        self.set_fate(index, fate);
    }

    fn forget_unseen(&mut self, index: usize) {
        let number = self.first + index as u64;
        self.unseen.retain(|unseen| *unseen != number);
    }

    fn set_fate(&mut self, index: usize, fate: Fate) {
        let entry = self.entries.get_mut(index);
        if let Some(ours) = entry.and_then(|entry| entry.ours.as_mut()) {
            ours.fate = fate;
        }
    }

    /// Whether chat has shown it before anybody told what became of it.
    fn is_shown(&self, index: usize) -> bool {
        let ours = self
            .entries
            .get(index)
            .and_then(|entry| entry.ours.as_ref());
        ours.is_some_and(|ours| ours.fate == Fate::Sent)
    }

    /// Whether this is what we said, as chat shows it; it takes the place of what we drew.
    pub(super) fn take_echo(&mut self, entry: &Entry) -> bool {
        let found = self
            .unseen
            .iter()
            .enumerate()
            .filter_map(|(position, number)| {
                Some((likeness(self.entry(*number)?, entry)?, position))
            })
            .min();
        let Some(number) = found.and_then(|(_, position)| self.unseen.remove(position)) else {
            return false;
        };
        let index = number.saturating_sub(self.first);
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let Some(ours) = self.entries.get_mut(index) else {
            return false;
        };
        let reply = match &mut ours.body {
            Body::Said { reply, .. } => reply.take(),
            _ => None,
        };
        ours.id.clone_from(&entry.id);
        ours.author.clone_from(&entry.author);
        ours.body.clone_from(&entry.body);
        if let Body::Said { reply: shown, .. } = &mut ours.body {
            *shown = shown.take().or(reply);
        }
        // It is what chat shows that counts, also if the answer is lost.
        self.set_fate(index, Fate::Sent);
        true
    }

    /// Takes an entry out of the midst; who looked at it looks at the one that takes its place.
    fn remove(&mut self, index: usize, instead: usize) -> Option<Entry> {
        let removed = self.entries.remove(index)?;
        let number = self.first + index as u64;
        let numbers = self.unseen.iter_mut().chain(&mut self.chosen);
        let numbers = numbers.chain(self.place.as_mut().map(|place| &mut place.number));
        for behind in numbers.filter(|behind| **behind >= number) {
            *behind = match *behind == number {
                true => self.first + instead as u64,
                false => *behind - 1,
            };
        }
        Some(removed)
    }
}

/// How surely this is what chat shows of what we said, if it can be; less is surer.
fn likeness(ours: &Entry, shown: &Entry) -> Option<Likeness> {
    let id = shown.id.as_ref()?;
    if let Some(ours) = &ours.id {
        return (ours == id).then_some(Likeness::Id);
    }
    let (author, said_by) = (ours.author.as_ref()?, shown.author.as_ref()?);
    let is_same = author.login == said_by.login && same_text(&ours.text(), &shown.text());
    let fate = ours.ours.as_ref().map(|ours| &ours.fate);
    is_same.then_some(match fate {
        Some(Fate::Unknown(_)) => Likeness::TextOfOneThatWasLost,
        _ => Likeness::Text,
    })
}

/// By what an echo is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The id.
    Id,
    /// Who said it, and what.
    Text,
    /// The same, of a message that may never have arrived.
    TextOfOneThatWasLost,
}

/// Twitch takes blanks together, and what nobody sees out.
fn same_text(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
