//! How long an answer takes while chat goes by at a rate, timed from the moment at which the question was due and not from when it was sent.

use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;

use super::bot::Bot;
use super::house::{House, channel};
use super::plan::Plan;
use super::simulator::{Simulator, Torrent};
use crate::terminal;

/// Lets both bots answer at each rate by turns, and tells.
///
/// # Errors
/// If a program fails.
pub fn measure(plan: &Plan, house: &House, simulator: &Simulator) -> Result<()> {
    teach(house, simulator)?;
    terminal::say(&format!(
        "\nAnswers at a fixed rate: {} rounds of {} s, {QUESTIONS_A_SECOND} questions a second over {CHANNELS} channels, in microseconds\n",
        plan.rounds,
        plan.timing.as_secs()
    ));
    terminal::say("| lines/s | bot | questions | answered | p50 | p99 | p99.9 | longest |");
    terminal::say("|---|---|---|---|---|---|---|---|");
    for rate in RATES {
        let mut times = [Histogram::<u64>::new(3)?, Histogram::<u64>::new(3)?];
        let mut questions = [0; 2];
        for number in 0..plan.rounds {
            let mut order = [0, 1];
            order.rotate_left(number % 2);
            for place in order {
                let program = Bot::BOTH[place].start(house, simulator, CHANNELS)?;
                program.rest(PATIENCE)?;
                std::thread::sleep(JOINING);
                let torrent = Torrent {
                    command: "!probe",
                    command_every: rate / QUESTIONS_A_SECOND,
                    rate: Some(rate),
                    lasts: plan.timing,
                    seed: plan.seed,
                };
                let poured = simulator.pour(&torrent, || Ok(()))?;
                questions[place] += poured.commands;
                for time in poured.answers {
                    times[place].record(time)?;
                }
            }
        }
        for (place, bot) in Bot::BOTH.into_iter().enumerate() {
            let times = &times[place];
            let at = |quantile: f64| times.value_at_quantile(quantile);
            terminal::say(&format!(
                "| {rate} | {} | {} | {} | {} | {} | {} | {} |",
                bot.name(),
                questions[place],
                times.len(),
                at(0.5),
                at(0.99),
                at(0.999),
                times.max()
            ));
        }
    }
    Ok(())
}

/// Makes the command that is asked for, in all channels.
fn teach(house: &House, simulator: &Simulator) -> Result<()> {
    let program = Bot::Ours.start(house, simulator, CHANNELS)?;
    std::thread::sleep(JOINING);
    for number in 0..CHANNELS {
        let text = "!addcom -cd=0 -usercd=0 probe pong $(1)";
        simulator.say(&channel(number), text)?;
    }
    program.rest(PATIENCE)?;
    Ok(())
}

const RATES: [u32; 2] = [1_000, 10_000];
/// A bot takes more than two commands a second in one channel for a loop, and rightly.
pub const CHANNELS: usize = 20;
const QUESTIONS_A_SECOND: u32 = 20;
const PATIENCE: Duration = Duration::from_secs(60);
/// Until a bot is in all channels, and has told so.
const JOINING: Duration = Duration::from_secs(3);
