//! Going back to the shell for a while; each system's way stands here alone.

/// Stops, until the shell has the program go on.
#[cfg(unix)]
pub(super) fn suspend() {
    use rustix::process::{Signal, getpid, kill_process};
    if let Err(error) = kill_process(getpid(), Signal::TSTP) {
        tracing::warn!(%error, "cannot go back to the shell");
    }
}

/// Elsewhere shells call nothing back.
#[cfg(not(unix))]
pub(super) fn suspend() {}
