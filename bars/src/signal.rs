//! Freezing and thawing a process, as a laptop's lid does. Systems without such signals say so.

use anyhow::Result;

/// Stops a process in whatever it is doing.
///
/// # Errors
/// If the process is gone, or the system has no such signal.
pub(crate) fn freeze(process: u32) -> Result<()> {
    system::freeze(process)
}

/// Lets it go on.
///
/// # Errors
/// If the process is gone, or the system has no such signal.
pub(crate) fn thaw(process: u32) -> Result<()> {
    system::thaw(process)
}

/// Asks a process to end, which a program that watches over another passes on.
///
/// # Errors
/// If the process is gone, or the system has no such signal.
pub(crate) fn end(process: u32) -> Result<()> {
    system::end(process)
}

#[cfg(unix)]
mod system {
    use anyhow::{Context, Result};
    use rustix::process::{Pid, Signal, kill_process};

    pub(super) fn freeze(process: u32) -> Result<()> {
        send(process, Signal::STOP)
    }

    pub(super) fn thaw(process: u32) -> Result<()> {
        send(process, Signal::CONT)
    }

    pub(super) fn end(process: u32) -> Result<()> {
        send(process, Signal::TERM)
    }

    fn send(process: u32, signal: Signal) -> Result<()> {
        let id = i32::try_from(process).ok().and_then(Pid::from_raw);
        let id = id.context("a process without a number")?;
        kill_process(id, signal).with_context(|| format!("cannot signal process {process}"))
    }
}

#[cfg(not(unix))]
mod system {
    use anyhow::{Result, bail};

    pub(super) fn freeze(_process: u32) -> Result<()> {
        bail!("this system cannot freeze a process")
    }

    pub(super) fn thaw(_process: u32) -> Result<()> {
        bail!("this system cannot thaw a process")
    }

    pub(super) fn end(_process: u32) -> Result<()> {
        bail!("this system cannot ask a process to end")
    }
}
