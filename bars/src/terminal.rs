//! What the bars print: one line for each, and lines of children to their parent. No colors: it is read in logs.

use std::io::Write;
use std::time::Duration;

/// Prints a line at once.
///
/// Nobody may be left to read it, which is no reason to stop.
pub(crate) fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    // One call, because the process may be killed between two.
    let _ = stdout.write_all(format!("{line}\n").as_bytes());
    let _ = stdout.flush();
}

/// Tells the parent something.
///
/// # Errors
/// If the parent is gone, which ends the child too.
pub(crate) fn tell(line: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(format!("{line}\n").as_bytes())?;
    stdout.flush()
}

/// Prints what went wrong.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A length of time in milliseconds, as a figure.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
