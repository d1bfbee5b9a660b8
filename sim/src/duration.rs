//! Durations as people write them: `90s`, `5m`, `2h`, `1d`, `500ms`, or seconds as a number.

use std::time::Duration;

/// Reads a duration; the error is a sentence.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let millis = match text.strip_prefix(digits) {
        Some("" | "s") => 1_000,
        Some("ms") => 1,
        Some("m") => 60_000,
        Some("h") => 3_600_000,
        Some("d") => 86_400_000,
        _ => 0,
    };
    match digits.parse::<u32>() {
        Ok(number) if millis > 0 => Ok(Duration::from_millis(u64::from(number) * millis)),
        _ => Err(format!(
            "{text:?} is no duration; write seconds, or 90s, 5m, 2h, 1d"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_unit_or_means_seconds() {
        for (text, millis) in [
            ("90", 90_000),
            ("90s", 90_000),
            ("250ms", 250),
            ("5m", 300_000),
            ("2h", 7_200_000),
            ("30d", 2_592_000_000),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "-5", "1.5h", "1w", "5 m", "99999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
