//! The chores of this house; `cargo xtask` alone lists them. Nothing here is part of the program people run.

mod bars;
mod bench;
mod check;
mod deny;
mod docs;
mod fmt;
mod fuzz;
mod program;
mod spec_diff;
mod terminal;
mod test;
mod tidy;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        terminal::say(&list_of_verbs());
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        terminal::say(&list_of_verbs());
        return Ok(());
    }
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        bail!(
            "there is no chore called {name:?}\n\n{}",
            list_of_verbs().trim_end()
        );
    };
    (verb.run)(&Workspace::find()?, rest)
}

fn list_of_verbs() -> String {
    let mut list = String::from("usage: cargo xtask VERB [ARGUMENT…]\n\n");
    for verb in VERBS {
        let call = format!("{} {}", verb.name, verb.arguments);
        list.push_str(&format!("  {call:<30} {}\n", verb.summary));
    }
    list
}

/// One chore.
struct Verb {
    name: &'static str,
    arguments: &'static str,
    summary: &'static str,
    run: fn(&Workspace, &[String]) -> Result<()>,
}

/// Every chore there is; the list people see and the dispatch are both made of it.
static VERBS: &[Verb] = &[
    Verb {
        name: "check",
        arguments: "[--without-postgres]",
        summary: "everything a change must pass; what CI runs",
        run: check::run,
    },
    Verb {
        name: "test",
        arguments: "[CARGO TEST ARGUMENT…]",
        summary: "the everyday loop: unit and integration tests",
        run: test::run,
    },
    Verb {
        name: "bench",
        arguments: "[CRATE] [NAME]",
        summary: "measure how fast things are, such as `bench irc --corpus FILE`; every crate that has benchmarks unless one is named",
        run: bench::run,
    },
    Verb {
        name: "fmt",
        arguments: "[--check]",
        summary: "format every crate",
        run: fmt::run,
    },
    Verb {
        name: "tidy",
        arguments: "",
        summary: "arrows between crates, circles between files, lengths, headers, names, links",
        run: tidy::run,
    },
    Verb {
        name: "docs",
        arguments: "",
        summary: "write the pages of the manual that come from tables",
        run: docs::run,
    },
    Verb {
        name: "spec-diff",
        arguments: "DIR",
        summary: "compare the tables of what Twitch offers with the JSON files in a folder",
        run: |_, arguments| match arguments {
            [folder] => spec_diff::run(Path::new(folder)),
            _ => bail!("spec-diff takes one folder"),
        },
    },
    Verb {
        name: "fuzz",
        arguments: "[TARGET] [--for 60s]",
        summary: "feed the parsers with chance; all targets in turn unless one is named",
        run: fuzz::run,
    },
    Verb {
        name: "bars",
        arguments: "auth|chat [--quick] [BAR…]",
        summary: "the figures that a release is measured by",
        run: bars::run,
    },
    Verb {
        name: "deny",
        arguments: "",
        summary: "licenses, bans, sources and advisories of the dependencies",
        run: deny::run,
    },
];
