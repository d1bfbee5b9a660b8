//! How a terminal is set, kept while somebody types or something is drawn, and put back when that is broken off from outside. Each system's way stands here alone.

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

/// What is typed from now on is not shown, so that it cannot break what is drawn; Ctrl-C goes on working.
#[cfg(unix)]
pub(super) fn hide_typing() {
    use rustix::termios::{LocalModes, OptionalActions, tcsetattr};
    if let Some(mut termios) = remember() {
        termios.local_modes.remove(LocalModes::ECHO);
        let _gone = tcsetattr(std::io::stdin(), OptionalActions::Now, &termios);
    }
}

/// A console shows what is typed only where a program reads it.
#[cfg(not(unix))]
pub(super) fn hide_typing() {}

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
