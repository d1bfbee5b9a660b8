//! Children of this program: started, listened to line by line, stopped, and killed without warning. What they do stands in `child`.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::signal;

/// A process that tells what it does in lines.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    orders: Option<ChildStdin>,
    lines: Receiver<String>,
    pub(crate) started_at: Instant,
}

impl Process {
    /// Starts this program again as a child.
    pub(crate) fn start(arguments: &[String]) -> Result<Self> {
        Self::start_as(Command::new(own_program()?).args(own_arguments(arguments)))
    }

    /// Starts a program that, sooner or later, runs this one as a child.
    pub(crate) fn start_as(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let stdout = child.stdout.take().context("a child without output")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            // The last line may be cut off by a kill; it ends without a newline and says nothing.
            let mut reader = BufReader::new(stdout);
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|length| length > 0) {
                if line.ends_with('\n') && sender.send(line.trim_end().to_owned()).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Ok(Self {
            orders: child.stdin.take(),
            child,
            lines,
            started_at: Instant::now(),
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a line to the child, which may have ended.
    pub(crate) fn order(&mut self, line: &str) {
        if let Some(orders) = &mut self.orders {
            let _ = orders.write_all(format!("{line}\n").as_bytes());
        }
    }

    /// The next line that the child tells.
    ///
    /// # Errors
    /// If it ends or says nothing for this long.
    pub(crate) fn line(&self, patience: Duration) -> Result<String> {
        match self.lines.recv_timeout(patience) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => bail!("a child said nothing for {patience:?}"),
            Err(RecvTimeoutError::Disconnected) => bail!("a child ended by itself"),
        }
    }

    /// The next line, if there is one by then.
    pub(crate) fn line_by(&self, moment: Instant) -> Option<String> {
        let patience = moment.saturating_duration_since(Instant::now());
        self.lines.recv_timeout(patience).ok()
    }

    /// Waits for a line that begins like this, and passes on those before it.
    pub(crate) fn wait_for(&self, beginning: &str) -> Result<Vec<String>> {
        let mut passed = Vec::new();
        loop {
            let line = self
                .line(PATIENCE)
                .with_context(|| format!("waiting for {beginning:?} after {passed:?}"))?;
            let is_wanted = line.starts_with(beginning);
            passed.push(line);
            if is_wanted {
                return Ok(passed);
            }
        }
    }

    /// Kills the child as a power cut would, and returns what it had told by then.
    pub(crate) fn kill(mut self) -> Result<Vec<String>> {
        self.child.kill().context("cannot kill a child")?;
        Ok(self.end()?.0)
    }

    /// Waits until the child ends by itself; if it has not after this long, it is asked to.
    pub(crate) fn end_by_force(mut self, patience: Duration) -> Result<Vec<String>> {
        drop(self.orders.take());
        let mut lines = Vec::new();
        let deadline = Instant::now() + patience;
        while let Some(line) = self.line_by(deadline) {
            lines.push(line);
        }
        if Instant::now() >= deadline {
            signal::end(self.id())?;
        }
        lines.extend(self.end()?.0);
        Ok(lines)
    }

    /// Waits until the child ends by itself, and returns what it told.
    pub(crate) fn end(mut self) -> Result<(Vec<String>, ExitStatus)> {
        drop(self.orders.take());
        let lines = self.lines.iter().collect();
        let status = self.child.wait().context("cannot wait for a child")?;
        Ok((lines, status))
    }
}

/// This program's file.
pub(crate) fn own_program() -> Result<OsString> {
    let program = std::env::current_exe().context("cannot find the program itself")?;
    Ok(program.into_os_string())
}

/// The command line on which this program is a child.
pub(crate) fn own_arguments(arguments: &[String]) -> Vec<String> {
    let mut line = vec!["child".to_owned()];
    line.extend(arguments.iter().cloned());
    line
}

/// Numbers behind the first word of a line.
pub(crate) fn numbers<const COUNT: usize>(line: &str, word: &str) -> Option<[u64; COUNT]> {
    let mut words = line.split(' ');
    if words.next() != Some(word) {
        return None;
    }
    let numbers: Vec<u64> = words.map_while(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}

/// Longer than anything a healthy child does, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_its_word_and_its_numbers() {
        assert_eq!(numbers("saved 3 17", "saved"), Some([3, 17]));
        assert_eq!(numbers::<2>("saved 3", "saved"), None);
        assert_eq!(numbers::<2>("lent 3 17", "saved"), None);
        assert_eq!(numbers::<0>("ready", "ready"), Some([]));
    }
}
