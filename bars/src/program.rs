//! The program that people run, as processes of its own: started, listened to, asked to end, and killed when nobody needs it any more.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::signal;

/// Where the program's file is.
#[derive(Debug, Clone)]
pub(crate) struct Program(PathBuf);

/// A process of it; killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    name: String,
    /// What it printed and nobody has read yet.
    lines: Receiver<String>,
    /// How many lines it printed.
    printed: Arc<AtomicU64>,
}

/// What is done with the lines that it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printed {
    /// They are kept until somebody asks for them.
    Kept,
    /// They are counted and forgotten, as a journal would that nobody reads.
    Counted,
}

/// How one process is started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start<'a> {
    pub(crate) arguments: &'a [&'a str],
    pub(crate) printed: Printed,
    /// The folder that is its home.
    pub(crate) home: &'a Path,
    /// Where it writes its log.
    pub(crate) log: &'a Path,
}

impl Program {
    /// The program that was built beside this one, or the one that the environment names.
    pub(crate) fn find() -> Option<Self> {
        let named = std::env::var_os("STREAMHAND_PROGRAM").map(PathBuf::from);
        let beside = std::env::current_exe().ok().map(|own| {
            let name = format!("streamhand{}", std::env::consts::EXE_SUFFIX);
            own.with_file_name(name)
        });
        let found = named.or(beside)?;
        found.is_file().then_some(Self(found))
    }

    /// Starts it, away from everything that belongs to the person at this machine.
    pub(crate) fn start(&self, start: Start<'_>) -> Result<Running> {
        let mut command = Command::new(&self.0);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STREAMHAND_") {
                command.env_remove(name);
            }
        }
        for name in HOMES {
            command.env(name, start.home);
        }
        let log = File::options().create(true).append(true).open(start.log);
        let log = log.context("cannot open the log of a process")?;
        let mut child = command
            .args(start.arguments)
            .current_dir(start.home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {}", self.0.display()))?;
        let stdout = child.stdout.take().context("a process without output")?;
        let printed = Arc::<AtomicU64>::default();
        let counter = Arc::clone(&printed);
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            while reader
                .read_until(b'\n', &mut line)
                .is_ok_and(|length| length > 0)
            {
                counter.fetch_add(1, Ordering::Relaxed);
                if start.printed == Printed::Kept {
                    let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                    // Whoever is gone reads no more; the process must not notice.
                    let _unread = sender.send(text);
                }
                line.clear();
            }
        });
        Ok(Running {
            child,
            name: start.arguments.join(" "),
            lines,
            printed,
        })
    }
}

impl Running {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How many lines it has printed.
    pub(crate) fn printed(&self) -> u64 {
        self.printed.load(Ordering::Relaxed)
    }

    /// Waits for the JSON object with that `event`.
    pub(crate) fn event(&self, event: &str, patience: Duration) -> Result<Value> {
        let deadline = Instant::now() + patience;
        loop {
            match self.object_by(deadline)? {
                Some(object) if object["event"] == event => return Ok(object),
                Some(_) => {}
                None => bail!("`streamhand {}` says no {event:?} in time", self.name),
            }
        }
    }

    /// The next JSON object, if there is one by then.
    ///
    /// # Errors
    /// If the process has ended.
    pub(crate) fn object_by(&self, deadline: Instant) -> Result<Option<Value>> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    if let Ok(object) = serde_json::from_str(&line) {
                        return Ok(Some(object));
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => {
                    bail!("`streamhand {}` has ended by itself", self.name)
                }
            }
        }
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for its end; none if it takes longer than this.
    pub(crate) fn wait(&mut self, patience: Duration) -> Result<Option<ExitStatus>> {
        let deadline = Instant::now() + patience;
        loop {
            let status = self.child.try_wait();
            if let Some(status) = status.context("cannot wait for a process")? {
                return Ok(Some(status));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            thread::sleep(GLANCE);
        }
    }

    /// Asks it to end as a service manager does, and says how long that took and with which status; none if it took longer than this.
    pub(crate) fn terminate(
        &mut self,
        patience: Duration,
    ) -> Result<(Duration, Option<ExitStatus>)> {
        let asked = Instant::now();
        signal::end(self.id())?;
        let status = self.wait(patience)?;
        Ok((asked.elapsed(), status))
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill().context("cannot kill a process")?;
        self.child.wait().context("cannot wait for a process")?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// What leads a program to the folders of the person who started it.
const HOMES: [&str; 5] = [
    "HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "APPDATA",
    "LOCALAPPDATA",
];
/// How often it is looked whether a process has ended.
const GLANCE: Duration = Duration::from_millis(2);
