//! The test program run again as another process, which can be killed, frozen or locked out. What it does there is its test's business.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child as Process, ChildStdout, Command, Stdio};

use crate::databases::Files;

/// What the other process is told.
const ORDER: &str = "STREAMHAND_STORE_TEST_ORDER";

/// Another process of ours; it is killed when this is dropped.
pub(crate) struct Child {
    process: Process,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

/// What we were told, if we are the other process.
pub(crate) fn order() -> Option<String> {
    std::env::var(ORDER).ok()
}

/// Tells the parent something.
pub(crate) fn tell(text: &str) {
    // The test harness may be in the middle of a line.
    println!("\n!{text}");
    std::io::stdout().flush().unwrap();
}

/// Waits until the parent says something.
pub(crate) fn wait_for_word() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// The command that runs one test with an order.
pub(crate) fn command(test: &str, order: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture", "--test-threads", "1"])
        .env(ORDER, order)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

impl Child {
    pub(crate) fn start(test: &str, order: &str) -> Self {
        Self::run(&mut command(test, order))
    }

    pub(crate) fn run(command: &mut Command) -> Self {
        let mut process = command.spawn().unwrap();
        let stdout = process.stdout.take().unwrap();
        let lines = BufReader::new(stdout).lines();
        Self { process, lines }
    }

    /// The next thing that it tells; `None` after its end.
    pub(crate) fn hear(&mut self) -> Option<String> {
        self.lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix('!').map(str::to_owned))
    }

    pub(crate) fn say(&mut self) {
        let stdin = self.process.stdin.as_mut().unwrap();
        stdin.write_all(b"go on\n").unwrap();
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Kills it when its files have changed so many times, or when it is over; tells how many changes were seen.
    ///
    /// That ends it at another step of its work each time, without waiting for any moment.
    pub(crate) fn kill_after(&mut self, changes: usize, files: &Files) -> usize {
        let mut last = state(files);
        let mut seen = 0;
        while seen < changes && self.process.try_wait().unwrap().is_none() {
            let now = state(files);
            if now != last {
                seen += 1;
                last = now;
            }
        }
        self.kill();
        seen
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.process.id()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may be over already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The names and sizes of all files of a store, which change with each step of the work.
fn state(files: &Files) -> Vec<(PathBuf, u64)> {
    let mut state = Vec::new();
    for folder in [&files.folder, &files.backups] {
        let Ok(entries) = folder.read_dir() else {
            continue;
        };
        for entry in entries.flatten() {
            let length = entry.metadata().map_or(0, |found| found.len());
            state.push((entry.path(), length));
        }
    }
    state.sort();
    state
}
