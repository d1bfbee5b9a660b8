//! Text of strangers cut into what a terminal can hold: what `visible` leaves over, without letters that nobody sees, without towers of marks, and without what terminals count in different ways.

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
    let letters: Vec<char> = grapheme.chars().take(LONGEST_LETTER).collect();
    if let [sign] = letters[..]
        && let Some(letter) = flag_letter(sign)
    {
        // Half a flag is one cell here and two there.
        shown.push(letter);
        return;
    }
    let mut marks = 0;
    for (position, letter) in letters.iter().enumerate() {
        let (before, behind) = letters.split_at(position);
        if joins_nothing(before, *letter, &behind[1..]) {
            continue;
        }
        let is_mark = letter.width() == Some(0) && !joins(*letter);
        marks = if is_mark { marks + 1 } else { 0 };
        if marks <= MOST_MARKS {
            shown.push(*letter);
        }
    }
}

/// What pictures are put together with: joiners, forms, and the letters of flags.
fn joins(letter: char) -> bool {
    matches!(letter, JOINER | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

/// Whether a letter changes how wide a text is counted, and changes nothing of what is seen.
fn joins_nothing(before: &[char], letter: char, behind: &[char]) -> bool {
    match letter {
        JOINER => before.is_empty() || behind.first().is_none_or(|next| next.width() == Some(0)),
        // A picture that is to be drawn as a letter, and remarks between the lines.
        '\u{FE0E}' | '\u{FFF9}'..='\u{FFFB}' => true,
        '\u{E0020}'..='\u{E007F}' => {
            before.first() != Some(&FLAG) || !behind.iter().chain([&letter]).any(|tag| *tag == END)
        }
        // A color of skin.
        '\u{1F3FB}'..='\u{1F3FF}' => {
            !before.is_empty() && !before.last().is_some_and(|last| is_picture(*last))
        }
        _ => false,
    }
}

fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{FE0F}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// The letter that half a flag stands for.
fn flag_letter(sign: char) -> Option<char> {
    let place = u32::from(sign).checked_sub(u32::from(FIRST_FLAG_LETTER))?;
    ('A'..='Z').nth(usize::try_from(place).ok()?)
}

/// Makes one picture of two.
const JOINER: char = '\u{200D}';

/// The flag on which letters are drawn, up to the one that ends them.
const FLAG: char = '\u{1F3F4}';
const END: char = '\u{E007F}';

/// Two of these are the flag of a country.
const FIRST_FLAG_LETTER: char = '\u{1F1E6}';

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

    /// Terminals gave such letters other cells than they were counted as, and what followed reached the next row.
    #[test]
    fn x34_what_terminals_count_in_different_ways_is_left_out() {
        for (text, expected) in [
            ("🎉\u{FE0E}", "🎉"),
            ("a\u{FFF9}b\u{FFFA}c\u{FFFB}", "abc"),
            ("🎉\u{200D}", "🎉"),
            ("a\u{200D}🎉", "a🎉"),
            ("🎉\u{200D}a", "🎉a"),
            ("a\u{E0067}\u{E007F}", "a"),
            ("🏴\u{E0067}\u{E0062}", "🏴"),
            ("\u{1F1E9}", "D"),
            ("\u{1F1E9}\u{1F1EA}\u{1F1E9}", "\u{1F1E9}\u{1F1EA}D"),
            ("a\u{1F3FD}", "a"),
            ("👍\u{1F3FD}", "👍\u{1F3FD}"),
            ("👩\u{1F3FD}\u{200D}🚀", "👩\u{1F3FD}\u{200D}🚀"),
            ("🏳\u{FE0F}\u{200D}🌈", "🏳\u{FE0F}\u{200D}🌈"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
        for text in ["क्\u{200D}ष", "\u{1F1E9}\u{1F1EA}"] {
            assert_eq!(harmless(text), text, "{text:?}");
        }
    }

    #[test]
    fn widths_are_those_of_cells() {
        for (text, expected) in [("abc", 3), ("アン", 4), ("🎉", 2), ("e\u{301}", 1), ("", 0)] {
            assert_eq!(width(text), expected, "{text:?}");
        }
    }
}
