//! The line at the bottom of a terminal, and the way for everything else to be written above it.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anstream::adapter::strip_str;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::mpsc;

/// The status line; clones are the same line. It is not there until it is shown.
#[derive(Debug, Clone)]
pub(crate) struct StatusLine {
    bar: ProgressBar,
    /// Who has a screen of their own, on which nothing else may be written.
    elsewhere: Arc<Mutex<Option<mpsc::Sender<String>>>>,
}

/// Standard error, above the status line.
pub(crate) struct ErrorsAbove(StatusLine);

impl StatusLine {
    /// A line that is not there yet.
    pub(crate) fn hidden() -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_msg:.reverse}");
        line.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            bar: line,
            elsewhere: Arc::default(),
        }
    }

    /// Puts the line on the terminal behind standard output.
    pub(crate) fn show(&self) {
        self.bar
            .set_draw_target(ProgressDrawTarget::stdout_with_hz(STATUS_HZ));
    }

    /// Puts a chart of several lines, which bring their own colors, where the line would be.
    pub(crate) fn show_chart(&self) {
        let style = ProgressStyle::with_template("{msg}");
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.show();
    }

    /// Changes its words.
    pub(crate) fn set(&self, words: String) {
        self.bar.set_message(words);
    }

    /// Takes it away for as long as something is written above it.
    pub(crate) fn suspend<Output>(&self, write: impl FnOnce() -> Output) -> Output {
        self.bar.suspend(write)
    }

    /// Takes it away for good.
    pub(crate) fn close(&self) {
        self.bar.finish_and_clear();
    }

    /// Gives what would be written on standard error from now on.
    pub(crate) fn divert(&self) -> mpsc::Receiver<String> {
        let (lines, waiting) = mpsc::channel(LINES_WAITING);
        *self.elsewhere() = Some(lines);
        waiting
    }

    /// Has it written there again.
    pub(crate) fn divert_no_more(&self) {
        *self.elsewhere() = None;
    }

    /// It is whole between its changes, so a panic elsewhere does not spoil it.
    fn elsewhere(&self) -> MutexGuard<'_, Option<mpsc::Sender<String>>> {
        self.elsewhere
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Standard error without damage to the line.
    pub(crate) fn errors_above(&self) -> ErrorsAbove {
        ErrorsAbove(self.clone())
    }
}

impl Write for ErrorsAbove {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(lines) = self.0.elsewhere().as_ref() {
            let text = String::from_utf8_lossy(bytes);
            // Who does not keep up misses some of the log, and nothing else waits for it.
            let _missed = lines.try_send(strip_str(&text).to_string().trim_end().to_owned());
            return Ok(bytes.len());
        }
        self.0.suspend(|| std::io::stderr().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

/// More often than this nobody can read.
const STATUS_HZ: u8 = 8;

/// So many lines of the log may wait to be shown elsewhere.
const LINES_WAITING: usize = 64;
