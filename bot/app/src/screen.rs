//! What a person sees of a running bot: chat as it happens, and one line of state below it; plain lines where there is no terminal.

mod line;
pub(crate) mod pen;
pub(crate) mod shown;
pub(crate) mod status_line;
pub(crate) mod visible;

use std::io::{IsTerminal, Write};

use pen::Pen;
use shown::{Figures, Shown, What};
use status_line::StatusLine;

/// Where things are shown.
#[derive(Debug)]
pub(crate) struct Screen {
    status: StatusLine,
    pen: Pen,
    is_quiet: bool,
}

impl Screen {
    /// A screen on standard output; quiet if that is for machines.
    pub(crate) fn new(status: &StatusLine, is_quiet: bool, has_channel_names: bool) -> Self {
        if std::io::stdout().is_terminal() && !is_quiet {
            status.show();
        }
        Self {
            status: status.clone(),
            pen: Pen::new(has_channel_names),
            is_quiet,
        }
    }

    /// Shows what happened, above the status line.
    ///
    /// On a screen for machines only what scripts may act on is shown, as one object a line.
    /// False if nobody reads the output any more; what that means, the caller knows.
    pub(crate) fn show(&self, shown: &Shown) -> bool {
        if self.is_quiet {
            return match &shown.what {
                What::Told { event, .. } | What::Noted(event) => {
                    writeln!(anstream::stdout().lock(), "{event}").is_ok()
                }
                _ => true,
            };
        }
        if matches!(shown.what, What::Noted(_)) {
            return true;
        }
        self.pen.write(shown, |line| {
            self.status
                .suspend(|| writeln!(anstream::stdout().lock(), "{line}").is_ok())
        })
    }

    /// Renews the status line.
    pub(crate) fn update(&self, figures: Figures) {
        self.status.set(line::status(figures));
    }

    /// Takes the status line away.
    pub(crate) fn close(&self) {
        self.status.close();
    }
}
