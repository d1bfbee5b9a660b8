//! Times as people say them. Nothing here asks a clock.

use std::time::Duration;

/// A length of time in its two largest units that matter: `3 h 40 min`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, 0) => format!("{hours} h"),
        (0, _, _) => format!("{hours} h {minutes} min"),
        (1, 0, _) => "1 day".to_owned(),
        (1, _, _) => format!("1 day {hours} h"),
        _ => format!("{days} days"),
    }
}

/// A number of bytes: `1.4 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let mut unit = "B";
    let mut scaled = bytes;
    let mut rest = 0;
    for larger in ["kB", "MB", "GB", "TB"] {
        if scaled < 1_000 {
            break;
        }
        (scaled, rest, unit) = (scaled / 1_000, scaled % 1_000 / 100, larger);
    }
    if rest == 0 || scaled >= 10 {
        return format!("{scaled} {unit}");
    }
    format!("{scaled}.{rest} {unit}")
}

/// A length of time in whole words and to the second, as somebody has chosen it: `1 minute 30 seconds`.
pub(crate) fn exactly(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let parts = [
        (seconds / DAY, "day", "days"),
        (seconds % DAY / HOUR, "hour", "hours"),
        (seconds % HOUR / MINUTE, "minute", "minutes"),
        (seconds % MINUTE, "second", "seconds"),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    match said.is_empty() {
        true => "0 seconds".to_owned(),
        false => said.join(" "),
    }
}

/// What is left of a time, as a clock shows it: `4:32`, `1:04:32`.
pub(crate) fn countdown(left: Duration) -> String {
    let seconds = left.as_secs();
    let (hours, minutes, rest) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    match hours {
        0 => format!("{minutes}:{rest:02}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}"),
    }
}

/// A number with commas between its thousands.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// So many of something.
pub(crate) fn count(number_of: u64, one: &str, many: &str) -> String {
    let what = if number_of == 1 { one } else { many };
    format!("{} {what}", number(number_of))
}

/// Several things: `Tea, Coffee and Water`.
pub(crate) fn list(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_said_as_people_say_them() {
        for (seconds, expected) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_600, "1 h"),
            (13_200, "3 h 40 min"),
            (DAY, "1 day"),
            (DAY + 2 * HOUR, "1 day 2 h"),
            (59 * DAY + HOUR, "59 days"),
        ] {
            assert_eq!(duration(Duration::from_secs(seconds)), expected);
        }
        for (bytes, expected) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_400_000, "1.4 MB"),
            (86_016, "86 kB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }
    #[test]
    fn what_somebody_chose_is_said_to_the_second() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (90, "1 minute 30 seconds"),
            (300, "5 minutes"),
            (DAY + HOUR, "1 day 1 hour"),
        ] {
            assert_eq!(exactly(Duration::from_secs(seconds)), expected);
        }
        for (seconds, expected) in [(0, "0:00"), (272, "4:32"), (3_872, "1:04:32")] {
            assert_eq!(countdown(Duration::from_secs(seconds)), expected);
        }
        for (counted, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(number(counted), expected);
        }
        let things = ["Tea", "Coffee", "Water"].map(str::to_owned);
        assert_eq!(list(&things), "Tea, Coffee and Water");
        assert_eq!(list(&things[..1]), "Tea");
    }
}
