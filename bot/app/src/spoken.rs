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
}
