//! The two bots: ours as people run it, and a bare one made with `twitch-irc`.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::house::{House, argument, channel};
use super::program::{self, Program};
use super::simulator::Simulator;

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bot {
    /// `streamhand run` with everything that it does.
    Ours,
    /// A client of `twitch-irc` that answers one command.
    Theirs,
}

impl Bot {
    /// Both, ours first.
    pub const BOTH: [Self; 2] = [Self::Ours, Self::Theirs];

    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "streamhand",
            Self::Theirs => "twitch-irc",
        }
    }

    /// Starts it in so many channels, and waits until it is in the first.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn start(self, house: &House, simulator: &Simulator, channels: usize) -> Result<Program> {
        let mut command = match self {
            Self::Ours => ours(house, simulator, channels)?,
            Self::Theirs => theirs(simulator, channels)?,
        };
        let program = Program::start(BOT_CORE, &mut command)?;
        program.wait_for("ready", PATIENCE)?;
        Ok(program)
    }
}

/// Logs our bot in, once for all rounds.
///
/// # Errors
/// If it cannot log in.
pub fn log_in(house: &House, simulator: &Simulator) -> Result<()> {
    let config = house.config(1, &simulator.ready)?;
    let mut command = house.streamhand()?;
    command.args([
        "--config",
        &argument(&config),
        "--data-dir",
        &argument(&house.path("data")),
    ]);
    command.args(["login", "bot", "--flow", "device", "--json"]);
    Program::start(BOT_CORE, &mut command)?.finish()
}

fn ours(house: &House, simulator: &Simulator, channels: usize) -> Result<Command> {
    let config = house.config(channels, &simulator.ready)?;
    let mut command = house.streamhand()?;
    command.args([
        "--config",
        &argument(&config),
        "--data-dir",
        &argument(&house.path("data")),
    ]);
    // Every decision is logged.
    command.args([
        "--log",
        "warn,streamhand::bot::rounds=debug",
        "run",
        "--json",
    ]);
    Ok(command)
}

fn theirs(simulator: &Simulator, channels: usize) -> Result<Command> {
    let value = |name: &str| simulator.ready[name].as_str().unwrap_or_default();
    let mut command = Command::new(program::beside("twitch-irc-ping")?);
    command.args([
        format!("{}:{}", value("SIM_IRC_HOST"), value("SIM_IRC_PORT")),
        value("LOGIN").to_owned(),
        value("TOKEN").to_owned(),
    ]);
    command.args((0..channels).map(channel));
    Ok(command)
}

/// Where both bots run, alone.
const BOT_CORE: usize = 1;
const PATIENCE: Duration = Duration::from_secs(180);
