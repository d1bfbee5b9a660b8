//! `cargo xtask check`: everything a change must pass, step by step; what CI runs. It stops at the first step that fails.

mod postgres;
mod prerequisites;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{deny, fmt, program, spec_diff, terminal, tidy};

use prerequisites::Postgres;

/// Runs the steps in order and ends with a table of them.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let check = Check {
        workspace,
        postgres: wanted_postgres(arguments)?,
    };
    let started = Instant::now();
    let mut rows = Vec::new();
    let mut failure = None;
    for step in STEPS {
        terminal::say(&format!("\n== {}", step.name));
        let step_started = Instant::now();
        let result = (step.run)(&check);
        let time = step_started.elapsed();
        let row = Row::new(step, &result, time);
        terminal::say(&format!("== {}", row.line()));
        rows.push(row);
        if let Err(error) = result {
            failure = Some((step, error));
            break;
        }
    }
    terminal::say(&table(&rows, started.elapsed()));
    let Some((step, error)) = failure else {
        return Ok(());
    };
    bail!(
        "{} failed: {error:#}\nwhat to do: {}",
        step.name,
        step.advice
    );
}

/// What the steps have at hand.
struct Check<'a> {
    workspace: &'a Workspace,
    postgres: Postgres,
}

/// One thing that must hold.
struct Step {
    name: &'static str,
    /// What to do when it does not, as the end of a sentence.
    advice: &'static str,
    run: fn(&Check<'_>) -> Result<Outcome>,
}

/// How a step ended that did not fail.
#[derive(Debug)]
enum Outcome {
    Passed,
    /// It could not run here; the sentence says why.
    Skipped(&'static str),
}

/// In the order in which they run: what is quick to fail comes first, and what builds the same things stands together.
static STEPS: &[Step] = &[
    Step {
        name: "prerequisites",
        advice: "install what is named above and start again",
        run: |check| {
            prerequisites::install(check.postgres)?;
            Ok(Outcome::Passed)
        },
    },
    Step {
        name: "format",
        advice: "`cargo xtask fmt` puts it right",
        run: |check| {
            fmt::run(check.workspace, &["--check".to_owned()])?;
            Ok(Outcome::Passed)
        },
    },
    Step {
        name: "tidy",
        advice: "each line above names a place and its rule; CONTRIBUTING.md gives the reasons",
        run: |check| {
            tidy::run(check.workspace, &[])?;
            Ok(Outcome::Passed)
        },
    },
    Step {
        name: "facts about Twitch",
        advice: "`cargo xtask spec-diff DIR` repeats this step",
        run: facts,
    },
    Step {
        name: "lints",
        advice: "mend what clippy names, or silence it at the smallest place with a reason",
        run: lints,
    },
    Step {
        name: "cores without default features",
        advice: "a core reaches for something that belongs under the feature `client`",
        run: cores,
    },
    Step {
        name: "docs",
        advice: "mend the doc comments that rustdoc names",
        run: docs,
    },
    Step {
        name: "tests",
        advice: "`cargo xtask test NAME` runs one test alone",
        run: tests,
    },
    Step {
        name: "tests on failing networks",
        advice: "`RUST_TEST_THREADS=24 cargo test -p streamhand --test it networks::` repeats this step",
        run: networks,
    },
    Step {
        name: "dependencies",
        advice: "deny.toml says what a dependency may be; `cargo xtask deny` repeats this step",
        run: dependencies,
    },
    Step {
        name: "fuzz targets",
        advice: "`cargo check --manifest-path fuzz/Cargo.toml` repeats this step",
        run: fuzz_targets,
    },
];

/// Compares the tables with the facts they were made from, where those stand beside the checkout.
fn facts(check: &Check<'_>) -> Result<Outcome> {
    let folder = check.workspace.root().join("../shared/twitch");
    if !folder.is_dir() {
        return Ok(Outcome::Skipped(
            "there is no folder ../shared/twitch to compare with",
        ));
    }
    spec_diff::run(&folder)?;
    Ok(Outcome::Passed)
}

fn lints(check: &Check<'_>) -> Result<Outcome> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    program::run(&mut cargo(check, &arguments))?;
    Ok(Outcome::Passed)
}

fn cores(check: &Check<'_>) -> Result<Outcome> {
    // One call for each: together, one crate's features would be switched on by another's needs.
    for package in CORES_WITH_CLIENT {
        program::run(&mut cargo(
            check,
            &[
                "clippy",
                "--package",
                package,
                "--no-default-features",
                "--",
                "-D",
                "warnings",
            ],
        ))?;
    }
    Ok(Outcome::Passed)
}

fn docs(check: &Check<'_>) -> Result<Outcome> {
    let mut command = cargo(check, &["doc", "--workspace", "--no-deps"]);
    program::run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Passed)
}

/// Every test there is, doc tests too; the store's suite finds both databases.
fn tests(check: &Check<'_>) -> Result<Outcome> {
    let everything = ["test", "--workspace", "--no-fail-fast"];
    // Those have a step of their own.
    let mut command = cargo(
        check,
        &[&everything[..], &["--", "--skip", NETWORKS]].concat(),
    );
    match check.postgres {
        Postgres::Leave => {
            program::run(command.env_remove(postgres::URL_VARIABLE))?;
            terminal::say("PostgreSQL was left out; the store was tested on SQLite alone");
            Ok(Outcome::Passed)
        }
        Postgres::Given => {
            program::run(&mut command)?;
            Ok(Outcome::Passed)
        }
        Postgres::Start => {
            let server = postgres::Server::start()?;
            terminal::say(&format!("PostgreSQL serves on port {}", server.port()));
            program::run(command.env(postgres::URL_VARIABLE, server.url()))?;
            Ok(Outcome::Passed)
        }
    }
}

/// The trials that mostly wait, side by side however few cores there are.
fn networks(check: &Check<'_>) -> Result<Outcome> {
    if !cfg!(target_os = "linux") || !program::is_root() {
        return Ok(Outcome::Skipped("only root can make networks, on Linux"));
    }
    let trials = ["test", "--package", "streamhand", "--test", "it", NETWORKS];
    program::run(cargo(check, &trials).env("RUST_TEST_THREADS", "24"))?;
    Ok(Outcome::Passed)
}

fn dependencies(check: &Check<'_>) -> Result<Outcome> {
    if !deny::is_installed() {
        return Ok(Outcome::Skipped(
            "cargo-deny is not installed (`cargo install cargo-deny --locked`)",
        ));
    }
    deny::run_on_tree_alone(check.workspace)?;
    Ok(Outcome::Passed)
}

/// Compiles the fuzz targets without running them.
fn fuzz_targets(check: &Check<'_>) -> Result<Outcome> {
    if !check.workspace.root().join("fuzz/Cargo.toml").is_file() {
        return Ok(Outcome::Skipped("there are no fuzz targets"));
    }
    if !["c++", "g++", "clang++"]
        .iter()
        .any(|name| program::find(name).is_some())
    {
        return Ok(Outcome::Skipped(
            "the fuzzing engine needs a C++ compiler, and there is none",
        ));
    }
    program::run(&mut cargo(
        check,
        &["check", "--manifest-path", "fuzz/Cargo.toml"],
    ))?;
    Ok(Outcome::Passed)
}

/// Cargo as every step calls it.
fn cargo(check: &Check<'_>, arguments: &[&str]) -> Command {
    let mut command = check.workspace.cargo(arguments);
    if std::env::var_os("CI").is_some() {
        // What is built once and thrown away gains nothing from incremental state.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

fn wanted_postgres(arguments: &[String]) -> Result<Postgres> {
    let mut postgres = if std::env::var_os(postgres::URL_VARIABLE).is_some() {
        Postgres::Given
    } else if cfg!(unix) {
        Postgres::Start
    } else {
        // The watchdog that clears the server away is a shell program.
        Postgres::Leave
    };
    for argument in arguments {
        match argument.as_str() {
            "--without-postgres" => postgres = Postgres::Leave,
            other => bail!("check does not know {other:?}; it takes --without-postgres"),
        }
    }
    Ok(postgres)
}

/// One line of the closing table.
struct Row {
    name: &'static str,
    time: Duration,
    outcome: &'static str,
    remark: &'static str,
}

impl Row {
    fn new(step: &Step, result: &Result<Outcome>, time: Duration) -> Self {
        let (outcome, remark) = match result {
            Ok(Outcome::Passed) => ("passed", ""),
            Ok(Outcome::Skipped(why)) => ("skipped", *why),
            Err(_) => ("FAILED", ""),
        };
        Self {
            name: step.name,
            time,
            outcome,
            remark,
        }
    }

    fn line(&self) -> String {
        let time = terminal::duration(self.time);
        let line = format!(
            "{:<30} {time:>12}  {:<8} {}",
            self.name, self.outcome, self.remark
        );
        line.trim_end().to_owned()
    }
}

fn table(rows: &[Row], whole: Duration) -> String {
    let mut table = String::from("\n");
    for row in rows {
        table.push_str(&format!("   {}\n", row.line()));
    }
    for step in STEPS.iter().skip(rows.len()) {
        table.push_str(&format!("   {:<30} {:>12}  not run\n", step.name, "-"));
    }
    let whole = terminal::duration(whole);
    table.push_str(&format!("   {:<30} {whole:>12}\n", "all"));
    table
}

/// The suite of the trials on networks that fail.
const NETWORKS: &str = "networks::";

/// The crates whose waiting code lives under `client`.
const CORES_WITH_CLIENT: [&str; 3] = ["streamhand-auth", "streamhand-helix", "streamhand-irc"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_step_and_what_was_not_run() {
        let rows = [
            Row::new(&STEPS[0], &Ok(Outcome::Passed), Duration::from_secs(1)),
            Row::new(
                &STEPS[1],
                &Err(anyhow::anyhow!("no")),
                Duration::from_secs(2),
            ),
        ];
        let table = table(&rows, Duration::from_secs(3));
        assert_eq!(table.matches("passed").count(), 1, "{table}");
        assert_eq!(table.matches("FAILED").count(), 1, "{table}");
        assert_eq!(table.matches("not run").count(), STEPS.len() - 2, "{table}");
    }

    #[test]
    fn postgres_is_left_out_only_when_asked() {
        let asked = wanted_postgres(&["--without-postgres".to_owned()]);
        assert_eq!(asked.unwrap(), Postgres::Leave);
        assert_eq!(
            wanted_postgres(&[]).unwrap() == Postgres::Leave,
            cfg!(not(unix)) && std::env::var_os(postgres::URL_VARIABLE).is_none()
        );
        assert!(wanted_postgres(&["--fast".to_owned()]).is_err());
    }
}
