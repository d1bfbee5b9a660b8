//! What a person sees of a running bot: chat as it happens, and one line of state below it; plain lines where there is no terminal.

mod line;
pub(crate) mod shown;
mod visible;

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use shown::{Figures, Shown};

/// Where things are shown.
#[derive(Debug)]
pub(crate) struct Screen {
    status: ProgressBar,
    has_channel_names: bool,
    is_quiet: bool,
    time_zone: jiff::tz::TimeZone,
}

impl Screen {
    /// A screen on standard output; quiet if that is for machines.
    pub(crate) fn new(is_quiet: bool, has_channel_names: bool) -> Self {
        let is_live = std::io::stdout().is_terminal() && !is_quiet;
        let target = if is_live {
            ProgressDrawTarget::stdout_with_hz(STATUS_HZ)
        } else {
            ProgressDrawTarget::hidden()
        };
        let status = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{wide_msg:.reverse}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        status.set_style(style);
        Self {
            status,
            has_channel_names,
            is_quiet,
            time_zone: jiff::tz::TimeZone::system(),
        }
    }

    /// Shows what happened, above the status line.
    ///
    /// False if nobody reads the output any more; what that means, the caller knows.
    pub(crate) fn show(&self, shown: &Shown) -> bool {
        if self.is_quiet {
            return true;
        }
        let text = line::format(shown, &self.time_zone, self.has_channel_names);
        self.status.suspend(|| {
            let mut output = anstream::stdout().lock();
            writeln!(output, "{text}").is_ok()
        })
    }

    /// Renews the status line.
    pub(crate) fn update(&self, figures: Figures) {
        self.status.set_message(line::status(figures));
    }

    /// Takes the status line away.
    pub(crate) fn close(&self) {
        self.status.finish_and_clear();
    }
}

/// More often than this nobody can read.
const STATUS_HZ: u8 = 8;
