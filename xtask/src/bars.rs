//! `cargo xtask bars auth` and `bars chat`: the figures that a release is measured by. What is measured stands in `bars/` and in tests of the crates.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{program, terminal};

/// Measures what is named, or everything of a subject, and fails if a bar is missed.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let wish = Wish::parse(arguments)?;
    if wish.wants("b1a") {
        provide_strace()?;
    }
    let mut missed = Vec::new();
    if wish.measures() {
        if wish.needs_bot() {
            // It stands beside the measuring program, and is found there.
            let packages = ["--package", "streamhand"];
            program::run(workspace.cargo(&["build", "--release"]).args(packages))?;
        }
        let mut command = workspace.cargo(&["run", "--release", "--package", "streamhand-bars"]);
        command.args(["--", wish.subject.name]).args(&wish.program);
        if let Err(error) = program::run(&mut command) {
            missed.push(format!("{error:#}"));
        }
    }
    for trial in wish.subject.trials {
        if !wish.wants(trial.name) {
            continue;
        }
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

/// What bars are about: the first word behind `bars`.
struct Subject {
    name: &'static str,
    /// The bars of the measuring program, and whether each needs the bot's own program beside it.
    measured: &'static [(&'static str, bool)],
    trials: &'static [Trial],
}

/// A bar that is measured by tests in virtual time.
struct Trial {
    bar: &'static str,
    /// As it is called on the command line; several trials may belong to one bar.
    name: &'static str,
    summary: &'static str,
    package: &'static str,
    /// Which of the package's tests: `--lib`, or `--test` and its name.
    target: &'static [&'static str],
    /// The tests, by a part of their names.
    tests: &'static str,
    /// The variable that says how much they try, in full and quickly.
    scale: Option<(&'static str, u32, u32)>,
}

static SUBJECTS: &[Subject] = &[
    Subject {
        name: "auth",
        measured: &[("b1a", false), ("b1b", false), ("b2", false), ("b3", false)],
        trials: &[
            Trial {
                bar: "B3",
                name: "schedules",
                summary: "schedules of processes that refresh one login: no refresh token sent twice, everybody ends with the newest (demanded: 0 violations in 1,000,000)",
                package: "streamhand-auth",
                target: &["--test", "it"],
                tests: "shuttle::",
                scale: Some(("STREAMHAND_SCHEDULES", 1_000_000, 10_000)),
            },
            Trial {
                bar: "B4",
                name: "b4",
                summary: "every passing trouble against every endpoint: nothing kept changes, all is well a minute later, a day of `Invalid refresh token` is survived",
                package: "streamhand-auth",
                target: &["--test", "it"],
                tests: "matrix::",
                scale: None,
            },
            Trial {
                bar: "A10",
                name: "month",
                summary: "thirty days of two accounts: no validation late, no call fails by expiry, the same seed lives the same month",
                package: "streamhand-auth",
                target: &["--test", "it"],
                tests: "month::",
                scale: None,
            },
        ],
    },
    Subject {
        name: "chat",
        measured: &[
            ("b9", false),
            ("b10", false),
            ("b11", true),
            ("b12a", true),
            ("b12b", true),
            ("b12c", true),
            ("b16", true),
        ],
        trials: &[
            Trial {
                bar: "B10",
                name: "b10",
                summary: "virtual hours of messages in channels of both kinds: 20 or 100 in 30 s and one a second in a channel, and order is kept (demanded: 0 violations in 1,000 hours)",
                package: "streamhand",
                target: &["--lib"],
                tests: "s03_over_hours",
                scale: Some(("STREAMHAND_HOURS", 1_000, 20)),
            },
            Trial {
                bar: "B11",
                name: "b11",
                summary: "messages under faults: sent, dropped, unknown, expired and refused add up to what was offered (demanded: 0 without an end or with two in 1,000,000)",
                package: "streamhand",
                target: &["--lib"],
                tests: "s01_every_message_ends",
                scale: Some(("STREAMHAND_MESSAGES", 1_000_000, 50_000)),
            },
            Trial {
                bar: "B8",
                name: "b8",
                summary: "cuts of 5 s and a minute on networks of the kernel's, at different moments: noticed within 30 s, answered within 15 s of the end (demanded: always)",
                package: "streamhand",
                target: &["--test", "it"],
                tests: "networks::cuts::",
                scale: Some(("STREAMHAND_CUTS", 20, 2)),
            },
            Trial {
                bar: "B8",
                name: "b8",
                summary: "cuts of a minute to six hours in virtual time, with 1 to 100 channels: joined again within 15 s of the end and 10 s for 20 channels more (99 of 100), no 21 JOINs or logins in 10 s",
                package: "streamhand-irc",
                target: &["--test", "it"],
                tests: "b8_",
                scale: None,
            },
        ],
    },
];

