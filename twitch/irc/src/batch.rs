//! Messages that came together, one behind the other in one text; it reads them again when asked and decides nothing.

use std::fmt;

use crate::line::Line;
use crate::owned::OwnedMessage;

/// Messages that came together, in order; for whoever passes over most of them, that costs less than a message each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Batch {
    text: String,
    /// Where in the text each line ends.
    ends: Vec<usize>,
}

impl Batch {
    /// An empty one with room for so many bytes of text.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            ends: Vec::with_capacity(bytes / USUAL_LINE),
        }
    }

    pub(crate) fn push(&mut self, line: &Line<'_>) {
        self.text.push_str(line.as_str());
        self.ends.push(self.text.len());
    }

    /// Gives back the room that turned out not to be needed: a batch may wait for its reader.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The messages, generic; [`Message::from`](crate::Message) reads them typed.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let places = starts.zip(self.ends.iter().copied());
        places.map(|(start, end)| {
            let text = self.text.get(start..end);
            let line = text.and_then(|text| Line::parse(text).ok());
            line.expect("only texts that are lines get in here")
        })
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Leaves only those for which this is true.
    pub(crate) fn retain(&mut self, mut is_wanted: impl FnMut(&Line<'_>) -> bool) {
        let mut left = Self::with_capacity(self.text.len());
        for line in self.lines().filter(|line| is_wanted(line)) {
            left.push(&line);
        }
        *self = left;
    }
}

impl From<&Batch> for Vec<OwnedMessage> {
    fn from(batch: &Batch) -> Self {
        batch.lines().map(OwnedMessage::from).collect()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines().map(|line| line.as_str().to_owned());
        formatter.debug_list().entries(lines).finish()
    }
}

/// Of chat with its tags; where lines are shorter the list grows.
const USUAL_LINE: usize = 350;
