//! How much is measured: the full figures of a release, or a hundredth of them for the everyday tests.

use std::time::Duration;

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
    /// How often a server asks for a reconnect.
    pub(crate) hand_overs: u32,
    /// Virtual hours of trouble, in which limits are watched.
    pub(crate) limit_hours: u32,
    /// How long the program speaks over each way.
    pub(crate) speaking: Duration,
    /// Connections that come and go.
    pub(crate) reconnects: u32,
    /// The same before it is looked.
    pub(crate) warm_up_reconnects: u32,
    /// How long the flood of chat lasts.
    pub(crate) flood: Duration,
    /// The long run of the program.
    pub(crate) soak: Soak,
    /// How often the program is asked to end.
    pub(crate) stops: u32,
    /// How often it starts with bad tokens and without Twitch, of each kind.
    pub(crate) bad_starts: u32,
    /// How often in a row it is killed and started again.
    pub(crate) dirty_restarts: u32,
    /// Whether times are judged too; a test runs beside others and only says what they are.
    pub(crate) judges_times: bool,
    /// A PostgreSQL server to measure the crowd on as well: the URL of an empty database.
    pub(crate) postgres: Option<String>,
    /// What chance begins with.
    pub(crate) seed: u64,
}

/// How long the program runs, and in which weather.
#[derive(Debug, Clone)]
pub(crate) struct Soak {
    pub(crate) length: Duration,
    /// What is seen before this says nothing about growth.
    pub(crate) warm_up: Duration,
    /// Lines of chat in a second.
    pub(crate) rate: f64,
    pub(crate) reconnect_every: Duration,
    pub(crate) token_life: Duration,
    /// Whether it is long enough for a slope.
    pub(crate) judges_slope: bool,
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
                other => bail!(
                    "there is no {other:?} here; it takes {OPTIONS} [{}]",
                    known.join("] [")
                ),
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
            hand_overs: 10_000,
            limit_hours: 1_000,
            speaking: Duration::from_secs(10 * 60),
            reconnects: 10_000,
            warm_up_reconnects: 500,
            flood: Duration::from_secs(60),
            soak: Soak {
                length: Duration::from_secs(60 * 60),
                warm_up: Duration::from_secs(10 * 60),
                rate: 1_000.0,
                reconnect_every: Duration::from_secs(60),
                token_life: Duration::from_secs(45 * 60),
                judges_slope: true,
            },
            stops: 1_000,
            bad_starts: 10,
            dirty_restarts: 100,
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
            hand_overs: 20,
            limit_hours: 4,
            speaking: Duration::from_secs(45),
            reconnects: 200,
            warm_up_reconnects: 100,
            flood: Duration::from_secs(6),
            soak: Soak {
                length: Duration::from_secs(80),
                warm_up: Duration::from_secs(20),
                rate: 1_000.0,
                reconnect_every: Duration::from_secs(16),
                token_life: Duration::from_secs(31 * 60),
                judges_slope: false,
            },
            stops: 24,
            bad_starts: 1,
            dirty_restarts: 5,
            judges_times: false,
            ..Self::full()
        }
    }
}

/// What may be said besides the names of bars.
pub(crate) const OPTIONS: &str = "[--quick] [--postgres URL] [--seed N]";

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
