//! Cutting text at an ASCII byte, found with SIMD; every cut is checked, so that no input can make it panic.

/// The text before and after the first such byte.
#[inline]
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(byte, text.as_bytes())?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// The text before the first such byte, and what follows it; all of it and nothing if the byte does not occur.
#[inline]
pub(crate) fn split_or_all(text: &str, byte: u8) -> (&str, &str) {
    split_once(text, byte).unwrap_or((text, ""))
}
