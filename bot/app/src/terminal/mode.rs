//! How a terminal is set, kept while somebody types and put back when a question is broken off from outside. Each system's way stands here alone.

#[cfg(unix)]
pub(super) use unix::Mode;

#[cfg(not(unix))]
pub(super) use other::Mode;

#[cfg(unix)]
mod unix {
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    /// How standard input was set; nothing if it is no terminal.
    #[derive(Debug)]
    pub(in super::super) struct Mode(Option<Termios>);

    impl Mode {
        /// Looks how it is set now.
        pub(in super::super) fn remember() -> Self {
            Self(tcgetattr(std::io::stdin()).ok())
        }

        /// Sets it as it was. A terminal that is gone needs nothing.
        pub(in super::super) fn restore(&self) {
            if let Some(termios) = &self.0 {
                let _gone = tcsetattr(std::io::stdin(), OptionalActions::Now, termios);
            }
        }
    }
}

/// Windows sets a console back when the program that changed it ends.
#[cfg(not(unix))]
mod other {
    /// Nothing has to be remembered.
    #[derive(Debug)]
    pub(in super::super) struct Mode;

    impl Mode {
        /// Remembers nothing.
        pub(in super::super) fn remember() -> Self {
            Self
        }

        /// Has nothing to put back.
        #[expect(clippy::unused_self, reason = "it is called alike on every system")]
        pub(in super::super) fn restore(&self) {}
    }
}
