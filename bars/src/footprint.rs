//! What a process costs the system: memory, threads, open files. Only Linux tells it of others without further tools.

use std::fs;

use anyhow::{Context, Result};

/// What a process holds at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Footprint {
    /// Memory that is really there, in KiB.
    pub(crate) resident_kib: u64,
    pub(crate) threads: usize,
    pub(crate) files: usize,
}

impl Footprint {
    /// Whether it can be measured here.
    pub(crate) const fn is_measurable() -> bool {
        cfg!(target_os = "linux")
    }

    /// What the process holds now.
    ///
    /// # Errors
    /// If the process is gone.
    pub(crate) fn of(process: u32) -> Result<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status"));
        let status = status.context("a process is gone that was to be measured")?;
        Ok(Self {
            resident_kib: resident_kib(&status).context("no size of a process in its status")?,
            threads: fs::read_dir(format!("/proc/{process}/task"))?.count(),
            files: fs::read_dir(format!("/proc/{process}/fd"))?.count(),
        })
    }
}

fn resident_kib(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_read_from_the_status() {
        let status = "Name:\tbot\nVmHWM:\t   900 kB\nVmRSS:\t   812 kB\n";
        assert_eq!(resident_kib(status), Some(812));
        assert_eq!(resident_kib("Name:\tbot\n"), None);
    }
}
