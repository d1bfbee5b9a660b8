//! `cargo xtask docs`: writes the pages of the manual that come from tables. The writer is a test of the program, which also holds the pages against the tables.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Writes `docs/reference`; a page that belongs to nothing any more is taken away.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut command = workspace.cargo(&["test", "--quiet", "-p", "streamhand", "--lib"]);
    command.args(["--", "manual::reference::the_reference_says"]);
    program::run(
        command
            .args(arguments)
            .env("STREAMHAND_WRITE_REFERENCE", "1"),
    )
}
