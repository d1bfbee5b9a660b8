//! `cargo xtask fuzz`: chance as input for the parsers, by cargo-fuzz and a nightly toolchain. The targets live in `fuzz/`.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{program, terminal};

/// Runs one target, or all in turn, each for the given time.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let wish = Wish::parse(arguments)?;
    let known = targets(workspace.root())?;
    let wanted = match wish.target {
        None => known,
        Some(target) if known.contains(&target) => vec![target],
        Some(target) => bail!(
            "there is no fuzz target {target:?}; there are: {}",
            known.join(", ")
        ),
    };
    if program::find("cargo-fuzz").is_none() {
        bail!(
            "cargo-fuzz is not installed; install it by `cargo install cargo-fuzz`, \
             and the toolchain it needs by `rustup toolchain install nightly`"
        );
    }
    for target in &wanted {
        terminal::say(&format!("\n== {target}, {}", terminal::duration(wish.time)));
        let time_limit = format!("-max_total_time={}", wish.time.as_secs());
        program::run(
            workspace
                .nightly_cargo(&["fuzz", "run", target, "--"])
                .arg(time_limit),
        )
        .with_context(|| {
            format!("{target} found something; the input lies in fuzz/artifacts/{target}")
        })?;
    }
    Ok(())
}

/// The names of the fuzz targets, from the files that hold them.
pub(crate) fn targets(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("fuzz").join("fuzz_targets");
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot list the fuzz targets in {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned()),
            );
        }
    }
    names.sort();
    Ok(names)
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    target: Option<String>,
    time: Duration,
}

impl Wish {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut wish = Self {
            target: None,
            time: DEFAULT_TIME,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--for" {
                let time = rest.next().context("--for needs a time, such as 60s")?;
                wish.time = parse_time(time)?;
            } else if argument.starts_with('-') || wish.target.is_some() {
                bail!("fuzz does not know {argument:?}; it takes [TARGET] [--for 60s]");
            } else {
                wish.target = Some(argument.clone());
            }
        }
        Ok(wish)
    }
}

/// Reads `90`, `90s`, `10m` or `2h`.
fn parse_time(text: &str) -> Result<Duration> {
    let (number, seconds_per_unit) = if let Some(minutes) = text.strip_suffix('m') {
        (minutes, 60)
    } else if let Some(hours) = text.strip_suffix('h') {
        (hours, 3600)
    } else {
        (text.strip_suffix('s').unwrap_or(text), 1)
    };
    let number: u64 = number
        .parse()
        .with_context(|| format!("{text:?} is not a time such as 60s, 10m or 1h"))?;
    Ok(Duration::from_secs(number.saturating_mul(seconds_per_unit)))
}

const DEFAULT_TIME: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_says_what_and_how_long() {
        let parse = |line: &str| {
            let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            Wish::parse(&arguments).map(|wish| (wish.target, wish.time.as_secs()))
        };
        for (line, target, seconds) in [
            ("", None, 60),
            ("irc_line", Some("irc_line"), 60),
            ("irc_line --for 10m", Some("irc_line"), 600),
            ("--for 2h irc_line", Some("irc_line"), 7200),
            ("--for 5", None, 5),
        ] {
            let expected = (target.map(str::to_owned), seconds);
            assert_eq!(parse(line).unwrap(), expected, "{line:?}");
        }
        for line in ["--for", "--for soon", "one two", "--jobs 2"] {
            assert!(parse(line).is_err(), "{line:?} must be refused");
        }
    }
}
