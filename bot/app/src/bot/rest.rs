//! How long nothing is said in a channel after a refusal, and how that is told. Which refusals mean a rest is `drop_code`'s.

use std::time::Duration;

use jiff::tz::TimeZone;
use types::Timestamp;

use crate::drop_code;
use crate::outbox::rests::Reason;

/// For how long the next message would be refused like the one that Twitch refused `at` this moment, and why.
pub(super) fn after(at: Timestamp, code: &str, text: &str) -> Option<(Duration, Reason)> {
    let known = drop_code::find(code)?.rest?;
    let rest = seconds_left(text).map_or(known, |left| left.min(known));
    let said = format!(
        "Twitch refused the message before at {}; nothing is tried here until {}",
        on_the_clock(at),
        on_the_clock(at.plus(rest)),
    );
    let code = code.to_owned();
    Some((rest, Reason { code, said }))
}

/// How long a timeout still lasts, as Twitch words it: "You are timed out for 4 more seconds."
fn seconds_left(text: &str) -> Option<Duration> {
    let (before, _) = text.split_once(" more second")?;
    let number = before.rsplit(' ').next()?;
    number.parse().ok().map(Duration::from_secs)
}

/// A moment as the clock on the wall shows it.
fn on_the_clock(at: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.as_unix_millis()).unwrap_or_default();
    let moment = moment.to_zoned(TimeZone::system());
    moment.strftime("%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check((code, text): (&str, &str), expected: Option<u64>) {
        let at = Timestamp::from_unix_millis(1_795_342_800_000);
        let rest = after(at, code, text);
        let seconds = rest.as_ref().map(|(rest, _)| rest.as_secs());
        assert_eq!(seconds, expected, "{code}: {text}");
        if let Some((rest, reason)) = rest {
            assert_eq!(reason.code, code);
            for moment in [at, at.plus(rest)] {
                let moment = on_the_clock(moment);
                assert!(reason.said.contains(&moment), "{}", reason.said);
            }
        }
    }

    #[test]
    fn s09_after_a_timeout_the_bot_is_silent_no_longer_than_twitch_says() {
        let timed_out = |left| format!("You are timed out for {left} more seconds.");
        check(("msg_timedout", &timed_out("4")), Some(4));
        check(
            ("msg_timedout", "You are timed out for 1 more second."),
            Some(1),
        );
        check(("msg_timedout", &timed_out("86400")), Some(60));
        check(("msg_timedout", &timed_out("some")), Some(60));
        check(("user_timed_out", "You are timed out."), Some(60));
        check(("msg_banned", "You are banned."), Some(600));
        check(("msg_slowmode", "This room is in slow mode."), None);
        check(("never_heard_of", "4 more seconds"), None);
    }
}
