//! Writes cells on a terminal, and says anew where it goes on behind each letter that terminals count differently: such a letter shifts nothing that stands behind it. It asks the terminal nothing that comes back over the keyboard.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// What draws.
#[derive(Debug)]
pub(super) struct Brush<Output: Write> {
    terminal: CrosstermBackend<Output>,
    /// Where the cursor was put last.
    cursor: Position,
}

impl<Output: Write> Brush<Output> {
    /// A brush that draws there.
    pub(super) fn new(output: Output) -> Self {
        Self {
            terminal: CrosstermBackend::new(output),
            cursor: Position::ORIGIN,
        }
    }
}

impl<Output: Write> Backend for Brush<Output> {
    type Error = io::Error;

    fn draw<'a, Cells>(&mut self, cells: Cells) -> io::Result<()>
    where
        Cells: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Each stroke begins by saying where.
        let mut stroke = Vec::new();
        for cell in cells {
            stroke.push(cell);
            if !is_plain(cell.2.symbol()) {
                self.terminal.draw(stroke.drain(..))?;
            }
        }
        self.terminal.draw(stroke.into_iter())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.terminal.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.terminal.show_cursor()
    }

    /// The answer of a terminal would be taken by whoever listens to the keyboard.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<Place: Into<Position>>(&mut self, place: Place) -> io::Result<()> {
        self.cursor = place.into();
        self.terminal.set_cursor_position(self.cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.terminal.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.terminal)
    }
}

/// Whether every terminal takes one cell for it: signs of ASCII, and letters of alphabets without anything on them.
fn is_plain(symbol: &str) -> bool {
    let mut letters = symbol.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => {
            letter.is_ascii() || (letter.is_alphanumeric() && letter < FIRST_OF_TWO_CELLS)
        }
        _ => false,
    }
}

/// From here on come letters that take two cells.
const FIRST_OF_TWO_CELLS: char = '\u{1100}';

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(symbols: &[&str]) -> String {
        let cells: Vec<Cell> = symbols
            .iter()
            .map(|symbol| {
                let mut cell = Cell::default();
                cell.set_symbol(symbol);
                cell
            })
            .collect();
        let mut written = Vec::new();
        let mut brush = Brush::new(&mut written);
        let places = (0_u16..)
            .zip(&cells)
            .map(|(column, cell)| (column, 4, cell));
        brush.draw(places).expect("memory can be drawn on");
        String::from_utf8(written).expect("it is text")
    }

    #[test]
    fn x34_behind_a_letter_that_terminals_count_differently_the_place_is_said_anew() {
        for (symbols, places) in [
            (&["a", "b", "é", "ж", "c"][..], &["\u{1b}[5;1H"][..]),
            (&["a", "☺", "b"], &["\u{1b}[5;1H", "\u{1b}[5;3H"]),
            (&["e\u{301}", "b", "c"], &["\u{1b}[5;1H", "\u{1b}[5;2H"]),
        ] {
            let drawn = drawn(symbols);
            let said: Vec<_> = drawn
                .match_indices("\u{1b}[5;")
                .map(|(start, _)| &drawn[start..start + "\u{1b}[5;1H".len()])
                .collect();
            assert_eq!(said, places, "{symbols:?}: {drawn:?}");
        }
    }
}
