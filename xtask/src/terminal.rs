//! What the chores print. No colors: the output is read in logs as often as on a screen.

use std::io::Write;
use std::time::Duration;

/// Prints a result.
///
/// A closed pipe is no reason to break off a chore, so failures to print are dropped.
pub(crate) fn say(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{}", text.trim_end_matches('\n'));
    let _ = stdout.flush();
}

/// Prints what went wrong.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A duration as people read it: `0.4 s`, `12.0 s`, `3 min 05 s`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_short_and_has_its_unit() {
        for (millis, expected) in [
            (0, "0.0 s"),
            (400, "0.4 s"),
            (59_000, "59.0 s"),
            (185_000, "3 min 05 s"),
        ] {
            assert_eq!(duration(Duration::from_millis(millis)), expected);
        }
    }
}
