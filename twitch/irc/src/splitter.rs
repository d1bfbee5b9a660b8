//! Bytes in, lines out, for any cutting of the stream; memory is bounded, and nothing disappears without a word.

use std::borrow::Cow;

/// Cuts a stream of bytes into lines.
///
/// A line ends with LF, and the CR in front of it goes too. A CR alone ends nothing: IRC lets a reader choose,
/// and a CR that somebody smuggled into a text must not be able to begin a line of its own.
#[derive(Debug, Default)]
pub struct Splitter {
    /// The beginning of a line whose end has not come yet; never longer than [`LINE_LIMIT`].
    begun: Vec<u8>,
    /// How many bytes of the present line came after the limit and were not kept.
    skipped: usize,
}

/// What was cut from the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A line without its end; bytes that are not UTF-8 were replaced.
    Line(Cow<'a, str>),
    /// A line that exceeded [`LINE_LIMIT`]; reading goes on with the next one.
    TooLong {
        /// The first bytes of the line, enough to recognize it.
        beginning: Cow<'a, str>,
        /// How many bytes the line had, its LF not counted.
        length: usize,
    },
    /// A line whose end never came, because the stream ended; too little is known to trust what is there.
    Unfinished {
        /// The first bytes of the line, enough to recognize it.
        beginning: Cow<'a, str>,
        /// How many bytes of the line came.
        length: usize,
    },
}

impl Splitter {
    /// A splitter at the beginning of a stream.
    pub const fn new() -> Self {
        Self {
            begun: Vec::new(),
            skipped: 0,
        }
    }

    /// Takes the next bytes of the stream and hands out every line that they complete; blank lines are passed over.
    ///
    /// Lines that lie whole in `bytes` are not copied.
    pub fn feed(&mut self, bytes: &[u8], mut on_piece: impl FnMut(Piece<'_>)) {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, behind) = rest.split_at(end);
            rest = behind.get(1..).unwrap_or_default();
            if self.begun.is_empty() && self.skipped == 0 {
                hand_out(line, 0, &mut on_piece);
            } else {
                self.keep(line);
                hand_out(&self.begun, self.skipped, &mut on_piece);
                self.begun.clear();
                self.skipped = 0;
            }
        }
        self.keep(rest);
    }

    /// Hands out what is left when the stream has ended, and is at the beginning of the next stream.
    pub fn finish(&mut self, on_piece: impl FnOnce(Piece<'_>)) {
        if self.pending() > 0 {
            on_piece(Piece::Unfinished {
                beginning: beginning_of(&self.begun),
                length: self.pending(),
            });
        }
        *self = Self::new();
    }

    /// How many bytes of an unfinished line have come.
    pub const fn pending(&self) -> usize {
        self.begun.len() + self.skipped
    }

    fn keep(&mut self, bytes: &[u8]) {
        // One byte more than the limit, so that the CR of a line of exactly that length finds room.
        let room = (LINE_LIMIT + 1).saturating_sub(self.begun.len());
        let (kept, left) = bytes.split_at(room.min(bytes.len()));
        self.begun.extend_from_slice(kept);
        self.skipped = self.skipped.saturating_add(left.len());
    }
}

/// Hands out one line, of which `skipped` bytes at the end were not kept.
fn hand_out(line: &[u8], skipped: usize, on_piece: &mut impl FnMut(Piece<'_>)) {
    let text = match line {
        [text @ .., b'\r'] if skipped == 0 => text,
        text => text,
    };
    if text.len().saturating_add(skipped) > LINE_LIMIT {
        on_piece(Piece::TooLong {
            beginning: beginning_of(text),
            length: line.len().saturating_add(skipped),
        });
    } else if text.iter().any(|byte| !matches!(byte, b' ' | b'\r')) {
        // Hardly any line holds bytes that are not text, and that they are is seen many at a time.
        let text = match std::str::from_utf8(text) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(text),
        };
        on_piece(Piece::Line(text));
    }
}

fn beginning_of(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line.get(..BEGINNING).unwrap_or(line))
}

/// The longest line that is read. Twitch's lines reach about 9 KiB: 8 KiB of tags and the text.
pub const LINE_LIMIT: usize = 16 * 1024;

/// How much of a line that is too long is shown.
const BEGINNING: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds the chunks and returns the pieces as short texts.
    fn pieces(chunks: &[&[u8]]) -> Vec<String> {
        let mut splitter = Splitter::new();
        let mut found = Vec::new();
        for chunk in chunks {
            splitter.feed(chunk, |piece| {
                found.push(match piece {
                    Piece::Line(line) => line.into_owned(),
                    Piece::TooLong { length, .. } => format!("too long: {length}"),
                    Piece::Unfinished { .. } => panic!("the stream has not ended"),
                });
            });
        }
        found
    }

    #[test]
    fn p07_lines_end_with_lf_and_a_lone_cr_ends_nothing() {
        for (stream, expected) in [
            ("", &[][..]),
            ("a\r\nb\n", &["a", "b"]),
            ("\r\n\n \r\na", &[]),
            ("a\rb\r\n", &["a\rb"]),
            ("a\0b\n", &["a\0b"]),
        ] {
            assert_eq!(pieces(&[stream.as_bytes()]), expected, "{stream:?}");
        }
    }

    #[test]
    fn p07_bytes_that_are_not_utf8_are_replaced_even_when_a_character_is_cut() {
        assert_eq!(pieces(&[b"a\xFFb\n"]), ["a\u{FFFD}b"]);
        assert_eq!(pieces(&[b"a\xC3", b"\xA9\r", b"\n"]), ["aé"]);
    }

    #[test]
    fn p07_a_line_beyond_the_limit_is_named_and_the_next_one_is_read() {
        for (length, end, expected) in [
            (LINE_LIMIT, "\r\n", None),
            (LINE_LIMIT + 1, "\n", Some(LINE_LIMIT + 1)),
            (LINE_LIMIT + 1, "\r\n", Some(LINE_LIMIT + 2)),
            (3 * LINE_LIMIT, "\n", Some(3 * LINE_LIMIT)),
        ] {
            let line = "x".repeat(length);
            let stream = format!("{line}{end}next\n");
            let expected = expected.map_or(line, |length| format!("too long: {length}"));
            let whole = pieces(&[stream.as_bytes()]);
            assert_eq!(
                whole,
                [expected.as_str(), "next"],
                "{length} bytes in one go"
            );
            let bytes: Vec<_> = stream.as_bytes().chunks(1000).collect();
            assert_eq!(pieces(&bytes), whole, "{length} bytes in chunks");
        }
    }

    #[test]
    fn a_line_whose_end_never_came_is_named_and_leaves_nothing_behind() {
        let mut splitter = Splitter::new();
        splitter.feed(b"a\nPART #ch", |_| {});
        let mut left = None;
        splitter.finish(|piece| left = Some(format!("{piece:?}")));
        let expected = "Unfinished { beginning: \"PART #ch\", length: 8 }";
        assert_eq!(left.as_deref(), Some(expected));
        splitter.finish(|piece| panic!("nothing is left, but {piece:?} came"));
    }

    #[test]
    fn p07_megabytes_without_a_line_end_take_no_more_than_the_limit() {
        let mut splitter = Splitter::new();
        for _ in 0..1000 {
            splitter.feed(&[b'x'; 65_536], |_| panic!("no line has ended yet"));
        }
        assert_eq!(splitter.pending(), 65_536_000);
        assert!(splitter.begun.capacity() <= 4 * LINE_LIMIT);
    }
}
