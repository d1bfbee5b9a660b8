//! Durations as people write them (`90s`, `5m`, `2h`, `1d`, `500ms`, or seconds as a number), and as Twitch writes those of videos.

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

/// `3m21s`, as Twitch tells how long videos are.
pub(crate) fn of_twitch(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest}s"),
        (0, _) => format!("{minutes}m{rest}s"),
        _ => format!("{hours}h{minutes}m{rest}s"),
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

    #[test]
    fn twitch_leaves_out_what_is_zero_in_front() {
        for (seconds, text) in [
            (0, "0s"),
            (201, "3m21s"),
            (3_600, "1h0m0s"),
            (4_000, "1h6m40s"),
        ] {
            assert_eq!(of_twitch(Duration::from_secs(seconds)), text);
        }
    }
}
