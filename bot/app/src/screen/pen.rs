//! Writes happenings as lines, again and again in the same piece of memory: a lively chat shows millions of them a day.

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use jiff::tz::TimeZone;
use types::Timestamp;

use super::line::Line;
use super::shown::Shown;

/// Writes lines for one screen.
#[derive(Debug)]
pub(crate) struct Pen {
    has_channel_names: bool,
    time_zone: TimeZone,
    paper: Mutex<Paper>,
}

/// What is kept from one line to the next.
#[derive(Debug, Default)]
struct Paper {
    line: String,
    time: String,
    /// The second since the epoch for which the time was written.
    time_of: Option<i64>,
}

impl Pen {
    /// A pen that writes times as they are at this machine.
    pub(crate) fn new(has_channel_names: bool) -> Self {
        Self::in_zone(has_channel_names, TimeZone::system())
    }

    fn in_zone(has_channel_names: bool, time_zone: TimeZone) -> Self {
        Self {
            has_channel_names,
            time_zone,
            paper: Mutex::default(),
        }
    }

    /// Writes a happening as a line with colors, which are taken out again where the output has none.
    pub(crate) fn write<Output>(
        &self,
        shown: &Shown,
        print: impl FnOnce(&str) -> Output,
    ) -> Output {
        // It is written anew each time, so a panic elsewhere does not spoil it.
        let mut paper = self.paper.lock().unwrap_or_else(PoisonError::into_inner);
        paper.set_time(shown.at, &self.time_zone);
        let Paper { line, time, .. } = &mut *paper;
        line.clear();
        let written = Line {
            time,
            shown,
            has_channel_name: self.has_channel_names,
        };
        // Writing to a String cannot fail.
        let _infallible = write!(line, "{written}");
        let output = print(line);
        line.shrink_to(ROOM_KEPT);
        output
    }
}

impl Paper {
    /// Many lines come in one second, and the calendar is asked once for all of them.
    fn set_time(&mut self, at: Timestamp, zone: &TimeZone) {
        let second = at.as_unix_millis().div_euclid(1_000);
        if self.time_of == Some(second) {
            return;
        }
        let moment = jiff::Timestamp::from_second(second).unwrap_or_default();
        let moment = moment.to_zoned(zone.clone());
        self.time.clear();
        let _infallible = write!(self.time, "{}", moment.strftime("%H:%M:%S"));
        self.time_of = Some(second);
    }
}

/// In bytes: a message of 500 characters, its name and colors; longer lines are rare.
const ROOM_KEPT: usize = 4_096;

#[cfg(test)]
mod tests {
    use types::Badges;

    use super::*;
    use crate::screen::shown::What;

    fn said(at: i64, text: &str) -> Shown {
        Shown {
            at: Timestamp::from_unix_millis(at),
            channel: "somechannel".into(),
            what: What::Said {
                name: "Ann".into(),
                color: None,
                roles: Badges::parse("moderator/1,subscriber/24").roles(),
                text: text.to_owned(),
                is_action: false,
            },
        }
    }

    fn plain(pen: &Pen, shown: &Shown) -> String {
        pen.write(shown, |line| anstream::adapter::strip_str(line).to_string())
    }

    #[test]
    fn a_line_shows_time_badges_name_and_text() {
        let pen = Pen::in_zone(true, TimeZone::UTC);
        assert_eq!(
            plain(&pen, &said(0, "hello\u{1b}[2J")),
            "00:00:00 #somechannel MOD SUB Ann: hello\\u{1b}[2J"
        );
    }

    #[test]
    fn lines_of_one_second_and_of_the_next_have_their_own_times() {
        let pen = Pen::in_zone(false, TimeZone::UTC);
        for (at, expected) in [
            (999, "00:00:00 MOD SUB Ann: a"),
            (1_000, "00:00:01 MOD SUB Ann: a"),
            (1_999, "00:00:01 MOD SUB Ann: a"),
            (-1, "23:59:59 MOD SUB Ann: a"),
            (0, "00:00:00 MOD SUB Ann: a"),
        ] {
            assert_eq!(plain(&pen, &said(at, "a")), expected);
        }
    }

    #[test]
    fn a_short_line_after_a_long_one_shows_nothing_of_it_and_gives_its_room_back() {
        let pen = Pen::in_zone(false, TimeZone::UTC);
        plain(&pen, &said(0, &"long ".repeat(10_000)));
        assert_eq!(plain(&pen, &said(0, "a")), "00:00:00 MOD SUB Ann: a");
        let paper = pen.paper.lock().expect("nobody panicked");
        assert!(paper.line.capacity() <= ROOM_KEPT, "{paper:?}");
    }
}
