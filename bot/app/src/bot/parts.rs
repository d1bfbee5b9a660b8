//! Whether an answer holds what is never said, when all of its messages are read in a row. What follows from that is decided elsewhere.

use engine::BlockedWords;

/// A blocked word in an answer of so many parts; it may begin in one and end in the next.
///
/// A part may end between two words or inside of one, so it is read both ways.
pub(super) fn find_blocked<'words>(
    words: &'words BlockedWords,
    parts: &[&str],
) -> Option<&'words str> {
    [" ", ""]
        .iter()
        .find_map(|gap| words.find(&parts.join(gap)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_what_is_never_said_is_found_where_one_part_ends_and_the_next_begins() {
        let words = BlockedWords::new(["pickle", "so sour", "and /or"]).expect("they are valid");
        for (parts, expected) in [
            (&["a pickle", "b"][..], Some("pickle")),
            (&["a pic", "kle b"], Some("pickle")),
            (&["it is so", "sour"], Some("so sour")),
            (&["this and", "/or that"], Some("and /or")),
            (&["a", "so", "sour b"], Some("so sour")),
            (&["so", "what", "sour"], None),
            (&["a pickled", "b"], None),
            (&[], None),
        ] {
            assert_eq!(find_blocked(&words, parts), expected, "{parts:?}");
        }
    }
}
