//! Finding ASCII bytes in text, with SIMD, and cutting there; every cut is checked, so that no input can make it panic.

use wide::u8x16;

/// Which bytes of a block are that byte: bit 0 is its first one.
#[inline(always)]
pub(crate) fn mask(block: &[u8; BLOCK], byte: u8) -> u64 {
    let (quarters, _) = block.as_chunks::<16>();
    let mut mask = 0;
    for (place, quarter) in quarters.iter().enumerate() {
        let equal = u8x16::new(*quarter).simd_eq(u8x16::splat(byte));
        mask |= u64::from(equal.to_bitmask()) << (16 * place);
    }
    mask
}

/// The text before and after the first such byte, which may stand far away.
#[inline]
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The text before and after the first such byte, which is expected within the first block.
///
/// There it is found without a call; the cost of one would be that of the search.
#[inline(always)]
pub(crate) fn split_near(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find_near(text.as_bytes(), byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[inline(always)]
fn find_near(text: &[u8], byte: u8) -> Option<usize> {
    let Some((block, rest)) = text.split_first_chunk() else {
        return text.iter().position(|other| *other == byte);
    };
    match mask(block, byte) {
        0 => memchr::memchr(byte, rest).map(|at| BLOCK + at),
        mask => Some(mask.trailing_zeros() as usize),
    }
}

/// Whether the byte stands in a text, which is expected to be short.
#[inline]
pub(crate) fn contains(text: &str, byte: u8) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > BLOCK {
        return memchr::memchr(byte, bytes).is_some();
    }
    // Without an early end, which the compiler makes vectors of.
    bytes
        .iter()
        .fold(false, |found, other| found | (*other == byte))
}

/// The text behind the spaces that it begins with; nearly always there is none.
#[inline]
pub(crate) fn skip_spaces(text: &str) -> &str {
    let mut rest = text;
    while let Some(behind) = rest.strip_prefix(' ') {
        rest = behind;
    }
    rest
}

/// The first word, and what follows the space behind it.
#[inline(always)]
pub(crate) fn split_word(text: &str) -> (&str, &str) {
    split_near(text, b' ').unwrap_or((text, ""))
}

/// How many bytes are looked at together: as many as a mask has bits.
pub(crate) const BLOCK: usize = 64;
