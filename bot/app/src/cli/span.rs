//! Lengths of time as they are typed for polls, timeouts and the like: whole seconds, up to weeks. Which of them Twitch takes is checked with the call.

use std::time::Duration;

/// Reads `90`, `90s`, `5m`, `2h`, `7d` or `2w`, and several of them together: `1m30s`.
///
/// # Errors
/// If it is no such time.
pub(crate) fn read(text: &str) -> Result<Duration, String> {
    let refused = || format!("{text:?} is not a time such as 30s, 5m, 2h or 7d");
    let mut rest = text.trim();
    let mut seconds = 0_u64;
    if rest.is_empty() {
        return Err(refused());
    }
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit());
        let (digits, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let end = behind.find(|character: char| !character.is_ascii_alphabetic());
        let (unit, behind) = behind.split_at(end.unwrap_or(behind.len()));
        let number: u64 = digits.parse().map_err(|_| refused())?;
        let length = unit_in_seconds(unit).ok_or_else(refused)?;
        let part = number.checked_mul(length);
        let sum = part.and_then(|part| seconds.checked_add(part));
        seconds = sum.filter(|sum| *sum <= LONGEST).ok_or_else(refused)?;
        rest = behind;
    }
    Ok(Duration::from_secs(seconds))
}

/// The same, or that it is switched off.
///
/// # Errors
/// If it is neither a time nor `off`.
pub(crate) fn read_or_off(text: &str) -> Result<Option<Duration>, String> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let time = read(text).map_err(|error| format!("{error}, and not off"))?;
    Ok(Some(time))
}

fn unit_in_seconds(unit: &str) -> Option<u64> {
    match unit {
        "" | "s" => Some(1),
        "m" | "min" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        "w" => Some(7 * 86_400),
        _ => None,
    }
}

/// A year and a bit; what is longer is a slip of the hand.
const LONGEST: u64 = 400 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_units() {
        for (text, seconds) in [
            ("90", 90),
            ("90s", 90),
            ("5m", 300),
            ("1m30s", 90),
            ("2h", 7_200),
            ("14d", 1_209_600),
            ("2w", 1_209_600),
            (" 10min ", 600),
        ] {
            assert_eq!(read(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "soon",
            "-5m",
            "1.5m",
            "5y",
            "m",
            "9999999999999d",
            "99999999999999999999",
        ] {
            assert!(read(text).is_err(), "{text:?} must be refused");
        }
        assert_eq!(read_or_off("OFF"), Ok(None));
        assert_eq!(read_or_off("10s"), Ok(Some(Duration::from_secs(10))));
        assert!(read_or_off("never").is_err());
    }
}
