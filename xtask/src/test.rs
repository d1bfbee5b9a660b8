//! `cargo xtask test`: the everyday loop. It leaves out what takes long: doc tests, the bars, PostgreSQL unless a URL is given, and the suites named below unless something is named.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Runs unit and integration tests; arguments narrow them as they narrow `cargo test` (`-p streamhand-irc`, a name).
///
/// Without arguments the slow suites are left out; `cargo xtask check` runs everything.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let names_a_package = arguments
        .iter()
        .any(|argument| argument.starts_with("-p") || argument.starts_with("--package"));
    let mut command = workspace.cargo(&["test", "--tests"]);
    if !names_a_package {
        command.arg("--workspace");
    }
    if arguments.is_empty() {
        command.args(["--exclude", "streamhand-bars", "--"]);
        command.args(SLOW.iter().flat_map(|suite| ["--skip", suite]));
    }
    program::run(command.args(arguments))
}

/// Suites that wait for a browser, for deadlines, for processes that are killed or for real time, or go through everything.
const SLOW: [&str; 11] = [
    "browser::",
    "damage::",
    "doctor::",
    "driver::l02_",
    "every_call::",
    "floods::l04_ten_million",
    "matrix::",
    "migrations::",
    "networks::",
    "page::",
    "two_processes::",
];
