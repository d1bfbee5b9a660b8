//! How a terminal is set, kept while somebody types and put back when a question is broken off from outside. Each system's way stands here alone.

/// How standard input was set; nothing if it is no terminal.
#[cfg(unix)]
pub(super) type Mode = Option<rustix::termios::Termios>;

/// Windows sets a console back when the program that changed it ends, so nothing has to be remembered.
#[cfg(not(unix))]
pub(super) type Mode = ();

/// Looks how it is set now.
#[cfg(unix)]
pub(super) fn remember() -> Mode {
    rustix::termios::tcgetattr(std::io::stdin()).ok()
}

/// Nothing has to be remembered.
#[cfg(not(unix))]
pub(super) fn remember() -> Mode {}

/// Sets it as it was. A terminal that is gone needs nothing.
#[cfg(unix)]
pub(super) fn restore(mode: &Mode) {
    use rustix::termios::{OptionalActions, tcsetattr};
    if let Some(termios) = mode {
        let _gone = tcsetattr(std::io::stdin(), OptionalActions::Now, termios);
    }
}

/// Nothing has to be put back.
#[cfg(not(unix))]
pub(super) fn restore(_mode: &Mode) {}
