//! The binary: reads the command line and ends with the status that belongs to what happened.

use std::process::ExitCode;

fn main() -> ExitCode {
    streamhand::start()
}
