//! Words that a text must not contain, found however they are dressed up. What follows from a find is decided elsewhere.

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::invisible;

/// A list of words and phrases, written as Twitch's blocked terms are: a `*` at the beginning or the end
/// stands for any letters, without it only whole words count.
///
/// Compared is what the eye sees: without case, accents, marks piled up on letters and invisible characters,
/// and with letters of other scripts taken for those that they look like.
#[derive(Debug, Clone)]
pub struct BlockedWords {
    words: Vec<Word>,
    finder: AhoCorasick,
}

#[derive(Debug, Clone)]
struct Word {
    written: String,
    /// Whether letters may stand directly before it, because it began with a `*`.
    is_open_before: bool,
    is_open_behind: bool,
}

impl BlockedWords {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// A word with no visible letter, one with a `*` in the middle, and a list that is far too long.
    pub fn new<'word>(
        written: impl IntoIterator<Item = &'word str>,
    ) -> Result<Self, InvalidBlockedWord> {
        let mut words = Vec::new();
        let mut looks = Vec::new();
        for written in written {
            let (word, look) = Word::parse(written)?;
            words.push(word);
            looks.push(look);
        }
        let finder = AhoCorasick::new(&looks).map_err(|_| InvalidBlockedWord::TooMany)?;
        Ok(Self { words, finder })
    }

    /// A word of the list that the text contains, as it is written in the list.
    pub fn find(&self, text: &str) -> Option<&str> {
        if self.words.is_empty() {
            return None;
        }
        let look = look(text);
        self.finder
            .find_overlapping_iter(&look)
            .filter_map(|found| {
                let word = self.words.get(found.pattern().as_usize())?;
                word.fits(&look[..found.start()], &look[found.end()..])
                    .then_some(word.written.as_str())
            })
            .next()
    }
}

impl Word {
    /// The word, and how it looks.
    fn parse(written: &str) -> Result<(Self, String), InvalidBlockedWord> {
        let inner = written.trim();
        let (inner, is_open_before) = match inner.strip_prefix('*') {
            Some(rest) => (rest, true),
            None => (inner, false),
        };
        let (inner, is_open_behind) = match inner.strip_suffix('*') {
            Some(rest) => (rest, true),
            None => (inner, false),
        };
        if inner.contains('*') {
            return Err(InvalidBlockedWord::StarInside(written.to_owned()));
        }
        let look = look(inner);
        if look.is_empty() {
            return Err(InvalidBlockedWord::Empty(written.to_owned()));
        }
        let word = Self {
            written: written.to_owned(),
            is_open_before,
            is_open_behind,
        };
        Ok((word, look))
    }

    fn fits(&self, before: &str, behind: &str) -> bool {
        let continues = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        (self.is_open_before || !continues(before.chars().next_back()))
            && (self.is_open_behind || !continues(behind.chars().next()))
    }
}

/// Why a list of words cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBlockedWord {
    /// It would be found everywhere.
    #[error("the blocked word {0:?} has no visible letter")]
    Empty(String),
    /// Twitch's blocked terms know no such thing either.
    #[error("the blocked word {0:?} has a * in the middle")]
    StarInside(String),
    /// More than a machine can hold.
    #[error("the list of blocked words is too long")]
    TooMany,
}

/// What of a text the eye sees, as far as it matters for telling words apart.
fn look(text: &str) -> String {
    let visible = text
        .chars()
        .filter(|letter| !invisible::is_invisible(*letter));
    let plain = visible.nfkc().flat_map(char::to_lowercase).nfd();
    let mut look = String::with_capacity(text.len());
    for letter in plain.filter(|letter| canonical_combining_class(*letter) == 0) {
        if letter.is_whitespace() || letter.is_control() {
            if !look.is_empty() && !look.ends_with(' ') {
                look.push(' ');
            }
        } else {
            push_look(&mut look, letter);
        }
    }
    look.truncate(look.trim_end().len());
    look
}

