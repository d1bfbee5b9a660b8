//! `cargo xtask bench bot`: what a line of chat costs on its whole way, in our bot and in a bare one made with `twitch-irc`. The figures are for people; nothing is judged.

use std::process::ExitCode;

use anyhow::Result;
use streamhand_bench::machine;
use streamhand_bench::terminal;
use streamhand_bench::way::bot;
use streamhand_bench::way::house::House;
use streamhand_bench::way::plan::Plan;
use streamhand_bench::way::simulator::Simulator;
use streamhand_bench::way::{crowd, latency, throughput};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Plan::parse(&arguments).and_then(|plan| run(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(plan: &Plan) -> Result<()> {
    terminal::say(&machine::described());
    if !plan.flood.is_zero() || !plan.timing.is_zero() {
        let house = House::new()?;
        let simulator = Simulator::start(&house, latency::CHANNELS)?;
        bot::log_in(&house, &simulator)?;
        if !plan.flood.is_zero() {
            throughput::measure(plan, &house, &simulator)?;
        }
        if !plan.timing.is_zero() {
            latency::measure(plan, &house, &simulator)?;
        }
    }
    if plan.channels > 0 {
        crowd::measure(plan)?;
    }
    Ok(())
}
