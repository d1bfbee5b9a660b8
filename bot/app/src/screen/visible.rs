//! Text of strangers made harmless for a terminal or a log: what cannot be seen or would move things is written out.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every control and direction character written as `\u{…}`, and runaway combining marks cut.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for character in text.chars() {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        if is_dangerous(character) {
            // Writing to a String cannot fail.
            let _infallible = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else if marks <= MOST_MARKS {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// A text of JSON in which such characters are written as JSON writes them; all of them stand in its strings.
pub(crate) fn visible_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_dangerous) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_dangerous(character) {
            // None of them lies beyond what four digits tell, and writing to a String cannot fail.
            let _infallible = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

fn is_plain(character: char) -> bool {
    !is_dangerous(character) && !is_mark(character)
}

/// Controls (C0, C1), line and paragraph separators, and everything that changes the direction of text.
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks that sit on the character before them; piled up they cover the lines around.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Real languages need up to three on one letter.
const MOST_MARKS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x34_a_text_cannot_move_the_cursor_or_turn_the_line_around() {
        for (text, expected) in [
            ("hello 🎉", "hello 🎉"),
            ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
            ("one\r\ntwo", "one\\u{d}\\u{a}two"),
            ("abc\u{202e}fed", "abc\\u{202e}fed"),
            ("\u{9b}31m", "\\u{9b}31m"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    #[test]
    fn x34_json_that_quotes_strangers_is_the_same_json_and_harmless() {
        let value = serde_json::json!({"text": "a\u{9b}2J\u{202e}b\u{1b}"});
        let written = value.to_string();
        let shown = visible_json(&written);
        assert!(shown.is_ascii(), "{shown}");
        let read: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
        assert_eq!(read, value);
        assert!(matches!(visible_json("{\"text\":\"é\"}"), Cow::Borrowed(_)));
    }

    #[test]
    fn p10_piled_up_marks_are_cut() {
        let zalgo = format!("z{}", "\u{0301}".repeat(500));
        assert_eq!(visible(&zalgo).chars().count(), 1 + MOST_MARKS);
    }
}
