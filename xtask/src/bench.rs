//! `cargo xtask bench`: how fast things are, by the benchmarks of the crates. The figures are for people; nothing is judged here.

use anyhow::Result;

use crate::program;
use crate::workspace::Workspace;

/// Runs the benchmarks of one crate (`helix`), or of all; further arguments go to the benchmarks, which they narrow by name.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut command = workspace.cargo(&["bench", "--bench", "*"]);
    let rest = match arguments.split_first() {
        None => {
            command.arg("--workspace");
            arguments
        }
        Some((name, rest)) => {
            let package = name.trim_start_matches("streamhand-");
            command.arg("-p").arg(format!("streamhand-{package}"));
            rest
        }
    };
    program::run(command.arg("--").args(rest))
}
