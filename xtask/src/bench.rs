//! `cargo xtask bench`: how fast things are, by the benchmarks of the crates. The figures are for people; nothing is judged here.

use std::path::Path;

use anyhow::{Context, Result};

use crate::program;
use crate::workspace::Workspace;

/// Runs the benchmarks of one crate (`helix`, `irc`), of the whole way (`bot`), or of all crates; further arguments go to the benchmarks.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some((name, rest)) = arguments.split_first() {
        match name.trim_start_matches("streamhand-") {
            "irc" => {
                let folder = std::env::current_dir().context("cannot tell the current folder")?;
                return run_irc(workspace, &with_whole_paths(&folder, rest));
            }
            "bot" => return run_bot(workspace, rest),
            _ => {}
        }
    }
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

/// Lets the parsers of chat race; they live in a crate of their own, with those of others.
fn run_irc(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let package = ["--release", "--package", "streamhand-bench"];
    // Both programs: the race asks the other one for the allocations.
    program::run(workspace.cargo(&["build"]).args(package).arg("--bins"))?;
    let mut race = workspace.cargo(&["run", "--quiet"]);
    race.args(package).args(["--bin", "irc", "--"]);
    program::run(race.args(arguments))
}

/// Lets our bot and another one meet the same flood; both are programs of their own, and so is the simulator.
fn run_bot(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let packages = ["--package", "streamhand", "--package", "streamhand-bench"];
    program::run(
        workspace
            .cargo(&["build", "--release", "--bins"])
            .args(packages),
    )?;
    let mut run = workspace.cargo(&["run", "--quiet", "--release"]);
    run.args(["--package", "streamhand-bench", "--bin", "bot", "--"]);
    program::run(run.args(arguments))
}

/// The same arguments with the path of a corpus made whole, because the race is started elsewhere.
fn with_whole_paths(folder: &Path, arguments: &[String]) -> Vec<String> {
    let mut whole = Vec::new();
    let mut is_path = false;
    for argument in arguments {
        whole.push(if is_path {
            folder.join(argument).to_string_lossy().into_owned()
        } else {
            argument.clone()
        });
        is_path = argument == "--corpus";
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_is_looked_for_where_the_chore_was_called() {
        let arguments = ["--seed", "1", "--corpus", "lines.txt"].map(str::to_owned);
        let whole = with_whole_paths(Path::new("here"), &arguments);
        let path = Path::new("here").join("lines.txt");
        assert_eq!(whole[..3], arguments[..3]);
        assert_eq!(Path::new(&whole[3]), path);
    }
}
