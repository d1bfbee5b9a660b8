//! The line in which a person types: edited letter by letter as people see letters, with what was typed before. What it means is not known here.

use std::ops::Range;

use rustyline::line_buffer::{ChangeListener, DeleteListener, Direction, LineBuffer};
use rustyline::{At, Word};

/// The input line.
pub(super) struct Prompt {
    line: LineBuffer,
    history: Vec<String>,
    /// Which line of the history is shown; behind the last one is what is being typed.
    shown: usize,
    draft: String,
}

/// How the line is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// A letter comes in.
    Insert(char),
    /// The letter before the cursor goes.
    Backspace,
    /// The letter behind the cursor goes.
    Delete,
    /// The word before the cursor goes.
    DeleteWord,
    /// Everything before the cursor goes.
    DeleteToStart,
    /// Everything behind the cursor goes.
    DeleteToEnd,
    /// The cursor moves a letter to the left.
    Left,
    /// The cursor moves a letter to the right.
    Right,
    /// The cursor moves a word to the left.
    WordLeft,
    /// The cursor moves a word to the right.
    WordRight,
    /// The cursor moves to the beginning.
    Start,
    /// The cursor moves to the end.
    End,
    /// What was typed before.
    Older,
    /// What was typed after that.
    Newer,
}

impl Prompt {
    /// An empty line without a past.
    pub(super) fn new() -> Self {
        Self {
            line: LineBuffer::with_capacity(ROOM),
            history: Vec::new(),
            shown: 0,
            draft: String::new(),
        }
    }

    /// Changes the line.
    pub(super) fn edit(&mut self, edit: Edit) {
        let line = &mut self.line;
        match edit {
            Edit::Insert(letter) => self.insert(letter.encode_utf8(&mut [0; 4])),
            Edit::Backspace => ignore(line.backspace(1, &mut Unheard)),
            Edit::Delete => ignore(line.delete(1, &mut Unheard)),
            Edit::DeleteWord => ignore(line.delete_prev_word(Word::Big, 1, &mut Unheard)),
            Edit::DeleteToStart => ignore(line.discard_line(&mut Unheard)),
            Edit::DeleteToEnd => ignore(line.kill_line(&mut Unheard)),
            Edit::Left => ignore(line.move_backward(1)),
            Edit::Right => ignore(line.move_forward(1)),
            Edit::WordLeft => ignore(line.move_to_prev_word(Word::Emacs, 1)),
            Edit::WordRight => ignore(line.move_to_next_word(At::AfterEnd, Word::Emacs, 1)),
            Edit::Start => ignore(line.move_home()),
            Edit::End => ignore(line.move_end()),
            Edit::Older => self.show(self.shown.saturating_sub(1)),
            Edit::Newer => self.show(self.shown + 1),
        }
    }

    /// Puts a text in at the cursor, as far as there is room; what cannot be seen becomes a blank.
    pub(super) fn insert(&mut self, text: &str) {
        let left = LONGEST_INPUT.saturating_sub(self.length());
        let text = text.chars().take(left);
        let text: String = text
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        let place = self.line.pos();
        // It moves the cursor only where it is told to.
        if self.line.insert_str(place, &text, &mut Unheard) || !text.is_empty() {
            self.line.set_pos(place + text.len());
        }
    }

    /// Puts a text in the place of these bytes, and the cursor behind it.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str) {
        let mut line = self.text().to_owned();
        if line.get(range.clone()).is_some() {
            let cursor = range.start + text.len();
            line.replace_range(range, text);
            self.fill(&line, cursor);
        }
    }

    /// Puts another text into the line.
    pub(super) fn set(&mut self, text: &str) {
        self.fill(text, text.len());
    }

    /// Empties the line and gives what was in it, which can be called back.
    pub(super) fn take(&mut self) -> String {
        let text = self.text().to_owned();
        self.forget();
        if !text.trim().is_empty() && self.history.last() != Some(&text) {
            self.history.push(text.clone());
            if self.history.len() > MOST_HISTORY {
                self.history.remove(0);
            }
        }
        self.shown = self.history.len();
        text
    }

    /// Empties the line.
    pub(super) fn forget(&mut self) {
        self.fill("", 0);
        self.shown = self.history.len();
        self.draft.clear();
    }

    /// What was typed.
    pub(super) fn text(&self) -> &str {
        self.line.as_str()
    }

    /// The byte before which the cursor stands.
    pub(super) fn cursor(&self) -> usize {
        self.line.pos()
    }

    /// Whether nothing was typed.
    pub(super) fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// How long it is, in the characters that Twitch counts.
    pub(super) fn length(&self) -> usize {
        self.text().chars().count()
    }

    fn show(&mut self, which: usize) {
        let which = which.min(self.history.len());
        if which == self.shown {
            return;
        }
        if self.shown == self.history.len() {
            self.text().to_owned().clone_into(&mut self.draft);
        }
        self.shown = which;
        let text = self.history.get(which).unwrap_or(&self.draft).clone();
        self.set(&text);
    }

    fn fill(&mut self, text: &str, cursor: usize) {
        let end = text
            .char_indices()
            .nth(LONGEST_INPUT)
            .map_or(text.len(), |(end, _)| end);
        let text = text.get(..end).unwrap_or_default();
        self.line.update(text, cursor.min(end), &mut Unheard);
    }
}

