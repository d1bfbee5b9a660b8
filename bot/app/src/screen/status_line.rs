//! The line at the bottom of a terminal, and the way for everything else to be written above it.

use std::io::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The status line; clones are the same line. It is not there until it is shown.
#[derive(Debug, Clone)]
pub(crate) struct StatusLine(ProgressBar);

/// Standard error, above the status line.
pub(crate) struct ErrorsAbove(StatusLine);

impl StatusLine {
    /// A line that is not there yet.
    pub(crate) fn hidden() -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_msg:.reverse}");
        line.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(line)
    }

    /// Puts the line on the terminal behind standard output.
    pub(crate) fn show(&self) {
        self.0
            .set_draw_target(ProgressDrawTarget::stdout_with_hz(STATUS_HZ));
    }

    /// Puts a chart of several lines, which bring their own colors, where the line would be.
    pub(crate) fn show_chart(&self) {
        let style = ProgressStyle::with_template("{msg}");
        self.0
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.show();
    }

    /// Changes its words.
    pub(crate) fn set(&self, words: String) {
        self.0.set_message(words);
    }

    /// Takes it away for as long as something is written above it.
    pub(crate) fn suspend<Output>(&self, write: impl FnOnce() -> Output) -> Output {
        self.0.suspend(write)
    }

    /// Takes it away for good.
    pub(crate) fn close(&self) {
        self.0.finish_and_clear();
    }

    /// Standard error without damage to the line.
    pub(crate) fn errors_above(&self) -> ErrorsAbove {
        ErrorsAbove(self.clone())
    }
}

impl Write for ErrorsAbove {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.suspend(|| std::io::stderr().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

/// More often than this nobody can read.
const STATUS_HZ: u8 = 8;
