//! `cargo xtask test`: the everyday loop. It leaves out what takes long: doc tests, and PostgreSQL unless a URL is given.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Runs unit and integration tests; arguments narrow them as they narrow `cargo test` (`-p streamhand-irc`, a name).
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let names_a_package = arguments
        .iter()
        .any(|argument| argument.starts_with("-p") || argument.starts_with("--package"));
    let mut command = workspace.cargo(&["test", "--tests"]);
    if !names_a_package {
        command.arg("--workspace");
    }
    program::run(command.args(arguments))
}