/// Unicode's table of letters that look alike (UTS 39), but for its pairs that would surprise here:
/// it takes `m` for `rn`, and every `pom` would be a blocked word.
fn push_look(look: &mut String, letter: char) {
    if letter.is_ascii_lowercase() {
        look.push(without_stem(letter));
        return;
    }
    let mut buffer = [0; 4];
    let alike: String = unicode_security::skeleton(letter.encode_utf8(&mut buffer)).collect();
    if alike == "rn" {
        look.push('m');
        return;
    }
    let marks = |letter: &char| canonical_combining_class(*letter) == 0;
    let letters = alike.chars().filter(marks).flat_map(char::to_lowercase);
    look.extend(letters.map(without_stem));
}

/// A small l, a big i and a one are the same stroke; which of them was meant cannot be seen.
fn without_stem(letter: char) -> char {
    if letter == 'l' { 'i' } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, text: &str, is_found: bool) {
        let words = BlockedWords::new([word]).expect("the word is valid");
        let expected = is_found.then_some(word);
        assert_eq!(words.find(text), expected, "{word:?} in {text:?}");
    }

    #[test]
    fn p10_a_blocked_word_is_found_however_it_is_dressed_up() {
        for text in [
            "pickle",
            "PiCkLe",
            "a pickle!",
            "(pickle)",
            "so_pickle_so",
            "p\u{200B}i\u{AD}ck\u{E0000}le",
            "\u{202E}pickle\u{202C}",
            "p\u{456}ckle",
            "\u{440}\u{456}\u{441}kle",
            "ｐｉｃｋｌｅ",
            "\u{1D4C5}\u{1D4BE}\u{1D4B8}\u{1D4C0}\u{1D4C1}\u{212F}",
            "ⓟⓘⓒⓚⓛⓔ",
            "p\u{336}i\u{336}c\u{336}k\u{336}l\u{336}e\u{336}",
            "píćkłé",
            "pIckIe",
            "p1ck1e",
        ] {
            check("pickle", text, true);
        }
    }

    #[test]
    fn p10_words_that_only_contain_it_are_left_alone() {
        for text in ["pickled", "unpickle", "pick le", "pickle2", "nickel", ""] {
            check("pickle", text, false);
        }
        check("corn", "see example.com", false);
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        check("pick*", "he picked it", true);
        check("*kle", "a pickle", true);
        check("*ick*", "unpickled", true);
        check("pick*", "unpick", false);
    }

    #[test]
    fn phrases_are_found_whatever_the_gaps() {
        check("big pickle", "a  BIG\t\u{2003}pickle.", true);
        check("big pickle", "bigpickle", false);
    }

    #[test]
    fn other_scripts_and_signs_can_be_blocked() {
        check("огурец", "Огурец!", true);
        check("きゅうり", "きゅうり です", true);
        check("\u{1F952}", "a \u{1F952} b", true);
    }

    #[test]
    fn the_first_of_many_that_overlap_is_named_as_it_was_written() {
        let words = BlockedWords::new(["*Pick*", "kle"]).expect("the words are valid");
        assert_eq!(words.find("pickle"), Some("*Pick*"));
        assert_eq!(words.find("kle"), Some("kle"));
        let none = BlockedWords::new([]).expect("no words are valid");
        assert_eq!(none.find("pickle"), None);
    }

    #[test]
    fn a_word_that_would_be_found_everywhere_or_nowhere_is_refused() {
        for (word, expected) in [
            ("", InvalidBlockedWord::Empty(String::new())),
            ("**", InvalidBlockedWord::Empty("**".to_owned())),
            ("\u{200B}", InvalidBlockedWord::Empty("\u{200B}".to_owned())),
            ("a*b", InvalidBlockedWord::StarInside("a*b".to_owned())),
        ] {
            assert_eq!(BlockedWords::new([word]).err(), Some(expected), "{word:?}");
        }
    }

    #[test]
    fn p10_a_megabyte_of_marks_is_looked_through_in_linear_time() {
        // A quadratic search would take hours, which nobody would take for a success.
        let marks = "\u{301}\u{316}".repeat(1 << 18);
        check("pickle", &format!("p{marks}ickle{marks}"), true);
        check("pickle", &"pickl".repeat(1 << 18), false);
    }
}
