//! Keeps what is in the program's memory from other programs: no core dumps, no debugger of the same user. Each system's way stands here alone.
//!
//! It guards against other programs of the same user and against dumps that are sent away; the
//! system's administrator can still read everything.

/// Switches core dumps and the reading of our memory off; a system that refuses is named in the log, as the bot works all the same.
pub(crate) fn begin() {
    if let Err(error) = system::close_memory() {
        tracing::warn!(%error, "cannot keep core dumps and debuggers away");
    }
}

#[cfg(unix)]
mod system {
    use rustix::io;
    use rustix::process::{Resource, Rlimit, setrlimit};

    pub(super) fn close_memory() -> io::Result<()> {
        let nothing = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        setrlimit(Resource::Core, nothing)?;
        close_to_others()
    }

    /// It also closes `/proc/PID/environ` and `/proc/PID/mem` to other programs of the same user.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn close_to_others() -> io::Result<()> {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable)
    }

    /// macOS asks for the right to debug by itself; the BSDs let the administrator decide.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn close_to_others() -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
mod system {
    /// Windows writes dumps only where its error reporting was told to, which no program can undo for itself without unsafe code.
    pub(super) fn close_memory() -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn x24_no_core_is_dumped_and_nobody_else_reads_our_memory() {
        super::begin();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        let behavior = dumpable_behavior().expect("Linux tells");
        assert_eq!(behavior, DumpableBehavior::NotDumpable);
    }
}
