//! Characters that cannot be seen; people and chat clients put them around text, so they must not decide anything.

/// Whether a character shows nothing: Unicode's `Default_Ignorable_Code_Point`, and the Braille blank.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter >= FIRST
        && INVISIBLE
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&letter))
}

/// The text without blanks and invisible characters at its beginning and end.
///
/// At the end, the marks that belong to the sign before them stay (the heart in color is a heart and a mark).
pub(crate) fn trim(text: &str) -> &str {
    let text = trim_start(text);
    let visible_end = text
        .char_indices()
        .rev()
        .find(|(_, letter)| !is_blank(*letter) && !is_invisible(*letter))
        .map_or(0, |(start, letter)| start + letter.len_utf8());
    let (visible, rest) = text.split_at(visible_end);
    let marks = rest
        .find(|letter| !is_part_of_sign(letter))
        .unwrap_or(rest.len());
    &text[..visible.len() + marks]
}

/// The text without blanks and invisible characters at its beginning.
pub(crate) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(|letter: char| is_blank(letter) || is_invisible(letter))
}

/// Whether a character shows a gap and nothing else.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// Variation selectors and the tags of flags change how the character before them is drawn.
fn is_part_of_sign(letter: char) -> bool {
    matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

/// Nothing before this is invisible, which lets plain text pass with one comparison.
const FIRST: char = '\u{AD}';

/// `Default_Ignorable_Code_Point` of Unicode 17, and U+2800, which is drawn as nothing.
const INVISIBLE: [(char, char); 19] = [
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E007F}'),
    ('\u{E0080}', '\u{E0FFF}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p04_invisible_characters_at_the_ends_do_not_count() {
        for letter in ['\u{E0000}', '\u{34F}', '\u{2800}', '\u{206D}', '\u{FEFF}'] {
            for text in [
                format!("{letter}!ping"),
                format!("!ping{letter}"),
                format!(" {letter} !ping {letter}{letter} "),
            ] {
                assert_eq!(trim(&text), "!ping", "{text:?}");
            }
            assert_eq!(trim(&letter.to_string()), "");
        }
    }

    #[test]
    fn p04_every_invisible_character_is_taken_off_both_ends() {
        let all = INVISIBLE.iter().flat_map(|(first, last)| *first..=*last);
        for letter in all.filter(|letter| !is_part_of_sign(*letter)) {
            let text = format!("{letter}{letter}!ping {letter}");
            assert_eq!(trim(&text), "!ping", "{text:?}");
        }
    }

    #[test]
    fn a_mark_that_belongs_to_a_sign_stays_with_it() {
        assert_eq!(trim("I \u{2764}\u{FE0F} you"), "I \u{2764}\u{FE0F} you");
        assert_eq!(trim("\u{2764}\u{FE0F} \u{E0000}"), "\u{2764}\u{FE0F}");
    }
}
