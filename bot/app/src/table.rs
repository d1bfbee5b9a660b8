//! Lists and records on standard output: columns that fit a terminal, or lines with tabs for other programs. What stands in them is the caller's.

use std::io::IsTerminal;

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Row, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use crate::command::output;
use crate::screen::visible::visible;

/// Where results go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// A terminal so many columns wide: a person reads.
    Terminal {
        /// How many columns it has.
        width: usize,
    },
    /// A file or a program: nothing is cut, and tabs stand between values.
    Pipe,
}

/// A list of things with the same fields.
#[derive(Debug)]
pub(crate) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One thing, a field a line.
#[derive(Debug, Default)]
pub(crate) struct Record(Vec<(String, String)>);

impl Paper {
    /// What standard output is.
    pub(crate) fn of_output() -> Self {
        if !std::io::stdout().is_terminal() {
            return Self::Pipe;
        }
        let size = console::Term::stdout().size_checked();
        let width = size.map_or(USUAL_WIDTH, |(_, columns)| columns.into());
        Self::Terminal { width }
    }

    /// Whether a person reads.
    pub(crate) fn is_terminal(self) -> bool {
        matches!(self, Self::Terminal { .. })
    }
}

impl Table {
    /// A table with these columns, the most important one first, and no rows yet.
    pub(crate) fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row with as many values as there are columns.
    pub(crate) fn add(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Prints it; what a terminal is too narrow for is told beside it.
    pub(crate) fn print(&self, paper: Paper) {
        let (text, left_out) = self.written(paper);
        output::line(&text);
        if !left_out.is_empty() {
            output::aside(&format!(
                "Not shown, because the terminal is too narrow: {}.",
                left_out.join(", ")
            ));
        }
    }

    /// The text, and the columns that were left out of it.
    fn written(&self, paper: Paper) -> (String, &[String]) {
        match paper {
            Paper::Pipe => {
                let rows = std::iter::once(&self.names).chain(&self.rows);
                let lines: Vec<_> = rows.map(|row| tab_separated(row)).collect();
                (lines.join("\n"), &[])
            }
            Paper::Terminal { width } => {
                let wishes = self.wishes();
                let count = fitting(&wishes, width);
                (self.drawn(&wishes[..count], width), &self.names[count..])
            }
        }
    }

    /// How wide each column would like to be.
    fn wishes(&self) -> Vec<usize> {
        let of_column = |(position, name): (usize, &String)| {
            let cells = self.rows.iter().filter_map(|row| row.get(position));
            let widest = cells.map(|cell| visible(cell).width()).max();
            widest.unwrap_or_default().max(name.width())
        };
        self.names.iter().enumerate().map(of_column).collect()
    }

    fn drawn(&self, wishes: &[usize], width: usize) -> String {
        let widths = shares(wishes, width);
        let mut table = comfy_table::Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(&self.names[..wishes.len()]);
        for row in &self.rows {
            let cells = row.iter().take(wishes.len()).map(|cell| visible(cell));
            let mut row = Row::from(cells);
            row.max_height(1);
            table.add_row(row);
        }
        for (position, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
            let is_last = position + 1 == wishes.len();
            let gap = if is_last { 0 } else { GAP };
            let width = u16::try_from(width).unwrap_or(u16::MAX).saturating_add(gap);
            column.set_padding((0, gap));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        table.trim_fmt()
    }
}

impl Record {
    /// Adds a field; one without a value is left out on a terminal.
    pub(crate) fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Prints it.
    pub(crate) fn print(&self, paper: Paper) {
        let text = self.written(paper);
        if !text.is_empty() {
            output::line(&text);
        }
    }

    fn written(&self, paper: Paper) -> String {
        let lines: Vec<_> = match paper {
            Paper::Pipe => {
                let lines = self.0.iter();
                lines
                    .map(|(name, value)| tab_separated(&[name.clone(), value.clone()]))
                    .collect()
            }
            Paper::Terminal { .. } => {
                let shown = || self.0.iter().filter(|(_, value)| !value.is_empty());
                let widest = shown()
                    .map(|(name, _)| name.width())
                    .max()
                    .unwrap_or_default();
                let line = |(name, value): &(String, String)| {
                    format!("{name:widest$}  {}", visible(value))
                };
                shown().map(line).collect()
            }
        };
        lines.join("\n")
    }
}

/// How many of the columns find room, each with at least a little of it.
fn fitting(wishes: &[usize], width: usize) -> usize {
    let mut used = 0;
    let fits = |wish: &&usize| {
        used += least(**wish) + usize::from(GAP);
        used <= width + usize::from(GAP)
    };
    wishes
        .iter()
        .take_while(fits)
        .count()
        .clamp(1, wishes.len().max(1))
}

/// The width of each column: what it wishes, or its part of what is left when all are at their narrowest.
fn shares(wishes: &[usize], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wishes.iter().map(|wish| least(*wish)).collect();
    let used: usize = widths.iter().map(|width| width + usize::from(GAP)).sum();
    let mut left = (width + usize::from(GAP)).saturating_sub(used);
    // Wherever a column still wants more, it gets one column of the terminal at a time, so that nobody starves.
    while left > 0 {
        let mut given = false;
        for (width, wish) in widths.iter_mut().zip(wishes) {
            if left > 0 && *width < *wish {
                *width += 1;
                left -= 1;
                given = true;
            }
        }
        if !given {
            break;
        }
    }
    widths
}

/// How narrow a column may become: names, times and numbers are of no use when they are cut.
fn least(wish: usize) -> usize {
    if wish <= SHORT { wish } else { NARROW }
}

/// One line; what would break it is written as `\t` and `\n`.
fn tab_separated(values: &[String]) -> String {
    let escaped = values.iter().map(|value| {
        let value = value.replace('\\', "\\\\").replace('\t', "\\t");
        let value = value.replace('\n', "\\n").replace('\r', "\\r");
        visible(&value).into_owned()
    });
    escaped.collect::<Vec<_>>().join("\t")
}

/// A line below the names, and nothing else that is drawn.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Between two columns.
const GAP: u16 = 2;

/// A column that is cut keeps at least this much, so that it can still be recognized.
const NARROW: usize = 14;

/// A column that is no wider than this is never cut.
const SHORT: usize = 20;

/// What is taken for a terminal that does not tell its width.
const USUAL_WIDTH: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["login", "title", "viewers"]);
        table.add(vec![
            "oakmoss".into(),
            "A long evening with\ttabs".into(),
            "12".into(),
        ]);
        table.add(vec!["kettle_on".into(), "東京".into(), String::new()]);
        table
    }

    #[test]
    fn a_pipe_gets_every_value_whole_with_tabs_between() {
        let table = table();
        let (text, left_out) = table.written(Paper::Pipe);
        assert_eq!(
            text,
            "login\ttitle\tviewers\noakmoss\tA long evening with\\ttabs\t12\nkettle_on\t東京\t"
        );
        assert!(left_out.is_empty());
    }

    #[test]
    fn a_terminal_gets_what_fits_and_hears_what_does_not() {
        for (width, names, count) in [
            (80, "login      title", 0),
            (30, "login", 1),
            (10, "login", 2),
        ] {
            let table = table();
            let (text, left_out) = table.written(Paper::Terminal { width });
            assert!(text.starts_with(names), "{text}");
            assert_eq!(left_out.len(), count, "{width}: {text}");
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line:?} of {text}");
            }
            assert!(!text.contains('\t'), "{text}");
        }
    }

    #[test]
    fn a_record_shows_a_person_only_what_is_there() {
        let mut record = Record::default();
        record.add("login", "oakmoss");
        record.add("title", "");
        record.add("created_at", "today");
        let terminal = Paper::Terminal { width: 80 };
        assert_eq!(
            record.written(terminal),
            "login       oakmoss\ncreated_at  today"
        );
        assert_eq!(
            record.written(Paper::Pipe),
            "login\toakmoss\ntitle\t\ncreated_at\ttoday"
        );
    }
}
