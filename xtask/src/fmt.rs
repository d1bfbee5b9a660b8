//! `cargo xtask fmt`: rustfmt over every crate.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Formats, or with `--check` only says what is not formatted.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    program::run(workspace.cargo(&["fmt", "--all"]).args(arguments))
}
