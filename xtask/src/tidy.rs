//! `cargo xtask tidy`: the rules of the house that no compiler knows, one file each. It reads text and builds nothing.

mod arrows;
mod circles;
mod core_lints;
mod file_headers;
mod file_lengths;
mod finding;
mod links;
mod machine_paths;
mod manifests;
mod modules;
mod names;
mod reexports;
mod rust_text;
mod sentences;
mod tests_that_lie;
mod tree;
mod unfinished;
mod walls;

use anyhow::{Result, bail};

use crate::terminal;
use crate::workspace::Workspace;

use finding::Finding;
use tree::Tree;

/// Prints every violation as `path:line: sentence`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("tidy takes no arguments, and was given {argument:?}");
    }
    let tree = Tree::read(workspace.root())?;
    if tree.file("Cargo.toml").is_none() {
        bail!("there is no checkout in {}", workspace.root().display());
    }
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        terminal::say(&finding.to_string());
    }
    match findings.len() {
        0 => {
            terminal::say(&format!("{} files are tidy", tree.files().len()));
            Ok(())
        }
        1 => bail!("1 place is untidy"),
        count => bail!("{count} places are untidy"),
    }
}

/// Every rule; each looks at the whole tree and says what it found.
static RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    arrows::check,
    circles::check,
    core_lints::check,
    file_headers::check,
    file_lengths::check,
    links::check,
    machine_paths::check,
    manifests::check,
    names::check,
    reexports::check,
    sentences::check,
    tests_that_lie::check,
    unfinished::check,
    walls::check,
];
