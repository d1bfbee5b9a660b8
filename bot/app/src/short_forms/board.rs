//! Where a poll or a prediction is shown while it runs: a chart that is drawn in place at a terminal, else a line or an object for each change. It asks nobody.

use std::io::IsTerminal;

use types::Timestamp;

use super::chart;
use super::tally::Tally;
use crate::command::output;
use crate::screen::status_line::StatusLine;
use crate::screen::visible::visible;
use crate::terminal::HiddenTyping;

/// Where it is shown.
#[derive(Debug)]
pub(crate) struct Board {
    place: Place,
    /// What was shown last, without the time that is left.
    shown: Option<Tally>,
    /// The chart as it was drawn last.
    drawn: Vec<String>,
}

#[derive(Debug)]
enum Place {
    Terminal(StatusLine, Option<HiddenTyping>),
    Lines,
    Objects,
}

impl Board {
    /// A board on standard output.
    pub(crate) fn new(status: &StatusLine, is_json: bool) -> Self {
        let place = if is_json {
            Place::Objects
        } else if std::io::stdout().is_terminal() {
            status.show_chart();
            Place::Terminal(status.clone(), Some(HiddenTyping::begin()))
        } else {
            Place::Lines
        };
        Self {
            place,
            shown: None,
            drawn: Vec::new(),
        }
    }

    /// Shows how it stands.
    pub(crate) fn show(&mut self, tally: &Tally, now: Timestamp) {
        let is_new = self.shown.as_ref() != Some(tally);
        self.shown = Some(tally.clone());
        match &self.place {
            Place::Terminal(..) => self.draw(tally, now),
            Place::Lines if is_new => output::line(&visible(&tally.line(now))),
            Place::Objects if is_new => output::line(&tally.to_json().to_string()),
            Place::Lines | Place::Objects => {}
        }
    }

    /// Renews the time that is left, where that is seen.
    pub(crate) fn tick(&mut self, tally: &Tally, now: Timestamp) {
        if matches!(self.place, Place::Terminal(..)) {
            self.draw(tally, now);
        }
    }

    /// Leaves the last chart where it is, as plain text that stays.
    pub(crate) fn close(&mut self) {
        if let Place::Terminal(status, hidden) = &mut self.place {
            status.close();
            self.drawn.drain(..).for_each(|line| output::line(&line));
            hidden.take().into_iter().for_each(HiddenTyping::end);
        }
    }

    /// The same, with the result as a sentence below.
    pub(crate) fn end(&mut self, tally: &Tally) {
        self.close();
        if self.is_for_people() {
            output::line(&visible(&tally.result()));
        }
    }

    /// Whether people read it.
    pub(crate) fn is_for_people(&self) -> bool {
        !matches!(self.place, Place::Objects)
    }

    fn draw(&mut self, tally: &Tally, now: Timestamp) {
        let Place::Terminal(status, _) = &self.place else {
            return;
        };
        self.drawn = still(tally, now);
        let mut lines = self.drawn.clone();
        lines.push("Ctrl-C stops watching".to_owned());
        status.set(lines.join("\n"));
    }
}

/// The chart as it stands at one moment, for showing once.
pub(crate) fn still(tally: &Tally, now: Timestamp) -> Vec<String> {
    chart::draw(&tally.chart(now), columns())
}

/// The last column stays free: some terminals break the line when it is written to.
fn columns() -> usize {
    let columns = usize::from(console::Term::stdout().size().1);
    columns.saturating_sub(1).min(MOST_COLUMNS)
}

/// Wider ones are hard to read.
const MOST_COLUMNS: usize = 100;
