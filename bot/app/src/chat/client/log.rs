//! The log of one chat: a bounded number of entries, the place that is looked at, and the entry that is chosen. It draws nothing.

mod ours;

use std::collections::VecDeque;

use types::MessageId;

use super::entry::Entry;
use super::hearing::Silenced;
use crate::shown_ids::ShownIds;

/// The log of one chat.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: VecDeque<Entry>,
    /// The number of the oldest entry that is kept; they are counted from the beginning.
    first: u64,
    /// The last row that is looked at; nothing while the end is followed.
    place: Option<Place>,
    chosen: Option<u64>,
    /// Entries of ours that chat has not shown yet.
    unseen: VecDeque<u64>,
    /// What chat has shown lately.
    shown: ShownIds,
}

/// A row of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// The entry.
    number: u64,
    /// How many of its rows lie below.
    below: usize,
}

/// What became of an entry that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is a new one.
    New,
    /// It is what we said ourselves, which is there already.
    Ours,
    /// Chat has shown it before.
    Known,
}

impl Log {
    /// Puts an entry in; the oldest one makes room.
    pub(super) fn push(&mut self, entry: Entry) -> Taken {
        if let Some(id) = &entry.id
            && !self.shown.is_news(id)
        {
            return Taken::Known;
        }
        if entry.ours.is_none() && self.take_echo(&entry) {
            return Taken::Ours;
        }
        self.append(entry);
        Taken::New
    }

    fn append(&mut self, entry: Entry) {
        if self.entries.len() == MOST_ENTRIES {
            self.entries.pop_front();
            self.first += 1;
            self.chosen = self.chosen.filter(|number| *number >= self.first);
            if let Some(place) = &mut self.place
                && place.number < self.first
            {
                *place = Place {
                    number: self.first,
                    below: 0,
                };
            }
        }
        if entry.ours.is_some() {
            self.unseen.push_back(self.end());
            if self.unseen.len() > MOST_UNSEEN {
                self.unseen.pop_front();
            }
        }
        self.entries.push_back(entry);
    }

    /// Strikes one message. False if it is not there.
    pub(super) fn strike(&mut self, id: &MessageId) -> bool {
        let mut entries = self.entries.iter_mut().rev();
        let Some(entry) = entries.find(|entry| entry.id.as_ref() == Some(id)) else {
            return false;
        };
        entry.strike = Some("deleted".to_owned());
        true
    }

    /// Strikes everything that somebody wrote. Who is known by an id is known by nothing else.
    pub(super) fn strike_all_of(&mut self, silenced: &Silenced) {
        for entry in self
            .entries
            .iter_mut()
            .filter(|entry| entry.strike.is_none())
        {
            let Some(author) = &entry.author else {
                continue;
            };
            let is_theirs = match (&author.user_id, &silenced.user_id) {
                (Some(author), Some(silenced)) => author == silenced,
                _ => author.login == silenced.login,
            };
            if is_theirs {
                entry.strike = Some(silenced.words.clone());
            }
        }
    }

    /// Strikes everything that anybody wrote.
    pub(super) fn strike_all(&mut self) {
        let entries = self
            .entries
            .iter_mut()
            .filter(|entry| entry.strike.is_none());
        for entry in entries.filter(|entry| entry.author.is_some()) {
            entry.strike = Some("cleared".to_owned());
        }
    }

