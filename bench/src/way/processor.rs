//! What the system tells about processes: on which core they run, how much they computed, how much memory they hold. Where it does not tell, nothing is measured.

use std::time::Duration;

use anyhow::Result;

/// What a process used so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// How long it computed, in all of its threads, in the program and in the system.
    pub computing: Duration,
    /// How much memory it holds, in bytes.
    pub memory: u64,
    /// The most that it ever held.
    pub peak: u64,
}

/// Does something on one core; what it starts stays there. Where there are not so many cores it is done anywhere.
///
/// # Errors
/// If the system forbids it, or what is done fails.
pub fn pinned<Made>(core: usize, work: impl FnOnce() -> Result<Made>) -> Result<Made> {
    system::pinned(core, work)
}

/// What a process used so far.
///
/// # Errors
/// If it is gone, or the system does not tell.
pub fn usage(process: u32) -> Result<Usage> {
    system::usage(process)
}

#[cfg(target_os = "linux")]
mod system {
    use std::time::Duration;

    use anyhow::{Context, Result};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    use super::Usage;

    pub(super) fn pinned<Made>(core: usize, work: impl FnOnce() -> Result<Made>) -> Result<Made> {
        let before = sched_getaffinity(None).context("cannot ask for the cores")?;
        if before.count() < 2 || !before.is_set(core) {
            return work();
        }
        let mut one = CpuSet::new();
        one.set(core);
        sched_setaffinity(None, &one).context("cannot choose a core")?;
        let made = work();
        sched_setaffinity(None, &before).context("cannot take back the choice of a core")?;
        made
    }

    pub(super) fn usage(process: u32) -> Result<Usage> {
        let read = |file: &str| {
            let path = format!("/proc/{process}/{file}");
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))
        };
        let status = read("status")?;
        let kilobytes = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Ok(Usage {
            computing: computing(process)?,
            memory: 1024 * kilobytes("VmRSS:").context("a process without memory")?,
            peak: 1024 * kilobytes("VmHWM:").context("a process without memory")?,
        })
    }

    /// The threads of a process one by one, because only they are told in nanoseconds.
    fn computing(process: u32) -> Result<Duration> {
        let threads = std::fs::read_dir(format!("/proc/{process}/task"));
        let mut nanos = 0;
        for thread in threads.context("the process is gone")? {
            // A thread that just ended takes its time with it; a bot's threads stay.
            let told = std::fs::read_to_string(thread?.path().join("schedstat"));
            let told = told.unwrap_or_default();
            let first = told.split_whitespace().next();
            nanos += first.and_then(|first| first.parse().ok()).unwrap_or(0_u64);
        }
        Ok(Duration::from_nanos(nanos))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use anyhow::{Result, bail};

    use super::Usage;

    pub(super) fn pinned<Made>(_core: usize, work: impl FnOnce() -> Result<Made>) -> Result<Made> {
        work()
    }

    pub(super) fn usage(_process: u32) -> Result<Usage> {
        bail!("what a process uses is measured on Linux only")
    }
}
