//! How much is measured: the full figures of a release, or a hundredth of them for the everyday tests.

use anyhow::{Context, Result, bail};

/// What was asked for on the command line.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) scale: Scale,
    /// All of them if none is named.
    bars: Vec<String>,
}

/// How much of each bar.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    /// Of the points of the save path, each so-manieth is tried.
    pub(crate) save_path_stride: usize,
    /// Kills in the midst of saving.
    pub(crate) save_kills: u32,
    /// Kills in the midst of refreshing, with refresh tokens that work once.
    pub(crate) refresh_kills: u32,
    /// The same with those that work often.
    pub(crate) lasting_refresh_kills: u32,
    /// Expired tokens that a crowd meets.
    pub(crate) expiries: u32,
    /// Tasks in each process of the crowd.
    pub(crate) tasks: u32,
    /// How long processes of the crowd are frozen now and then, in seconds, besides short moments at random.
    pub(crate) freezes: Vec<u64>,
    /// Whether times are judged too; a test runs beside others and only says what they are.
    pub(crate) judges_times: bool,
    /// A PostgreSQL server to measure the crowd on as well: the URL of an empty database.
    pub(crate) postgres: Option<String>,
    /// What chance begins with.
    pub(crate) seed: u64,
}

impl Wish {
    /// Reads a command line on which bars of these names may stand.
    pub(crate) fn parse(arguments: &[String], known: &[&str]) -> Result<Self> {
        let mut scale = Scale::full();
        let mut bars = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--quick" => {
                    let (postgres, seed) = (scale.postgres, scale.seed);
                    scale = Scale {
                        postgres,
                        seed,
                        ..Scale::quick()
                    };
                }
                "--postgres" => {
                    let url = rest.next().context("--postgres needs a URL")?;
                    scale.postgres = Some(url.clone());
                }
                "--seed" => {
                    let seed = rest.next().context("--seed needs a number")?;
                    scale.seed = seed.parse().context("--seed needs a number")?;
                }
                name if known.contains(&name) => {
                    bars.push(name.to_owned());
                }
                other => bail!("there is no {other:?} here; it takes {USAGE}"),
            }
        }
        Ok(Self { scale, bars })
    }

    pub(crate) fn wants(&self, bar: &str) -> bool {
        self.bars.is_empty() || self.bars.iter().any(|wanted| wanted == bar)
    }
}

impl Scale {
    fn full() -> Self {
        Self {
            save_path_stride: 1,
            save_kills: 10_000,
            refresh_kills: 10_000,
            lasting_refresh_kills: 2_000,
            expiries: 1_000,
            tasks: 1_000,
            freezes: vec![1, 3, 8, 20, 45, 120],
            judges_times: true,
            postgres: None,
            seed: 1,
        }
    }

    fn quick() -> Self {
        Self {
            save_path_stride: 40,
            save_kills: 100,
            refresh_kills: 100,
            lasting_refresh_kills: 20,
            expiries: 10,
            tasks: 100,
            freezes: vec![1],
            judges_times: false,
            ..Self::full()
        }
    }
}

pub(crate) const USAGE: &str = "[--quick] [--postgres URL] [--seed N] [b1a] [b1b] [b2] [b3]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_says_which_bars_and_how_much_of_them() {
        let parse = |line: &str| {
            let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            Wish::parse(&arguments, &["b1a", "b2", "b3"])
        };
        let full = parse("").unwrap();
        assert!(full.wants("b1a") && full.wants("b3"));
        assert_eq!(full.scale.save_kills, 10_000);
        let quick = parse("b2 --seed 7 --quick").unwrap();
        assert!(quick.wants("b2") && !quick.wants("b3"));
        assert_eq!((quick.scale.refresh_kills, quick.scale.seed), (100, 7));
        for line in ["--fast", "b9", "--seed x", "--postgres"] {
            assert!(parse(line).is_err(), "{line:?} must be refused");
        }
    }
}
