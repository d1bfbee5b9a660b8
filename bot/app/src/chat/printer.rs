//! Writes lines in a thread of its own, so that a reader who is slow holds up nobody. What the lines say is decided elsewhere.

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::command::output;

/// A thread that writes lines.
#[derive(Debug)]
pub(super) struct Printer {
    lines: mpsc::Sender<String>,
    done: oneshot::Receiver<()>,
}

impl Printer {
    /// Starts it.
    pub(super) fn start(place: impl Write + Send + 'static) -> Self {
        let (lines, waiting) = mpsc::channel(LINES_WAITING);
        let (tell, done) = oneshot::channel();
        std::thread::spawn(move || {
            // The senders see that nobody takes lines any more.
            output::note(print_all(waiting, place));
            let _unasked = tell.send(());
        });
        Self { lines, done }
    }

    /// Where lines are put in; it is closed when nobody reads the output any more.
    pub(super) fn lines(&self) -> mpsc::Sender<String> {
        self.lines.clone()
    }

    /// Waits until all is written, for so long at most; whoever else has lines to print must be gone.
    pub(super) async fn finish(self, patience: Duration) {
        drop(self.lines);
        let _late = timeout(patience, self.done).await;
    }
}

/// A flood is written in large pieces, a single line at once.
fn print_all(mut lines: mpsc::Receiver<String>, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    while let Some(line) = lines.blocking_recv() {
        writeln!(output, "{line}")?;
        while let Ok(line) = lines.try_recv() {
            writeln!(output, "{line}")?;
        }
        output.flush()?;
    }
    Ok(())
}

/// What does not fit waits in the chat connection, which drops by what matters least.
const LINES_WAITING: usize = 256;