fn try_out(workspace: &Workspace, trial: &Trial, is_quick: bool) -> Result<()> {
    let mut command = workspace.cargo(&["test", "--release", "--package", trial.package]);
    command
        .args(trial.target)
        .args([trial.tests, "--", "--nocapture"]);
    if let Some((variable, full, few)) = trial.scale {
        let scale = if is_quick { few } else { full };
        command.env(variable, scale.to_string());
    }
    program::run(&mut command)
}

/// What was asked for on the command line.
struct Wish {
    subject: &'static Subject,
    is_quick: bool,
    /// The bars by name; all of them if none is named.
    names: Vec<String>,
    /// What the measuring program is told.
    program: Vec<String>,
}

impl Wish {
    fn parse(arguments: &[String]) -> Result<Self> {
        let subjects = || SUBJECTS.iter().map(|subject| subject.name);
        let known = subjects().collect::<Vec<_>>().join(" or ");
        let [what, rest @ ..] = arguments else {
            bail!("bars needs to know of what: `cargo xtask bars` with {known}");
        };
        let Some(subject) = SUBJECTS.iter().find(|subject| subject.name == what) else {
            bail!("there are no bars for {what:?}; there are some for {known}");
        };
        let mut wish = Self {
            subject,
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
                name if subject.names().contains(&name) => {
                    wish.names.push(name.to_owned());
                    if subject.measured.iter().any(|(bar, _)| *bar == name) {
                        wish.program.push(name.to_owned());
                    }
                }
                other => bail!(
                    "bars does not know {other:?}; it takes [--quick] [--postgres URL] [--seed N] [{}]",
                    subject.names().join("] [")
                ),
            }
        }
        Ok(wish)
    }

    fn wants(&self, name: &str) -> bool {
        let is_ours = self.subject.names().contains(&name);
        is_ours && (self.names.is_empty() || self.names.iter().any(|wanted| wanted == name))
    }

    /// Whether something is wanted of the measuring program.
    fn measures(&self) -> bool {
        self.subject.measured.iter().any(|(bar, _)| self.wants(bar))
    }

    /// Whether the bot itself is measured.
    fn needs_bot(&self) -> bool {
        let mut measured = self.subject.measured.iter();
        measured.any(|(bar, needs_bot)| *needs_bot && self.wants(bar))
    }
}

impl Subject {
    /// Everything that can be named, each once.
    fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.measured.iter().map(|(bar, _)| *bar).collect();
        for trial in self.trials {
            if !names.contains(&trial.name) {
                names.push(trial.name);
            }
        }
        names
    }
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
             To measure without it, name the other bars"
        );
    }
    program::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends", "strace"]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Wish::parse(&arguments)
    }

    #[test]
    fn everything_of_a_subject_is_measured_unless_something_is_named() {
        let all = parse("auth --quick --seed 7").unwrap();
        assert!(all.is_quick && all.measures() && all.wants("b4") && !all.wants("b9"));
        assert!(!all.needs_bot());
        assert_eq!(all.program, ["--quick", "--seed", "7"]);
        let some = parse("auth schedules month").unwrap();
        assert!(some.wants("month") && !some.wants("b4") && !some.measures());
        let one = parse("auth b2 --postgres postgres://db").unwrap();
        assert!(one.measures() && !one.wants("b1a"));
        assert_eq!(one.program, ["b2", "--postgres", "postgres://db"]);
    }

    #[test]
    fn a_bar_may_be_measured_by_both_the_program_and_a_test() {
        let both = parse("chat b10").unwrap();
        assert!(both.measures() && !both.needs_bot());
        let trials = both.subject.trials.iter();
        let wanted = trials.filter(|trial| both.wants(trial.name));
        assert_eq!(wanted.count(), 1);
        assert!(parse("chat b16").unwrap().needs_bot());
        assert!(parse("chat").unwrap().wants("b12a"));
    }

    #[test]
    fn what_is_not_known_is_answered_with_what_is() {
        for line in ["", "irc", "auth b9", "chat b2", "auth --seed"] {
            assert!(parse(line).is_err(), "{line:?} must be refused");
        }
        let error = parse("auth b9").err().unwrap().to_string();
        assert!(error.contains("schedules"), "{error}");
        let error = parse("irc").err().unwrap().to_string();
        assert!(error.contains("auth or chat"), "{error}");
    }
}
