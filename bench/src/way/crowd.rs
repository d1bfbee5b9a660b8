//! One process in thousands of channels: what each of them takes of its memory.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::bot::{self, Bot};
use super::house::House;
use super::plan::Plan;
use super::simulator::Simulator;
use crate::terminal;

/// Starts our bot in one channel and in many, and tells the difference.
///
/// # Errors
/// If a program fails, or the bot does not get into its channels.
pub fn measure(plan: &Plan) -> Result<()> {
    let house = House::new()?;
    let simulator = Simulator::start(&house, plan.channels)?;
    bot::log_in(&house, &simulator)?;
    let alone = memory_in(1, &house, &simulator)?;
    let many = memory_in(plan.channels, &house, &simulator)?;
    let others = u64::try_from(plan.channels)?.saturating_sub(1).max(1);
    terminal::say(&format!(
        "\nOne process: {} KiB in one channel, {} KiB in {} channels, {} bytes for each.",
        alone / 1024,
        many / 1024,
        plan.channels,
        many.saturating_sub(alone) / others
    ));
    Ok(())
}

/// What our bot holds when it is in all of them and has come to rest.
fn memory_in(channels: usize, house: &House, simulator: &Simulator) -> Result<u64> {
    let program = Bot::Ours.start(house, simulator, channels)?;
    let begun = Instant::now();
    loop {
        let state = simulator.ask("GET", "/sim/state", "")?;
        let joined = state["statistics"]["joined"].as_u64().unwrap_or(0);
        if joined >= u64::try_from(channels)? {
            break;
        }
        ensure!(
            begun.elapsed() < PATIENCE,
            "only {joined} of {channels} channels were joined"
        );
        std::thread::sleep(Duration::from_secs(1));
    }
    std::thread::sleep(Duration::from_secs(2));
    Ok(program.usage()?.memory)
}

/// A verified bot joins some 150 channels a second.
const PATIENCE: Duration = Duration::from_secs(300);