impl std::fmt::Debug for Prompt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Prompt({:?})", self.text())
    }
}

/// Whether anything was there to be changed interests nobody.
fn ignore<Nothing>(_nothing: Nothing) {}

/// Nobody undoes anything here.
struct Unheard;

impl DeleteListener for Unheard {
    fn delete(&mut self, _place: usize, _text: &str, _direction: Direction) {}
}

impl ChangeListener for Unheard {
    fn insert_char(&mut self, _place: usize, _letter: char) {}
    fn insert_str(&mut self, _place: usize, _text: &str) {}
    fn replace(&mut self, _place: usize, _old: &str, _new: &str) {}
}

/// Twice what Twitch takes, so that one can cut it down.
const LONGEST_INPUT: usize = 1_000;

/// In bytes, for letters of four.
const ROOM: usize = 4 * LONGEST_INPUT + 16;

/// So many lines can be called back.
const MOST_HISTORY: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, edits: &[Edit]) -> String {
        let mut prompt = Prompt::new();
        prompt.insert(text);
        for edit in edits {
            prompt.edit(*edit);
        }
        let (before, behind) = prompt.text().split_at(prompt.cursor());
        format!("{before}|{behind}")
    }

    #[test]
    fn letters_are_what_people_see() {
        let family = "👨\u{200D}👩\u{200D}👧";
        for (text, edits, expected) in [
            ("abc", vec![Edit::Left, Edit::Backspace], "a|c"),
            ("e\u{301}x", vec![Edit::Left, Edit::Backspace], "|x"),
            (family, vec![Edit::Backspace], "|"),
            (family, vec![Edit::Left, Edit::Delete], "|"),
            ("one two", vec![Edit::DeleteWord], "one |"),
            ("one two", vec![Edit::WordLeft, Edit::DeleteToStart], "|two"),
            (
                "one two",
                vec![Edit::Start, Edit::Right, Edit::DeleteToEnd],
                "o|",
            ),
            (
                "one two",
                vec![Edit::Start, Edit::WordRight, Edit::Insert('!')],
                "one!| two",
            ),
            ("アン", vec![Edit::Left, Edit::Insert('x')], "アx|ン"),
        ] {
            assert_eq!(typed(text, &edits), expected, "{text:?} {edits:?}");
        }
    }

    #[test]
    fn what_was_typed_before_comes_back_and_what_is_being_typed_is_not_lost() {
        let mut prompt = Prompt::new();
        for line in ["one", "two", "two"] {
            prompt.set(line);
            assert_eq!(prompt.take(), line);
        }
        prompt.set("thr");
        let mut seen = Vec::new();
        for edit in [
            Edit::Older,
            Edit::Older,
            Edit::Older,
            Edit::Newer,
            Edit::Newer,
            Edit::Newer,
        ] {
            prompt.edit(edit);
            seen.push(prompt.text().to_owned());
        }
        assert_eq!(seen, ["two", "one", "one", "two", "thr", "thr"]);
    }

    #[test]
    fn a_pasted_book_neither_breaks_lines_nor_fills_the_memory() {
        let mut prompt = Prompt::new();
        prompt.insert("one\r\ntwo\u{1b}[2J");
        assert_eq!(prompt.text(), "one  two [2J");
        prompt.insert(&"🎉".repeat(5_000));
        assert_eq!(prompt.length(), LONGEST_INPUT);
        prompt.edit(Edit::Insert('x'));
        prompt.set(&"é".repeat(5_000));
        assert_eq!(
            (prompt.length(), prompt.cursor()),
            (LONGEST_INPUT, 2 * LONGEST_INPUT)
        );
    }
}
