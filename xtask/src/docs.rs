//! `cargo xtask docs`: writes the pages of the manual that come from tables, and the pictures of what is drawn. The writers are tests of the program, which also hold the pages and pictures against both.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Writes `docs/reference` and `docs/pictures`; a page that belongs to nothing any more is taken away.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut command = workspace.cargo(&["test", "--quiet", "-p", "streamhand", "--lib"]);
    command.args([
        "--",
        "manual::reference::the_reference_says",
        "chat::client::picture",
    ]);
    program::run(
        command
            .args(arguments)
            .env("STREAMHAND_WRITE_REFERENCE", "1"),
    )
}
