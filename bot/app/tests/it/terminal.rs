//! A terminal with a person at it: the real binary reads what is typed and sees a screen. What it draws is read without colors.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::house::{House, PATIENCE};

/// A program at a terminal; it is killed when this is dropped.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Receiver<Vec<u8>>,
    /// Everything that was drawn so far.
    drawn: Vec<u8>,
    /// How much of it, as plain text, was looked at.
    seen: usize,
    /// The other end; the program's terminal is gone when this is.
    window: Box<dyn MasterPty + Send>,
    /// How the terminal was set before the program ran.
    before: String,
}

impl Terminal {
    /// Starts the program with these variables, and no others of its own.
    pub(crate) fn start(house: &House, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let program = env!("CARGO_BIN_EXE_streamhand");
        Self::start_other(house, (program, arguments), variables)
    }

    /// Starts another program, such as a shell, likewise.
    pub(crate) fn start_other(
        house: &House,
        (program, arguments): (&str, &[&str]),
        variables: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            ..PtySize::default()
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("there are pseudo-terminals");
        let before = mode(pair.master.as_ref());
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.args(arguments);
        command.cwd(house.path(""));
        command.env("TERM", "xterm-256color");
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, house.path(""));
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program is there");
        // Only the program holds its end now, so that reading ends with it.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let keyboard = pair.master.take_writer().expect("it can be written to");
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keyboard,
            screen,
            drawn: Vec::new(),
            seen: 0,
            window: pair.master,
            before,
        }
    }

    /// Waits until this is on the screen, behind what was waited for before; gives the text up to there.
    pub(crate) fn expect(&mut self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            let rest = text.get(self.seen..).unwrap_or_default();
            if let Some(position) = rest.find(words) {
                let end = position + words.len();
                let found = rest[..end].to_owned();
                self.seen += end;
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.drawn.extend(bytes),
                Err(_) => panic!(
                    "{words:?} does not appear; the screen says:\n{}",
                    self.text()
                ),
            }
        }
    }

    /// Waits until this stands on the screen, wherever; gives the whole screen.
    pub(crate) fn see(&mut self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen_now();
            let seen = screen.screen().contents();
            // What goes on in the next row is moved in there.
            let flowing: Vec<_> = seen.split_whitespace().collect();
            if seen.contains(words) || flowing.join(" ").contains(words) {
                return seen;
            }
            assert!(
                Instant::now() < deadline,
                "{words:?} is not on the screen:\n{seen}"
            );
            self.look();
        }
    }

    /// Takes in what is drawn next, if anything is drawn soon.
    pub(crate) fn look(&mut self) {
        if let Ok(bytes) = self.screen.recv_timeout(SOON) {
            self.drawn.extend(bytes);
        }
    }

    /// Whether the program draws on a screen of its own, behind which the person's is kept.
    pub(crate) fn is_on_the_other_screen(&self) -> bool {
        self.screen_now().screen().alternate_screen()
    }

    /// The screen as it is now.
    fn screen_now(&self) -> vt100::Parser {
        let mut parser = vt100::Parser::new(ROWS, COLUMNS, 0);
        parser.process(&self.drawn);
        parser
    }

    /// Waits for the end, and gives the status.
    pub(crate) fn leave(mut self) -> (u32, Self) {
        while let Ok(bytes) = self.screen.recv_timeout(PATIENCE) {
            self.drawn.extend(bytes);
        }
        let status = self.child.wait().expect("it is our child");
        (status.exit_code(), self)
    }

    /// Types something and presses Enter.
    pub(crate) fn type_line(&mut self, text: &str) {
        self.press(format!("{text}\r").as_bytes());
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).expect("the program reads");
        self.keyboard.flush().expect("the program reads");
    }

    /// Whether the terminal is set as it was before the program ran.
    pub(crate) fn is_as_before(&self) -> bool {
        mode(self.window.as_ref()) == self.before
    }

    /// Asks the program to end, as a service manager does, and waits for that.
    pub(crate) fn terminate(&mut self) -> u32 {
        let id = self.child.process_id().expect("it runs").to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.expect("every Unix has kill").success());
        self.child.wait().expect("it is our child").exit_code()
    }

    /// Waits for the end; gives the status and everything that was on the screen.
    pub(crate) fn finish(mut self) -> (u32, String) {
        while let Ok(bytes) = self.screen.recv_timeout(PATIENCE) {
            self.drawn.extend(bytes);
        }
        let status = self.child.wait().expect("it is our child");
        (status.exit_code(), self.text())
    }

    fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.drawn);
        anstream::adapter::strip_str(&text).to_string()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        let _ended = self.child.kill();
    }
}

/// How a terminal is set, for comparing.
fn mode(window: &dyn MasterPty) -> String {
    format!("{:?}", window.get_termios().expect("it is a terminal"))
}

/// As large as the screens of people who do much at once.
const ROWS: u16 = 50;
const COLUMNS: u16 = 160;

/// What is not drawn by then may take longer, and is asked for again.
const SOON: Duration = Duration::from_millis(200);

/// Ctrl-C, as a terminal sends it.
pub(crate) const CTRL_C: &[u8] = b"\x03";

/// Ctrl-D, as a terminal sends it.
pub(crate) const CTRL_D: &[u8] = b"\x04";

/// Ctrl-L, as a terminal sends it.
pub(crate) const CTRL_L: &[u8] = b"\x0c";

/// Ctrl-Z, as a terminal sends it.
pub(crate) const CTRL_Z: &[u8] = b"\x1a";
