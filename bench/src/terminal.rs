//! What the benchmarks print. No colors: it is copied into pages.

use std::io::Write;

/// Prints a line at once; nobody may be left to read it, which is no reason to stop.
pub fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{line}");
    let _ = stdout.flush();
}

/// Prints what went wrong.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
