//! What was asked for on the command line of `cargo xtask bench bot`.

use std::time::Duration;

use anyhow::{Context, Result, bail};

/// What is measured, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How often each bot meets each flood.
    pub rounds: usize,
    /// How long a flood at full speed lasts.
    pub flood: Duration,
    /// How long answers are timed, in each round.
    pub timing: Duration,
    /// In how many channels one process is; none if that is not measured.
    pub channels: usize,
    /// Where chance begins.
    pub seed: u64,
}

impl Plan {
    /// Reads the command line.
    ///
    /// # Errors
    /// If a word is not known or lacks its value.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut plan = Self {
            rounds: 5,
            flood: Duration::from_secs(6),
            timing: Duration::from_secs(20),
            channels: 10_000,
            seed: 1,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || -> Result<u64> {
                let value = rest.next();
                let value = value.with_context(|| format!("{argument} needs a value"))?;
                value
                    .parse()
                    .with_context(|| format!("{argument} needs a number"))
            };
            match argument.as_str() {
                "--rounds" => plan.rounds = usize::try_from(value()?)?,
                "--flood" => plan.flood = Duration::from_secs(value()?),
                "--timing" => plan.timing = Duration::from_secs(value()?),
                "--channels" => plan.channels = usize::try_from(value()?)?,
                "--seed" => plan.seed = value()?,
                other => bail!("there is no {other:?} here\n\n{USAGE}"),
            }
        }
        if plan.rounds == 0 {
            bail!("there must be a round");
        }
        Ok(plan)
    }
}

/// What the command line takes.
pub const USAGE: &str = "usage: cargo xtask bench bot [--rounds N] [--flood SECONDS] [--timing SECONDS] [--channels N] [--seed N]\n\
    0 seconds or 0 channels leave that part out";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Plan> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Plan::parse(&words)
    }

    #[test]
    fn what_is_not_known_is_refused_and_the_rest_is_read() {
        let plan = parse("--rounds 3 --flood 0 --channels 7").unwrap();
        assert_eq!(
            (plan.rounds, plan.flood, plan.channels),
            (3, Duration::ZERO, 7)
        );
        for line in ["--fast", "--rounds", "--rounds x", "--rounds 0"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
