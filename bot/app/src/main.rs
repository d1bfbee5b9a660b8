//! The binary: reads the command line and ends with the status that belongs to what happened.

use std::process::ExitCode;

/// One heap for all threads, in which free neighbors become one piece again.
///
/// The system's allocator keeps apart what each thread has freed, and a bot that shows chat grew with it for hours.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    streamhand::start()
}
