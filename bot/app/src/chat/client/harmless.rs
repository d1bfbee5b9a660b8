//! Text of strangers cut into what a terminal can hold: what `visible` leaves over, without letters that nobody sees and without towers of marks.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::screen::visible::visible;

/// The text as it may stand on the screen.
pub(super) fn harmless(text: &str) -> String {
    let visible = visible(text);
    let mut shown = String::with_capacity(visible.len());
    for grapheme in visible.graphemes(true) {
        // What takes no room would hang on the letter before it, and differ from it only for programs.
        if width(grapheme) > 0 {
            clip(grapheme, &mut shown);
        }
    }
    shown
}

/// How many cells a text takes.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true)
        .map(|grapheme| usize::from(grapheme.cell_width()))
        .sum()
}

/// A letter with its marks, of which too many would cover the lines around.
fn clip(grapheme: &str, shown: &mut String) {
    let mut marks = 0;
    for letter in grapheme.chars().take(LONGEST_LETTER) {
        let is_mark = letter.width() == Some(0) && !joins(letter);
        marks = if is_mark { marks + 1 } else { 0 };
        if marks <= MOST_MARKS {
            shown.push(letter);
        }
    }
}

/// What pictures are put together with: joiners, forms, and the letters of flags.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

/// The longest picture that people use has ten.
const LONGEST_LETTER: usize = 12;

/// Real languages need up to three on one letter.
const MOST_MARKS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_marks_of_any_script_are_cut_and_pictures_stay_whole() {
        let thai = format!("ก{}", "\u{0E49}".repeat(100));
        assert_eq!(harmless(&thai).chars().count(), 1 + MOST_MARKS);
        let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦";
        for picture in [
            family,
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "❤\u{FE0F}",
            "स्त्री",
        ] {
            assert_eq!(harmless(picture), picture);
        }
    }

    #[test]
    fn x34_what_nobody_sees_is_left_out_and_what_moves_things_is_written_out() {
        for (text, expected) in [
            ("a\u{200B}b\u{2060}c\u{FEFF}", "abc"),
            ("same\u{E0000}", "same"),
            ("\u{34F}x", "x"),
            ("a\u{1b}[2J", "a\\u{1b}[2J"),
            ("a\u{202e}b", "a\\u{202e}b"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }

    #[test]
    fn widths_are_those_of_cells() {
        for (text, expected) in [("abc", 3), ("アン", 4), ("🎉", 2), ("e\u{301}", 1), ("", 0)] {
            assert_eq!(width(text), expected, "{text:?}");
        }
    }
}
