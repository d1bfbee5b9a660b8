//! How far a list was followed, on standard error and only in a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that moves while pages come; it is gone when this is dropped.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Starts before the first page; it shows nothing where standard error is no terminal.
    pub(super) fn start() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.set_message("Asking for the first page …");
        bar.tick();
        Self(bar)
    }

    /// So many elements are there, of so many in all if Twitch tells.
    pub(super) fn tell(&self, count: usize, total: Option<u64>) {
        let of_all = total.map(|total| format!(" of {total}"));
        let of_all = of_all.unwrap_or_default();
        self.0
            .set_message(format!("{count}{of_all} so far; Ctrl-C ends it here"));
        self.0.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
