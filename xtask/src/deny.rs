//! `cargo xtask deny`: what the dependencies may be, as `deny.toml` has it, judged by cargo-deny.

use anyhow::{Result, bail};

use crate::program;
use crate::workspace::Workspace;

/// Judges everything, the advisories too, for which cargo-deny fetches a database.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if !is_installed() {
        bail!("cargo-deny is not installed; install it by `cargo install cargo-deny --locked`");
    }
    program::run(workspace.cargo(&["deny", "check"]).args(arguments))
}

/// Judges what depends on this tree alone, and leaves unsaid what is no fault.
///
/// A new advisory somewhere in the world must not turn a change red that has nothing to do with it.
pub(crate) fn run_on_tree_alone(workspace: &Workspace) -> Result<()> {
    program::run(&mut workspace.cargo(&[
        "deny",
        "check",
        "--allow",
        "duplicate",
        "bans",
        "licenses",
        "sources",
    ]))
}

pub(crate) fn is_installed() -> bool {
    program::find("cargo-deny").is_some()
}
