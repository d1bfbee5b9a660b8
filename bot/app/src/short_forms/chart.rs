//! A bar chart in lines of text. It knows no terminal: the width is told, and what strangers wrote is made harmless here.

use anstyle::{AnsiColor, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::screen::visible::visible;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chart {
    /// What it is about.
    pub title: String,
    /// How it stands, beside the title.
    pub state: String,
    /// One bar for each choice.
    pub bars: Vec<Bar>,
    /// A line below the bars.
    pub foot: String,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// What it is called.
    pub label: String,
    /// How long the bar is.
    pub amount: u64,
    /// The amount in words, behind the bar.
    pub figures: String,
    /// Whether it is ahead, or has won.
    pub is_ahead: bool,
}

/// The chart as lines that fit the width, with colors; they are taken out again where the output has none.
pub(crate) fn draw(chart: &Chart, width: usize) -> Vec<String> {
    let width = width.max(LEAST_WIDTH);
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let room = width.saturating_sub(chart.state.width() + GAP);
    let title = cut(&visible(&chart.title), room);
    let gap = " ".repeat(
        width
            .saturating_sub(title.width() + chart.state.width())
            .max(1),
    );
    let mut lines = vec![format!(
        "{bold}{title}{bold:#}{gap}{dim}{}{dim:#}",
        chart.state
    )];
    let number_width = chart.bars.len().to_string().len();
    let labels: Vec<String> = chart
        .bars
        .iter()
        .map(|bar| cut(&visible(&bar.label), width / 3))
        .collect();
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let label_width = widest(&mut labels.iter().map(|label| label.width()));
    let figures_width = widest(&mut chart.bars.iter().map(|bar| bar.figures.width()));
    let rest = number_width + label_width + figures_width + 3 * GAP;
    let bar_width = width.saturating_sub(rest).clamp(LEAST_BAR, MOST_BAR);
    let all: u64 = chart.bars.iter().map(|bar| bar.amount).sum();
    for (position, (bar, label)) in chart.bars.iter().zip(&labels).enumerate() {
        let style = match bar.is_ahead {
            true => AnsiColor::BrightGreen.on_default().bold(),
            false => AnsiColor::BrightBlue.on_default(),
        };
        let line = format!(
            "{:>number_width$}  {label}{}  {style}{}{style:#}  {:>figures_width$}",
            position + 1,
            " ".repeat(label_width - label.width()),
            blocks(bar.amount, all, bar_width),
            bar.figures,
        );
        lines.push(line);
    }
    lines.push(format!("{dim}{}{dim:#}", cut(&chart.foot, width)));
    lines
}

/// A bar in eighths of a character, filled up with blanks.
fn blocks(amount: u64, all: u64, width: usize) -> String {
    let eighths = if all == 0 {
        0
    } else {
        let full = u128::try_from(width * 8).unwrap_or(0);
        let share = u128::from(amount) * full / u128::from(all);
        usize::try_from(share).unwrap_or(0)
    };
    let mut bar = "█".repeat(eighths / 8);
    let rest = eighths % 8;
    if rest > 0 {
        bar.push(EIGHTHS[rest - 1]);
    } else if eighths == 0 && amount > 0 {
        // What is there must be seen.
        bar.push(EIGHTHS[0]);
    }
    let drawn = bar.chars().count();
    bar.push_str(&" ".repeat(width.saturating_sub(drawn)));
    bar
}

/// A text that takes no more columns than that; what is cut off is told by three dots.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.graphemes(true) {
        if kept.width() + letter.width() + 1 > columns {
            break;
        }
        kept.push_str(letter);
    }
    kept.push('…');
    kept
}

const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const GAP: usize = 2;
const LEAST_WIDTH: usize = 40;
const LEAST_BAR: usize = 5;
/// Longer bars say no more.
const MOST_BAR: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, amount: u64) -> Bar {
        Bar {
            label: label.to_owned(),
            amount,
            figures: amount.to_string(),
            is_ahead: amount > 1,
        }
    }

    fn plain(chart: &Chart, width: usize) -> Vec<String> {
        let lines = draw(chart, width).into_iter();
        lines
            .map(|line| anstream::adapter::strip_str(&line).to_string())
            .collect()
    }

    fn chart(bars: Vec<Bar>) -> Chart {
        Chart {
            title: "Tea or coffee?".to_owned(),
            state: "4:32 left".to_owned(),
            bars,
            foot: "4 votes".to_owned(),
        }
    }

    #[test]
    fn bars_stand_below_each_other_and_are_as_long_as_their_share() {
        let lines = plain(&chart(vec![bar("Tea", 3), bar("Coffee", 1)]), 40);
        assert_eq!(
            lines,
            [
                "Tea or coffee?                 4:32 left",
                "1  Tea     ███████████████████▌        3",
                "2  Coffee  ██████▌                     1",
                "4 votes",
            ]
        );
    }

    #[test]
    fn no_votes_draw_no_bars_and_one_among_thousands_is_seen() {
        assert_eq!(blocks(0, 0, 5), "     ");
        assert_eq!(blocks(0, 9, 5), "     ");
        assert_eq!(blocks(1, 100_000, 5), "▏    ");
        assert_eq!(blocks(u64::MAX, u64::MAX, 5), "█████");
    }

    #[test]
    fn x34_titles_and_choices_of_strangers_move_nothing_and_break_no_line() {
        let mut drawn = chart(vec![
            bar("a\u{1b}[2J\r\n", 1),
            bar("コーヒーコーヒーコーヒーコーヒー", 2),
        ]);
        drawn.title = "one\u{202e}two ".repeat(20);
        for width in [0, 40, 80, 200] {
            let lines = plain(&drawn, width);
            assert_eq!(lines.len(), 4);
            for line in lines {
                assert!(
                    !line.contains(['\u{1b}', '\r', '\n', '\u{202e}']),
                    "{line:?}"
                );
                assert!(
                    line.width() <= width.max(LEAST_WIDTH),
                    "{line:?} at {width}"
                );
            }
        }
    }
}
