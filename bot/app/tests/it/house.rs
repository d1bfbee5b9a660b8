//! The real binary as a person starts it: in folders of its own, with its words read and its end seen to. Nothing of the person's own is touched.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A folder in which a program lives.
pub(crate) struct House {
    folder: TempDir,
    /// What programs are started through, if not directly.
    through: Vec<String>,
}

/// What a program that has ended left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A program that runs; it is killed when this is dropped, whatever happens to the test.
pub(crate) struct Running {
    child: Child,
    name: String,
    lines: Receiver<String>,
}

impl House {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("temporary folders can be made");
        Self {
            folder,
            through: Vec::new(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has programs started through another one from now on, which must become them.
    #[cfg(target_os = "linux")]
    pub(crate) fn through(&mut self, words: Vec<String>) {
        self.through = words;
    }

    /// Writes a file and gives its path as an argument.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the folder is ours");
        argument(&path)
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        self.start(arguments).finish()
    }

    /// Runs the program to its end, with variables in its environment.
    pub(crate) fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Finished {
        self.start_with(variables, arguments, Stdio::null())
            .finish()
    }

    /// Runs the program to its end, with a text on its standard input.
    pub(crate) fn run_fed(&self, text: &str, arguments: &[&str]) -> Finished {
        let fed = std::fs::File::open(self.write("fed", text));
        let fed = fed.expect("it was just written");
        self.start_with(&[], arguments, fed.into()).finish()
    }

    /// Starts the program.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        self.start_with(&[], arguments, Stdio::null())
    }

    /// Starts the program with something that is going to be written into it.
    pub(crate) fn start_fed(&self, arguments: &[&str]) -> (Running, ChildStdin) {
        let mut running = self.start_with(&[], arguments, Stdio::piped());
        let input = running.child.stdin.take().expect("it is piped");
        (running, input)
    }

    /// Starts the program, with variables in its environment.
    pub(crate) fn start_with(
        &self,
        variables: &[(&str, &str)],
        arguments: &[&str],
        input: Stdio,
    ) -> Running {
        let program = env!("CARGO_BIN_EXE_streamhand");
        let mut command = match self.through.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STREAMHAND_") {
                command.env_remove(name);
            }
        }
        for name in [
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "APPDATA",
            "LOCALAPPDATA",
        ] {
            command.env(name, self.folder.path());
        }
        command.envs(variables.iter().copied());
        let child = command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.expect("the program was built for this test");
        let stdout = child.stdout.take().expect("it is piped");
        let (line, lines) = channel();
        std::thread::spawn(move || {
            let texts = BufReader::new(stdout).lines().map_while(Result::ok);
            // A test that is over listens no more.
            texts
                .map(|text| line.send(text))
                .take_while(Result::is_ok)
                .count()
        });
        Running {
            child,
            name: arguments.join(" "),
            lines,
        }
    }
}

impl Running {
    /// The next line on standard output; none when the program has ended.
    fn next_line(&self, deadline: Instant) -> Option<String> {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.lines.recv_timeout(left) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("{:?} takes too long", self.name),
        }
    }

    /// The next line, if it comes in time.
    #[cfg(target_os = "linux")]
    pub(crate) fn line_before(&self, deadline: Instant) -> Option<String> {
        let left = deadline.saturating_duration_since(Instant::now());
        self.lines.recv_timeout(left).ok()
    }

    /// The first line that is printed from now on.
    #[cfg(unix)]
    pub(crate) fn first_line(&self) -> String {
        let line = self.next_line(Instant::now() + PATIENCE);
        line.unwrap_or_else(|| panic!("{:?} ended without a word", self.name))
    }

    /// The first JSON object from now on with that `event`.
    pub(crate) fn event(&self, event: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Some(line) = self.next_line(deadline) {
            match serde_json::from_str::<Value>(&line) {
                Ok(object) if object["event"] == event => return object,
                _ => seen.push(line),
            }
        }
        panic!("{:?} ended without {event:?}; it said {seen:?}", self.name);
    }

    /// The next line, if it is there already.
    pub(crate) fn line_if_any(&self) -> Option<String> {
        self.lines.try_recv().ok()
    }

    /// The next JSON object.
    pub(crate) fn object(&self) -> Value {
        let line = self.next_line(Instant::now() + PATIENCE);
        let line = line.unwrap_or_else(|| panic!("{:?} has ended", self.name));
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?} is no JSON"))
    }

    /// The JSON objects from now on up to the first one with that `event`, which is the last of them.
    pub(crate) fn events_until(&self, event: &str) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Some(line) = self.next_line(deadline) {
            seen.extend(serde_json::from_str::<Value>(&line).ok());
            if seen.last().is_some_and(|object| object["event"] == event) {
                return seen;
            }
        }
        panic!("{:?} ended without {event:?}; it said {seen:?}", self.name);
    }

    /// Reads its output no more, and says whether it has ended since.
    pub(crate) fn is_over_unread(&mut self) -> bool {
        let (_nobody, lines) = channel();
        self.lines = lines;
        self.child.try_wait().expect("it is our child").is_some()
    }

    /// Waits until it says something, or ends.
    pub(crate) fn say_something(&self) {
        self.next_line(Instant::now() + PATIENCE);
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    pub(crate) fn finish(self) -> Finished {
        self.finish_within(PATIENCE)
    }

    /// Waits for its end; a program that takes longer fails the test.
    pub(crate) fn finish_within(mut self, patience: Duration) -> Finished {
        let stderr = self.child.stderr.take().expect("it is piped");
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            BufReader::new(stderr)
                .read_to_string(&mut text)
                .map(|_| text)
        });
        let deadline = Instant::now() + patience;
        let mut out = String::new();
        // Its output ends with it, so nobody has to ask again and again whether it has ended.
        while let Some(line) = self.next_line(deadline) {
            out.push_str(&line);
            out.push('\n');
        }
        let status: ExitStatus = self.child.wait().expect("it is our child");
        let err = err.join().expect("reading does not panic");
        Finished {
            status: status.code(),
            out,
            err: err.expect("the program writes text"),
        }
    }

    /// Kills it without a chance to clean up.
    pub(crate) fn kill(mut self) {
        self.end_now();
    }

    /// The same, where something of it is still wanted.
    pub(crate) fn end_now(&mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }

    /// Asks it to end, as a service manager does.
    #[cfg(unix)]
    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("every Unix has kill").success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Finished {
    /// Checks the status and that a person reads these words in this order.
    pub(crate) fn expect(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, Some(status), "{self:?}");
        let mut rest = self.err.as_str();
        for word in words {
            let Some((_, behind)) = rest.split_once(word) else {
                panic!("{word:?} is not said, or not in its place: {}", self.err);
            };
            rest = behind;
        }
    }

    /// Checks that none of these secrets is shown.
    pub(crate) fn hides(&self, secrets: &[String]) {
        for secret in secrets {
            let is_shown = self.out.contains(secret.as_str()) || self.err.contains(secret.as_str());
            assert!(
                !secret.is_empty() && !is_shown,
                "a secret is shown: {self:?}"
            );
        }
    }
}

/// An HTTP request (method and path, and one header) over a connection of its own; gives status and body.
pub(crate) fn http(address: &str, (request, header): (&str, &str), body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("the simulator listens");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a good timeout");
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{header}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .expect("the simulator reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the simulator answers in text");
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    (status.unwrap_or_default(), body.to_owned())
}

/// A path as an argument.
pub(crate) fn argument(path: &Path) -> String {
    path.to_str()
        .expect("temporary folders have plain names")
        .to_owned()
}

/// Far more than anything here takes, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
