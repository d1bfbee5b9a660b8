//! A flood that is offered as fast as it is taken: how much is read, and what a line costs.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::bot::Bot;
use super::house::House;
use super::plan::Plan;
use super::simulator::{Simulator, Torrent};
use crate::figure::Spread;
use crate::terminal;

/// How much is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// So many lines a second.
    Rate(u32),
    /// As many as are taken.
    Everything,
}

/// What one bot did with one flood.
#[derive(Debug, Clone, Copy)]
struct Round {
    bot: Bot,
    /// Lines a second that the bot took from its socket.
    taken: f64,
    /// Lines a second until the bot had done with all of them.
    done: f64,
    /// Computing time of the bot for each line, in nanoseconds.
    cost: f64,
    /// The same of the simulator.
    flooder_cost: f64,
    dropped: u64,
    answers: u64,
    peak: f64,
    /// By how much memory grew from the middle of the flood to its end.
    growth: f64,
}

/// Lets both bots meet the flood by turns, and tells.
///
/// # Errors
/// If a program fails.
pub fn measure(plan: &Plan, house: &House, simulator: &Simulator) -> Result<()> {
    for offer in OFFERS {
        let mut rounds = Vec::new();
        for number in 0..plan.rounds {
            let mut order = Bot::BOTH;
            order.rotate_left(number % 2);
            for bot in order {
                rounds.push(meet((bot, offer), plan, (house, simulator))?);
            }
        }
        tell(plan, offer, &rounds);
    }
    Ok(())
}

fn meet(
    (bot, offer): (Bot, Offer),
    plan: &Plan,
    (house, simulator): (&House, &Simulator),
) -> Result<Round> {
    let program = bot.start(house, simulator, 1)?;
    program.rest(PATIENCE)?;
    let (before, flooder_before) = (program.usage()?, simulator.usage()?);
    let torrent = Torrent {
        command: "!ping",
        command_every: COMMAND_EVERY,
        rate: match offer {
            Offer::Rate(rate) => Some(rate),
            Offer::Everything => None,
        },
        lasts: plan.flood,
        seed: plan.seed,
    };
    let answers_before = simulator.heard_of_bot()?;
    let begun = Instant::now();
    let mut memory = Vec::new();
    let poured = simulator.pour(&torrent, || {
        memory.push(program.usage()?.memory);
        Ok(())
    })?;
    let rested = program.rest(PATIENCE)?;
    let (after, flooder_after) = (program.usage()?, simulator.usage()?);
    let lines = as_figure(poured.lines);
    let cost = |before: Duration, after: Duration| {
        after.saturating_sub(before).as_secs_f64() * 1e9 / lines
    };
    // The flood's end, and that the bot came to rest, are learned some time later.
    let until_done = rested.duration_since(begun).saturating_sub(LEARNING);
    let until_done = until_done.max(plan.flood);
    let middle = memory.get(memory.len() / 2).copied().unwrap_or_default();
    Ok(Round {
        bot,
        taken: lines / plan.flood.as_secs_f64(),
        done: lines / until_done.as_secs_f64(),
        cost: cost(before.computing, after.computing),
        flooder_cost: cost(flooder_before.computing, flooder_after.computing),
        dropped: program.dropped(),
        answers: simulator.heard_of_bot()?.saturating_sub(answers_before),
        peak: as_figure(after.peak) / MEBIBYTE,
        growth: (as_figure(after.memory) - as_figure(middle)) / MEBIBYTE,
    })
}

fn tell(plan: &Plan, offer: Offer, rounds: &[Round]) {
    let offered = match offer {
        Offer::Rate(rate) => format!("{rate} lines/s offered"),
        Offer::Everything => "As many lines as are taken".to_owned(),
    };
    terminal::say(&format!(
        "\n{offered}: {} rounds of {} s, a `!ping` in {COMMAND_EVERY} lines; median (min–max)\n",
        plan.rounds,
        plan.flood.as_secs()
    ));
    terminal::say(
        "| bot | lines/s taken | lines/s done with | ns of computing a line | of twitch-irc's | flooder's ns a line | dropped | answers | peak MiB | growth MiB |",
    );
    terminal::say("|---|---|---|---|---|---|---|---|---|---|");
    for bot in Bot::BOTH {
        let own: Vec<&Round> = rounds.iter().filter(|round| round.bot == bot).collect();
        let theirs: Vec<&Round> = rounds
            .iter()
            .filter(|round| round.bot == Bot::Theirs)
            .collect();
        let spread = |figure: &dyn Fn(&Round) -> f64| {
            let figures: Vec<f64> = own.iter().map(|round| figure(round)).collect();
            Spread::of(&figures)
        };
        let ratios: Vec<f64> = own
            .iter()
            .zip(theirs)
            .map(|(own, theirs)| own.cost / theirs.cost)
            .collect();
        let cell = |spread: Option<Spread>, digits: usize| {
            spread
                .map(|spread| format!("{spread:.digits$}"))
                .unwrap_or_default()
        };
        let cells = [
            bot.name().to_owned(),
            cell(spread(&|round| round.taken), 0),
            cell(spread(&|round| round.done), 0),
            cell(spread(&|round| round.cost), 0),
            cell(Spread::of(&ratios), 3),
            cell(spread(&|round| round.flooder_cost), 0),
            cell(spread(&|round| as_figure(round.dropped)), 0),
            cell(spread(&|round| as_figure(round.answers)), 0),
            cell(spread(&|round| round.peak), 1),
            cell(spread(&|round| round.growth), 1),
        ];
        terminal::say(&format!("| {} |", cells.join(" | ")));
    }
}

/// A count as something to divide; none here is so large that a digit is lost.
fn as_figure(count: u64) -> f64 {
    u32::try_from(count / 1_000_000).map_or(f64::INFINITY, f64::from) * 1e6
        + u32::try_from(count % 1_000_000).map_or(0.0, f64::from)
}

const OFFERS: [Offer; 2] = [Offer::Rate(500_000), Offer::Everything];
const COMMAND_EVERY: u32 = 1_000;
/// How late it is learned that a flood is over: two looks, and the time for the last answers.
const LEARNING: Duration = Duration::from_secs(1);
const MEBIBYTE: f64 = 1_048_576.0;
/// A bot that queues without end has much left to do when the flood is over.
const PATIENCE: Duration = Duration::from_secs(300);
