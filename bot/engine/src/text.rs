//! Text that may go out to chat: the only way to make one passes the sanitizer. Where it is sent is decided elsewhere.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use crate::invisible;

/// A text fit for chat: one line, not empty, at most [`MAX_LENGTH`] long, and never an order to Twitch or to another bot.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OutgoingText(String);

impl OutgoingText {
    /// Makes any text fit for chat, or `None` if nothing visible is left of it.
    ///
    /// Line ends and control characters become blanks, blanks are collapsed, what is too long is cut behind
    /// a whole character as the eye sees it and ends with an ellipsis. A text that begins like an order
    /// (`/ban`, `.ban`, `!give`) gets a mark in front of it, so that everybody sees it as what somebody wrote.
    pub fn new(text: &str) -> Option<Self> {
        let line = collapse(text);
        let line = invisible::trim(&line);
        let is_visible = !line.is_empty();
        is_visible.then(|| Self(cut(format!("{}{line}", lead(line)), MAX_LENGTH)))
    }

    /// As many texts as it takes, each fit for chat; none if nothing visible is there, and [`MAX_PARTS`] at most.
    ///
    /// `most` is the room in each of them, because Twitch may put something in front. Parts end between words
    /// where there is a gap not too far back, else behind a whole character; what is too much for all of them is
    /// cut and ends with an ellipsis. Any part that begins like an order gets the mark.
    pub(crate) fn parts(text: &str, most: usize) -> Vec<Self> {
        let line = collapse(text);
        let mut rest = invisible::trim(&line);
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let lead = lead(rest);
            let room = most.saturating_sub(length(lead));
            let end = match parts.len() + 1 < MAX_PARTS && length(rest) > room {
                true => end_of_part(rest, room),
                false => rest.len(),
            };
            let (part, behind) = rest.split_at(end);
            let part = format!("{lead}{}", part.trim_end());
            parts.push(Self(cut(part, most)));
            rest = invisible::trim(behind);
        }
        parts
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without the mark in front of what begins like an order.
    pub fn unmarked(&self) -> &str {
        self.0.strip_prefix(LEAD).unwrap_or(&self.0)
    }
}

impl AsRef<str> for OutgoingText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutgoingText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The length of a text as the strictest reader counts it.
///
/// Twitch does not say what it counts; UTF-16 units are never fewer than code points, so this holds both ways.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How much room is left in an answer to a message, in front of which Twitch puts the name of its sender.
pub(crate) fn room_in_reply(name: &str) -> usize {
    // Names have at most 25 letters; one that is no name must not leave nothing.
    MAX_LENGTH
        .saturating_sub(length(&format!("@{name} ")))
        .max(MAX_LENGTH / 2)
}

/// One line with single blanks, without controls and without the marks that reverse the direction of what follows.
pub(crate) fn collapse(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !turns_direction(*letter)) {
        if !(letter.is_whitespace() || letter.is_control()) {
            line.push(letter);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What has to stand in front of a text that begins with a visible letter.
fn lead(line: &str) -> &'static str {
    if line.starts_with(ORDERS) { LEAD } else { "" }
}

/// Where a part ends that has this room: at the last gap between words if that is in its second half, else behind
/// the last whole character.
fn end_of_part(line: &str, room: usize) -> usize {
    let (mut left, mut end, mut gap) = (room, 0, 0);
    for (start, cluster) in line.grapheme_indices(true) {
        // A blank with a mark on it is no gap.
        if cluster == " " {
            gap = start;
        }
        let Some(rest) = left.checked_sub(length(cluster)) else {
            break;
        };
        left = rest;
        end = start + cluster.len();
    }
    match (end, gap) {
        (0, _) => end_within(letters(line), room),
        _ if gap > end / 2 => gap,
        _ => end,
    }
}

fn letters(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.char_indices()
        .map(|(start, letter)| (start, &line[start..start + letter.len_utf8()]))
}

fn cut(line: String, most: usize) -> String {
    if length(&line) <= most {
        return line;
    }
    let room = most.saturating_sub(length(ELLIPSIS));
    let clusters = end_within(line.grapheme_indices(true), room);
    // A single cluster can be longer than a whole message; then there is nothing to keep together.
    let end = match clusters {
        0 => end_within(letters(&line), room),
        end => end,
    };
    format!("{}{ELLIPSIS}", line[..end].trim_end())
}

/// Where the last piece ends for which there is room.
fn end_within<'a>(pieces: impl Iterator<Item = (usize, &'a str)>, mut room: usize) -> usize {
    let mut end = 0;
    for (start, piece) in pieces {
        let Some(left) = room.checked_sub(length(piece)) else {
            break;
        };
        room = left;
        end = start + piece.len();
    }
    end
}

