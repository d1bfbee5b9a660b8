//! Where each tag ends and where its key ends, found 64 bytes at a time with SIMD. Nothing is cut out here and nothing interpreted.

use crate::scan::{BLOCK, mask};

/// Walks through tags from left to right; every byte is looked at once, whatever stands there.
#[derive(Debug, Clone)]
pub(crate) struct Marks<'a> {
    tags: &'a [u8],
    /// Where the next tag begins.
    start: usize,
    /// Where the block begins that the masks speak of.
    block: usize,
    /// Where the block after it begins.
    next_block: usize,
    /// The `;` of the block that no tag has ended at yet: bit 0 is its first byte.
    ends: u64,
    /// The `=` of the block that stand behind the last tag.
    equals: u64,
}

/// Where one tag stands; `start <= key_end <= end`, and all of them lie beside an ASCII character or an end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where its key begins.
    pub start: usize,
    /// Where its first `=` stands; its end if it has none.
    pub key_end: usize,
    /// Where its `;` stands, or the end of the text.
    pub end: usize,
}

impl<'a> Marks<'a> {
    pub(crate) const fn new(tags: &'a str) -> Self {
        Self {
            tags: tags.as_bytes(),
            start: 0,
            block: 0,
            next_block: 0,
            ends: 0,
            equals: 0,
        }
    }

    /// Goes on with the next block; there must be one.
    #[inline(always)]
    fn load(&mut self) {
        self.block = self.next_block;
        self.next_block += BLOCK;
        let rest = self.tags.get(self.block..).unwrap_or_default();
        (self.ends, self.equals) = match rest.first_chunk() {
            Some(block) => masks(block),
            None => self.last_masks(rest),
        };
    }

    /// The masks of a block that is not whole.
    #[inline(always)]
    fn last_masks(&self, rest: &[u8]) -> (u64, u64) {
        // The last whole block overlaps the one before, which is cheaper than to copy what is left.
        if let Some(block) = self.tags.last_chunk() {
            let (ends, equals) = masks(block);
            let seen = BLOCK - rest.len();
            return (ends >> seen, equals >> seen);
        }
        let mut block = [0; BLOCK];
        for (to, from) in block.iter_mut().zip(rest) {
            *to = *from;
        }
        masks(&block)
    }
}

impl Iterator for Marks<'_> {
    type Item = Place;

    #[inline(always)]
    fn next(&mut self) -> Option<Place> {
        let start = self.start;
        if start >= self.tags.len() {
            return None;
        }
        let mut key_end = usize::MAX;
        let end = loop {
            if self.ends != 0 {
                // All bits up to the lowest that is set, which is where this tag ends.
                let tag = self.ends ^ (self.ends - 1);
                let equals = self.equals & tag;
                if key_end == usize::MAX && equals != 0 {
                    key_end = self.block + equals.trailing_zeros() as usize;
                }
                let end = self.block + self.ends.trailing_zeros() as usize;
                self.equals &= !tag;
                self.ends &= !tag;
                break end;
            }
            // What is left of the block belongs to this tag.
            if key_end == usize::MAX && self.equals != 0 {
                key_end = self.block + self.equals.trailing_zeros() as usize;
            }
            self.equals = 0;
            if self.next_block >= self.tags.len() {
                break self.tags.len();
            }
            self.load();
        };
        self.start = end + 1;
        Some(Place {
            start,
            key_end: key_end.min(end),
            end,
        })
    }
}

/// Which bytes of a block are `;`, and which are `=`.
#[inline(always)]
fn masks(block: &[u8; BLOCK]) -> (u64, u64) {
    (mask(block, b';'), mask(block, b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tags: &str) {
        let mut expected = Vec::new();
        let mut start = 0;
        for tag in tags.split(';') {
            let end = start + tag.len();
            let key_end = tag.find('=').map_or(end, |at| start + at);
            expected.push(Place {
                start,
                key_end,
                end,
            });
            start = end + 1;
        }
        // What follows the last `;` is a tag only if something does.
        if tags.is_empty() || tags.ends_with(';') {
            expected.pop();
        }
        let found: Vec<_> = Marks::new(tags).collect();
        assert_eq!(found, expected, "{tags:?}");
    }

    #[test]
    fn p02_tags_are_found_wherever_they_meet_the_end_of_a_block() {
        for tags in ["", ";", "=", "a", "a=", "=;=", "a=b=c;;d;e==", ";;;;"] {
            for filler in [0, 1, 15, 16, 17, 31, 60, 61, 62, 63, 64, 65, 127, 128, 200] {
                let filler = "x".repeat(filler);
                check(tags);
                check(&format!("{filler}{tags}"));
                check(&format!("{tags}{filler}"));
                check(&format!("k={filler};{tags}"));
                check(&format!("{tags};{filler}=v"));
                check(&tags.repeat(40));
                check(&format!("é{filler}={tags}é"));
            }
        }
    }
}
