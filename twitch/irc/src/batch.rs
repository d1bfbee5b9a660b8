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
    ///
    /// Batches come by the thousand and are of every length; made in few sizes, each fits where another was.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let bytes = bytes.next_power_of_two();
        Self {
            text: String::with_capacity(bytes),
            ends: Vec::with_capacity(bytes / SHORT_LINE),
        }
    }

    pub(crate) fn push(&mut self, line: &Line<'_>) {
        self.text.push_str(line.as_str());
        self.ends.push(self.text.len());
    }

    /// Gives back the room that turned out not to be needed: a batch may wait for its reader.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to(self.text.len().next_power_of_two());
        self.ends.shrink_to(self.ends.len().next_power_of_two());
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
        let Some(first) = self.lines().position(|line| !is_wanted(&line)) else {
            return;
        };
        let mut left = Self::with_capacity(self.text.len());
        for (at, line) in self.lines().enumerate() {
            if at < first || (at > first && is_wanted(&line)) {
                left.push(&line);
            }
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

/// In bytes: chat with its tags is longer, so that the list of a batch seldom grows.
const SHORT_LINE: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_what_was_wanted_and_each_line_is_asked_about_once() {
        let texts: Vec<_> = (0..6)
            .map(|number| format!("PRIVMSG #a :{number}"))
            .collect();
        for wanted in 0..1_u32 << texts.len() {
            let mut batch = Batch::default();
            for text in &texts {
                batch.push(&Line::parse(text).unwrap());
            }
            let mut asked = Vec::new();
            batch.retain(|line| {
                asked.push(line.as_str().to_owned());
                wanted >> (asked.len() - 1) & 1 == 1
            });
            assert_eq!(asked, texts);
            let left: Vec<_> = batch.lines().map(|line| line.as_str().to_owned()).collect();
            let expected = (0..texts.len()).filter(|at| wanted >> at & 1 == 1);
            assert_eq!(
                left,
                expected.map(|at| texts[at].clone()).collect::<Vec<_>>()
            );
        }
    }
}
