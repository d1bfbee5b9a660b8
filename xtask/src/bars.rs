//! `cargo xtask bars auth`: the figures that a release is measured by. What is measured stands in `bars/` and in the tests of `auth`.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{program, terminal};

/// Measures what is named, or everything, and fails if a bar is missed.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let wish = Wish::parse(arguments)?;
    if wish.wants("b1a") {
        provide_strace()?;
    }
    let mut missed = Vec::new();
    if wish.wants_program() {
        let mut command = workspace.cargo(&["run", "--release", "--package", "streamhand-bars"]);
        command.args(["--", "auth"]).args(&wish.program);
        if let Err(error) = program::run(&mut command) {
            missed.push(format!("{error:#}"));
        }
    }
    for trial in TRIALS.iter().filter(|trial| wish.wants(trial.name)) {
        let started = Instant::now();
        let outcome = try_out(workspace, trial, wish.is_quick);
        let word = if outcome.is_ok() { "held" } else { "MISSED" };
        let time = terminal::duration(started.elapsed());
        let summary = trial.summary;
        terminal::say(&format!("{:<4} {word:<7} {summary} [{time}]", trial.bar));
        if let Err(error) = outcome {
            missed.push(format!("{error:#}"));
        }
    }
    if !missed.is_empty() {
        bail!("a bar is missed: {}", missed.join("; "));
    }
    Ok(())
}

/// A bar that is measured by tests in virtual time.
struct Trial {
    bar: &'static str,
    /// As it is called on the command line.
    name: &'static str,
    summary: &'static str,
    /// The tests, by a part of their names.
    tests: &'static str,
    /// How many schedules each of them tries, in full and quickly.
    schedules: Option<(u32, u32)>,
}

static TRIALS: &[Trial] = &[
    Trial {
        bar: "B3",
        name: "schedules",
        summary: "schedules of processes that refresh one login: no refresh token sent twice, everybody ends with the newest (demanded: 0 violations in 1,000,000)",
        tests: "shuttle::",
        schedules: Some((1_000_000, 10_000)),
    },
    Trial {
        bar: "B4",
        name: "b4",
        summary: "every passing trouble against every endpoint: nothing kept changes, all is well a minute later, a day of `Invalid refresh token` is survived",
        tests: "matrix::",
        schedules: None,
    },
    Trial {
        bar: "A10",
        name: "month",
        summary: "thirty days of two accounts: no validation late, no call fails by expiry, the same seed lives the same month",
        tests: "month::",
        schedules: None,
    },
];

fn try_out(workspace: &Workspace, trial: &Trial, is_quick: bool) -> Result<()> {
    let mut command = workspace.cargo(&["test", "--release", "--package", "streamhand-auth"]);
    command.args(["--test", "it", trial.tests, "--", "--nocapture"]);
    if let Some((full, few)) = trial.schedules {
        let schedules = if is_quick { few } else { full };
        command.env("STREAMHAND_SCHEDULES", schedules.to_string());
    }
    program::run(&mut command)
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    is_quick: bool,
    /// The bars by name; all of them if none is named.
    names: Vec<String>,
    /// What the measuring program is told.
    program: Vec<String>,
}

impl Wish {
    fn parse(arguments: &[String]) -> Result<Self> {
        let [what, rest @ ..] = arguments else {
            bail!("bars needs to know of what: `cargo xtask bars auth`");
        };
        if what != "auth" {
            bail!("there are no bars for {what:?}; there are some for auth");
        }
        let mut wish = Self {
            is_quick: false,
            names: Vec::new(),
            program: Vec::new(),
        };
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--quick" => {
                    wish.is_quick = true;
                    wish.program.push(argument.clone());
                }
                "--postgres" | "--seed" => {
                    let value = rest
                        .next()
                        .with_context(|| format!("{argument} needs a value"))?;
                    wish.program.extend([argument.clone(), value.clone()]);
                }
                name if PROGRAM.contains(&name) => {
                    wish.names.push(name.to_owned());
                    wish.program.push(name.to_owned());
                }
                name if TRIALS.iter().any(|trial| trial.name == name) => {
                    wish.names.push(name.to_owned());
                }
                other => bail!(
                    "bars does not know {other:?}; it takes [--quick] [--postgres URL] [--seed N] [{}]",
                    names().join("] [")
                ),
            }
        }
        Ok(wish)
    }

    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    fn wants_program(&self) -> bool {
        PROGRAM.iter().any(|name| self.wants(name))
    }
}

fn names() -> Vec<&'static str> {
    let trials = TRIALS.iter().map(|trial| trial.name);
    PROGRAM.into_iter().chain(trials).collect()
}

/// Installs strace where that may be done unasked, or says how to.
fn provide_strace() -> Result<()> {
    if !cfg!(target_os = "linux") || program::find("strace").is_some() {
        return Ok(());
    }
    if program::find("apt-get").is_none() || !program::is_root() {
        bail!(
            "strace is missing, which puts faults into system calls\n\
             On Debian or Ubuntu: sudo apt-get install strace\n\
             On Fedora: sudo dnf install strace\n\
             To measure without it, name the other bars: {}",
            names().join(", ")
        );
    }
    program::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends", "strace"]),
    )
}

/// The bars of the measuring program.
const PROGRAM: [&str; 4] = ["b1a", "b1b", "b2", "b3"];

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Wish::parse(&arguments)
    }

    #[test]
    fn everything_is_measured_unless_something_is_named() {
        let all = parse("auth --quick --seed 7").unwrap();
        assert!(all.is_quick && all.wants_program() && all.wants("b4"));
        assert_eq!(all.program, ["--quick", "--seed", "7"]);
        let some = parse("auth schedules month").unwrap();
        assert!(some.wants("month") && !some.wants("b4") && !some.wants_program());
        let one = parse("auth b2 --postgres postgres://db").unwrap();
        assert!(one.wants_program() && !one.wants("b1a"));
        assert_eq!(one.program, ["b2", "--postgres", "postgres://db"]);
    }

    #[test]
    fn what_is_not_known_is_answered_with_what_is() {
        for line in ["", "irc", "auth b9", "auth --seed"] {
            assert!(parse(line).is_err(), "{line:?} must be refused");
        }
        let error = parse("auth b9").unwrap_err().to_string();
        assert!(error.contains("schedules"), "{error}");
    }
}
