//! A program that runs beside this one: started on a core, listened to line by line, and ended with this one.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::processor::{self, Usage};

/// A program that runs; it is killed when this is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    lines: Receiver<String>,
    /// What its log said was dropped.
    dropped: Arc<AtomicU64>,
}

impl Program {
    /// Starts it on that core.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(core: usize, command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let spawn = || {
            command
                .spawn()
                .with_context(|| format!("cannot start {name}"))
        };
        let mut child = processor::pinned(core, spawn)?;
        let stdout = child.stdout.take().context("a program without output")?;
        let stderr = child.stderr.take().context("a program without a log")?;
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            let texts = BufReader::new(stdout).lines().map_while(Result::ok);
            // Whoever has heard enough listens no more, and the program goes on.
            texts.for_each(|text| {
                let _unheard = tell.send(text);
            });
        });
        let dropped = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&dropped);
        std::thread::spawn(move || {
            let texts = BufReader::new(stderr).lines().map_while(Result::ok);
            texts.for_each(|text| {
                counted.fetch_add(dropped_by(&text), Ordering::Relaxed);
            });
        });
        Ok(Self {
            child,
            lines,
            dropped,
        })
    }

    /// Waits for a line on its standard output that contains this.
    ///
    /// # Errors
    /// If it ends or takes longer.
    pub fn wait_for(&self, part: &str, patience: Duration) -> Result<String> {
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.with_context(|| format!("nobody said {part:?} in time"))?;
            if line.contains(part) {
                return Ok(line);
            }
        }
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// If it fails.
    pub fn finish(mut self) -> Result<()> {
        let status = self.child.wait().context("cannot wait for a program")?;
        if !status.success() {
            bail!("a program ended with {status}");
        }
        Ok(())
    }

    /// What it used so far.
    ///
    /// # Errors
    /// If it is gone.
    pub fn usage(&self) -> Result<Usage> {
        processor::usage(self.child.id())
    }

    /// Waits until it does next to nothing, and tells since when.
    ///
    /// # Errors
    /// If it is gone, or does not come to rest.
    pub fn rest(&self, patience: Duration) -> Result<Instant> {
        let begun = Instant::now();
        let mut before = self.usage()?.computing;
        let mut since = Instant::now();
        while begun.elapsed() < patience {
            std::thread::sleep(LOOK);
            let now = self.usage()?.computing;
            if now.saturating_sub(before) < LOOK / 20 {
                return Ok(since);
            }
            (before, since) = (now, Instant::now());
        }
        bail!("a program works on for more than {patience:?}")
    }

    /// How many lines its log said were dropped.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How much a line of a log in JSON says was dropped.
fn dropped_by(line: &str) -> u64 {
    if !line.contains("messages were dropped") {
        return 0;
    }
    let told: Option<serde_json::Value> = serde_json::from_str(line).ok();
    let count = told.and_then(|told| told["fields"]["count"].as_u64());
    count.unwrap_or(0)
}

/// The file of a program that was built together with this one.
///
/// # Errors
/// If this program does not know where it is.
pub fn beside(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell which program this is")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(own.parent().unwrap_or_else(|| Path::new("")).join(file))
}

/// How often a program is looked at that shall come to rest.
const LOOK: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_log_says_of_dropped_lines_is_counted() {
        let line = r#"{"level":"ERROR","fields":{"message":"chat came faster than it could be read; messages were dropped","count":1234}}"#;
        assert_eq!(dropped_by(line), 1234);
        assert_eq!(dropped_by("messages were dropped"), 0);
        assert_eq!(dropped_by(r#"{"fields":{"count":7}}"#), 0);
    }
}