    /// The entry of that number, if it is still there.
    pub(super) fn entry(&self, number: u64) -> Option<&Entry> {
        let index = number.checked_sub(self.first)?;
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// The last message of somebody that is not gone.
    pub(super) fn last_of(&self, login: &str) -> Option<&Entry> {
        let is_it = |entry: &&Entry| {
            let author = entry.author.as_ref();
            author.is_some_and(|author| author.login.eq_ignore_ascii_case(login))
                && entry.is_message()
                && entry.strike.is_none()
                && entry.id.is_some()
        };
        self.entries.iter().rev().find(is_it)
    }

    /// The chosen entry.
    pub(super) fn chosen(&self) -> Option<(u64, &Entry)> {
        let number = self.chosen?;
        Some((number, self.entry(number)?))
    }

    /// Chooses the message above the chosen one, or the last one.
    pub(super) fn choose_above(&mut self) {
        let end = self.chosen.unwrap_or_else(|| self.end());
        let above = (self.first..end).rev();
        if let Some(number) = above.into_iter().find(|number| self.is_message(*number)) {
            self.choose(number);
        }
    }

    /// Chooses the message below the chosen one; below the last one is none.
    pub(super) fn choose_below(&mut self) {
        let Some(chosen) = self.chosen else { return };
        match (chosen + 1..self.end()).find(|number| self.is_message(*number)) {
            Some(number) => self.choose(number),
            None => self.choose_none(),
        }
    }

    /// Chooses none, and follows the end again.
    pub(super) fn choose_none(&mut self) {
        self.chosen = None;
        self.place = None;
    }

    /// Follows the end again.
    pub(super) fn follow(&mut self) {
        self.place = None;
    }

    /// Whether the newest entries are looked at.
    pub(super) fn is_at_end(&self) -> bool {
        self.place.is_none()
    }

    /// Whether something lies below what is looked at.
    pub(super) fn hides_something(&self) -> bool {
        let is_end = |place: Place| place.number + 1 >= self.end() && place.below == 0;
        self.place.is_some_and(|place| !is_end(place))
    }

    /// How many entries lie wholly below what is looked at.
    pub(super) fn below(&self) -> u64 {
        self.place
            .map_or(0, |place| self.end().saturating_sub(place.number + 1))
    }

    /// Looks at what lies so many rows above; `room` rows fit on the screen, and `height` is how many an entry takes.
    pub(super) fn scroll_up(&mut self, by: usize, room: usize, height: impl Fn(&Entry) -> usize) {
        let Some(last) = self.end().checked_sub(1).filter(|last| *last >= self.first) else {
            return;
        };
        let mut place = self.place.unwrap_or(Place {
            number: last,
            below: 0,
        });
        place.below += by;
        while let Some(entry) = self.entry(place.number) {
            let rows = height(entry).max(1);
            if place.below < rows {
                break;
            }
            place.below -= rows;
            if place.number == self.first {
                // Everything lies below: the oldest row is as far as one can go.
                place.below = rows - 1;
                break;
            }
            place.number -= 1;
        }
        self.place = Some(place);
        // At the top the screen stays full.
        self.refit(room, height);
    }

    /// Looks at what lies so many rows below; at the end it is followed again.
    pub(super) fn scroll_down(&mut self, by: usize, height: impl Fn(&Entry) -> usize) {
        let Some(mut place) = self.place else { return };
        let mut left = by;
        while left > place.below {
            left -= place.below;
            place = Place {
                number: place.number + 1,
                below: 0,
            };
            let Some(entry) = self.entry(place.number) else {
                self.place = None;
                return;
            };
            place.below = height(entry).max(1);
        }
        place.below -= left;
        let is_end = place.number + 1 >= self.end() && place.below == 0;
        self.place = (!is_end || by == 0).then_some(place);
    }

    /// Keeps the screen full after its size, or what is kept above, has changed.
    pub(super) fn refit(&mut self, room: usize, height: impl Fn(&Entry) -> usize) {
        let Some(mut place) = self.place else { return };
        let Some(entry) = self.entry(place.number) else {
            return;
        };
        place.below = place.below.min(height(entry).max(1) - 1);
        self.place = Some(place);
        // Every entry has a row at least.
        if place.number - self.first > room as u64 {
            return;
        }
        let above = self.rows_up_to(place, room, &height);
        if above < room {
            self.scroll_down(room - above, height);
            self.hold_chosen();
        }
    }

    /// The rows that are looked at, each with the number of its entry, from top to bottom.
    pub(super) fn view<Row>(
        &self,
        room: usize,
        rows: impl Fn(&Entry) -> Vec<Row>,
    ) -> Vec<(u64, Row)> {
        let place = self.place.unwrap_or_else(|| Place {
            number: self.end().saturating_sub(1),
            below: 0,
        });
        let mut seen = Vec::with_capacity(room);
        let mut below = place.below;
        let mut number = place.number;
        while let Some(entry) = self.entry(number) {
            let rows = rows(entry);
            let shown = rows.len().saturating_sub(below).max(1);
            below = 0;
            for row in rows.into_iter().take(shown).rev() {
                if seen.len() == room {
                    break;
                }
                seen.push((number, row));
            }
            if seen.len() == room || number == self.first {
                break;
            }
            number -= 1;
        }
        seen.reverse();
        seen
    }

    /// Shows the chosen entry, if it is not among what is looked at.
    pub(super) fn show_chosen(&mut self, room: usize, height: impl Fn(&Entry) -> usize) {
        let Some(chosen) = self.chosen else { return };
        let seen = self.view(room, |entry| vec![(); height(entry)]);
        if seen.iter().any(|(number, ())| *number == chosen) {
            return;
        }
        let is_above = seen.first().is_some_and(|(number, ())| chosen < *number);
        self.place = Some(Place {
            number: chosen,
            below: 0,
        });
        if is_above {
            // With the chosen one at the top more of what follows can be read.
            let rows = self.entry(chosen).map_or(1, &height);
            self.scroll_down(room.saturating_sub(rows), height);
            self.hold_chosen();
        }
    }

    fn choose(&mut self, number: u64) {
        self.chosen = Some(number);
        self.hold_chosen();
    }

    /// What is chosen must not run away.
    fn hold_chosen(&mut self) {
        let number = self.end().saturating_sub(1);
        if self.chosen.is_some() {
            self.place.get_or_insert(Place { number, below: 0 });
        }
    }

    fn is_message(&self, number: u64) -> bool {
        self.entry(number).is_some_and(Entry::is_message)
    }

    /// The number that the next entry gets.
    fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// How many rows there are down to a place; not more than `most` are counted.
    fn rows_up_to(&self, place: Place, most: usize, height: impl Fn(&Entry) -> usize) -> usize {
        let mut rows = 0_usize;
        for number in (self.first..=place.number).rev() {
            rows += self.entry(number).map_or(0, |entry| height(entry).max(1));
            if rows.saturating_sub(place.below) >= most {
                return most;
            }
        }
        rows.saturating_sub(place.below)
    }
}

/// So many entries are kept of each chat.
pub(super) const MOST_ENTRIES: usize = 5_000;

/// What chat has not shown after so many more messages of ours, it does not show.
const MOST_UNSEEN: usize = 64;

#[cfg(test)]
mod tests;