/// The most that Twitch takes in one message.
pub const MAX_LENGTH: usize = 500;

/// A text that is longer than so many messages is cut: nobody reads on, and the account may write 20 in half a minute.
pub const MAX_PARTS: usize = 3;

const ELLIPSIS: &str = "…";

/// A quotation mark: visible, neutral, and at the beginning of no order.
const LEAD: &str = "» ";

/// Twitch takes `/` and `.` for orders, nearly every other bot `!`, and bots like this one its full-width form too.
const ORDERS: [char; 4] = ['/', '.', '!', '！'];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let outgoing = OutgoingText::new(text);
        assert_eq!(
            outgoing.as_ref().map(OutgoingText::as_str),
            expected,
            "{text:?} made fit for chat"
        );
    }

    #[test]
    fn s05_x17_what_looks_like_an_order_gets_a_visible_mark() {
        for (text, expected) in [
            ("/ban ann", "» /ban ann"),
            (".ban ann", "» .ban ann"),
            ("!give ann 5", "» !give ann 5"),
            ("！give ann 5", "» ！give ann 5"),
            ("  \t/ban ann", "» /ban ann"),
            ("\u{200B}/ban ann", "» /ban ann"),
            ("\u{E0000} \u{34F}.w ann hi", "» .w ann hi"),
            ("\u{202E}/ban", "» /ban"),
            ("...", "» ..."),
            ("see a/b and .c", "see a/b and .c"),
        ] {
            check(text, Some(expected));
            let unmarked = expected.trim_start_matches("» ");
            let made = OutgoingText::new(text).expect("something is visible");
            assert_eq!(made.unmarked(), unmarked);
        }
    }

    #[test]
    fn s07_x16_a_message_is_one_line_without_controls() {
        check("a\r\nJOIN #b", Some("a JOIN #b"));
        check("a\rb\nc\0d\u{1}e\u{85}f", Some("a b c d e f"));
        check("a  \u{2028} b", Some("a b"));
    }

    #[test]
    fn nothing_visible_is_no_message() {
        for text in ["", "  ", "\r\n", "\u{2800}", "\u{200B} \u{E0000}"] {
            check(text, None);
        }
    }

    #[test]
    fn s06_a_long_text_is_cut_behind_a_whole_character_and_ends_with_an_ellipsis() {
        check(&"a".repeat(500), Some(&"a".repeat(500)));
        check(&"a".repeat(501), Some(&format!("{}…", "a".repeat(499))));
        // A family is one character for the eye and eleven units on the wire.
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}";
        check(&family.repeat(46), Some(&format!("{}…", family.repeat(45))));
        let heap = format!("a{}", "\u{301}".repeat(1000));
        check(&heap, Some(&format!("a{}…", "\u{301}".repeat(498))));
    }

    #[test]
    fn s06_the_name_in_front_of_a_reply_is_counted() {
        for name in ["ann", "a_name_of_25_letters_long", "いろは", "\u{1F600}"] {
            let text = "a ".repeat(500);
            let answer = OutgoingText::parts(&text, room_in_reply(name));
            let whole = length(&format!("@{name} {}", answer[0]));
            assert!(
                (MAX_LENGTH - 2..=MAX_LENGTH).contains(&whole),
                "{name}: {whole}"
            );
        }
        assert_eq!(room_in_reply(&"x".repeat(10_000)), MAX_LENGTH / 2);
    }

    fn texts(text: &str, most: usize) -> Vec<String> {
        let parts = OutgoingText::parts(text, most);
        parts.iter().map(OutgoingText::to_string).collect()
    }

    #[test]
    fn s06_a_long_text_becomes_parts_that_end_between_words() {
        assert_eq!(
            texts("one two three four", 9),
            ["one two", "three", "four"],
            "between words"
        );
        assert_eq!(texts("one two", 7), ["one two"], "all of it fits");
        assert_eq!(texts("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(
            texts("a bcdefghijkl", 6),
            ["a bcde", "fghijk", "l"],
            "far back"
        );
        assert_eq!(
            texts("one two three four five", 5),
            ["one", "two", "thre…"],
            "too much for three"
        );
        assert_eq!(texts(" \u{200B} ", 5), Vec::<String>::new());
    }

    #[test]
    fn s05_x17_no_part_begins_like_an_order() {
        assert_eq!(
            texts("see here /ban ann and !give", 10),
            ["see here", "» /ban ann", "and !give"]
        );
        assert_eq!(texts("aaaaa\u{200B}/ban b", 5)[1], "» /ba");
    }

    proptest! {
        #[test]
        fn s06_parts_are_short_enough_and_together_the_text_and_split_no_character(
            text in "[\\PC\\p{M}/.! ]{1,160}",
            most in 12..60_usize,
        ) {
            let line = collapse(&text);
            let whole = invisible::trim(&line);
            let parts = texts(&text, most);
            prop_assert!(parts.len() <= MAX_PARTS);
            let boundaries: Vec<_> = whole.grapheme_indices(true).map(|(start, _)| start).collect();
            let mut done = 0;
            for (position, part) in parts.iter().enumerate() {
                prop_assert!(length(part) <= most, "{part:?}");
                let rest = invisible::trim(&whole[done..]);
                let start = whole.len() - rest.len();
                let words = part.strip_prefix(lead(rest)).expect("the mark is there");
                let is_cut = position + 1 == MAX_PARTS && !rest.starts_with(words);
                let words = if is_cut {
                    words.strip_suffix(ELLIPSIS).expect("what is cut says so")
                } else {
                    words
                };
                prop_assert!(rest.starts_with(words), "{words:?} is not in {rest:?}");
                done = start + words.len();
                let next = done + whole[done..].len() - whole[done..].trim_start().len();
                let has_one_cluster_in_the_way = words.graphemes(true).count() <= 1;
                prop_assert!(
                    done == whole.len()
                        || boundaries.contains(&done)
                        || boundaries.contains(&next)
                        || has_one_cluster_in_the_way,
                    "a character is split behind {words:?} of {whole:?}"
                );
                if is_cut {
                    done = whole.len();
                }
            }
            prop_assert_eq!(invisible::trim(&whole[done..]), "", "nothing is lost");
        }

        #[test]
        fn s05_no_part_becomes_an_order_or_a_second_line(
            text in "[\\PC\\p{Cc}\\p{Cf}/.!@ ]{0,80}",
            most in 12..60_usize,
        ) {
            for part in texts(&text, most) {
                let first = part.chars().find(|letter| {
                    !letter.is_whitespace() && !invisible::is_invisible(*letter)
                });
                prop_assert!(first.is_some_and(|letter| !ORDERS.contains(&letter)), "{part:?}");
                prop_assert!(!part.contains(char::is_control), "{part:?}");
            }
        }

        #[test]
        fn s05_no_text_at_all_becomes_an_order_or_a_second_line(
            text in "[\\PC\\p{Cc}\\p{Cf}/.!@ ]{0,40}",
            repeat in 1..40_usize,
        ) {
            if let Some(outgoing) = OutgoingText::new(&text.repeat(repeat)) {
                let text = outgoing.as_str();
                let first = text.chars().find(|letter| {
                    !letter.is_whitespace() && !invisible::is_invisible(*letter)
                });
                prop_assert!(first.is_some_and(|letter| !ORDERS.contains(&letter)), "{text:?}");
                prop_assert!(!text.contains(char::is_control), "{text:?}");
                prop_assert!(!text.contains("  "), "{text:?}");
                prop_assert!(length(text) <= MAX_LENGTH, "{} units", length(text));
            }
        }

        #[test]
        fn s06_a_cut_text_is_the_beginning_of_the_whole_and_splits_no_character(text in "\\PC{1,600}") {
            let whole = collapse(&text);
            prop_assume!(!whole.starts_with(ORDERS));
            if let Some(outgoing) = OutgoingText::new(&text)
                && let Some(kept) = outgoing.as_str().strip_suffix(ELLIPSIS)
            {
                let trimmed = invisible::trim(&whole);
                prop_assert!(trimmed.starts_with(kept));
                let is_boundary = trimmed
                    .grapheme_indices(true)
                    .any(|(start, _)| start >= kept.len() && trimmed[kept.len()..start].trim().is_empty());
                prop_assert!(is_boundary || kept == trimmed || trimmed.ends_with(ELLIPSIS), "{kept:?}");
            }
        }
    }
}
