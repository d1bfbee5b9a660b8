//! B16: the real program is asked to end at a thousand random moments of every state, starts while Twitch is out of reach,
//! and is killed a hundred times in a row without being the worse for it.

use std::collections::BTreeMap;
use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::program::{Printed, Program, Running};
use crate::scale::Scale;
use crate::scene::{BOT, Scene, viewers};
use crate::signal;
use crate::trend::percentile;
use crate::verdict::Verdict;

/// Ends, starts and kills the program.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let Some(program) = Program::find() else {
        let lacks = "the program is not built beside it; `cargo build --release` does that";
        return Ok(Verdict::unmeasured("B16", lacks));
    };
    if !cfg!(unix) {
        return Ok(Verdict::unmeasured(
            "B16",
            "this system cannot ask a process to end",
        ));
    }
    let mut told = Told::default();
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let program = program.clone();
            let stops = scale.stops / WORKERS + u32::from(worker < scale.stops % WORKERS);
            let seed = scale.seed + u64::from(worker);
            thread::spawn(move || stop_often(&program, stops, seed))
        })
        .collect();
    for worker in workers {
        let outcome = worker.join();
        told.add(outcome.map_err(|_| anyhow::anyhow!("a worker broke down"))??);
    }
    let starts = start_without_twitch(&program, scale, &mut told.breaches)?;
    let restarts = restart_after_kills(&program, scale, &mut told.breaches)?;
    let figures = format!("{}; {starts}; {restarts}", told.figures());
    Ok(Verdict::new("B16", figures, told.breaches))
}

/// What the program is doing when it is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// From the first instruction on: opening the store, asking for the token, logging in, joining.
    Starting,
    /// Joining, and nobody answers.
    Joining,
    /// In its channel.
    Serving,
    /// A command was said a moment ago.
    Answering,
    /// Twenty thousand lines a second come in.
    Flooded,
    /// A new token is being asked for, and the answer takes its time.
    Refreshing,
    /// The login service gives no answer at all.
    Unanswered,
    /// Chat has just been cut.
    Reconnecting,
    /// A new connection is taking over.
    HandingOver,
    /// Nobody listens where Twitch should be.
    Unreachable,
    /// Twitch stands still: connections are accepted by the system, and nothing is read or said.
    Frozen,
    /// The same, from the start.
    FrozenAtStart,
}

impl State {
    const ALL: [Self; 12] = [
        Self::Starting,
        Self::Joining,
        Self::Serving,
        Self::Answering,
        Self::Flooded,
        Self::Refreshing,
        Self::Unanswered,
        Self::Reconnecting,
        Self::HandingOver,
        Self::Unreachable,
        Self::Frozen,
        Self::FrozenAtStart,
    ];

    /// Whether it begins with the first instruction, before which nobody can listen to a signal.
    const fn is_from_the_start(self) -> bool {
        matches!(
            self,
            Self::Starting
                | Self::Joining
                | Self::Unanswered
                | Self::Unreachable
                | Self::FrozenAtStart
        )
    }

    /// How long after the state began the end is asked for at most.
    const fn longest(self) -> Duration {
        match self {
            Self::Starting => Duration::from_millis(150),
            Self::Frozen | Self::Reconnecting => Duration::from_millis(1_500),
            _ => Duration::from_millis(500),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Starting => "starting",
            Self::Joining => "joining",
            Self::Serving => "serving",
            Self::Answering => "answering",
            Self::Flooded => "flooded",
            Self::Refreshing => "refreshing",
            Self::Unanswered => "waiting for the login service",
            Self::Reconnecting => "reconnecting",
            Self::HandingOver => "handing over",
            Self::Unreachable => "Twitch unreachable",
            Self::Frozen => "Twitch frozen",
            Self::FrozenAtStart => "Twitch frozen from the start",
        };
        formatter.write_str(words)
    }
}

/// What was seen at the stops.
#[derive(Debug, Default)]
struct Told {
    /// In milliseconds.
    times: BTreeMap<State, Vec<f64>>,
    /// How many ended before they listened to signals: the system ended them at once.
    unheard: u32,
    breaches: Vec<String>,
}

impl Told {
    fn add(&mut self, other: Self) {
        for (state, times) in other.times {
            self.times.entry(state).or_default().extend(times);
        }
        self.unheard += other.unheard;
        self.breaches.extend(other.breaches);
    }

    fn figures(&self) -> String {
        let mut all: Vec<f64> = self.times.values().flatten().copied().collect();
        let count = all.len();
        let slow = percentile(&mut all, 99).unwrap_or(0.0);
        let slowest = |times: &Vec<f64>| times.iter().copied().fold(0.0, f64::max);
        let longest: Vec<String> = self
            .times
            .iter()
            .map(|(state, times)| format!("{state} {:.0}", slowest(times)))
            .collect();
        format!(
            "{count} × SIGTERM in {} states: 99 of 100 ended within {slow:.0} ms, the slowest in ms: {} \
             (demanded: 3,000), {} of them by the signal itself, before the program listened, all others with status 0",
            self.times.len(),
            longest.join(", "),
            self.unheard,
        )
    }
}

fn stop_often(program: &Program, stops: u32, seed: u64) -> Result<Told> {
    let mut chance = StdRng::seed_from_u64(seed);
    let scene = Scene::new(program, &["--seed", &seed.to_string()])?;
    let nowhere = config_to_nowhere(&scene)?;
    let mut told = Told::default();
    let states = State::ALL
        .iter()
        .cycle()
        .skip(usize::try_from(seed)? % State::ALL.len());
    for (_, state) in (0..stops).zip(states) {
        let moment = state.longest().mul_f64(chance.random_range(0.0..1.0));
        let mut bot = begin(&scene, *state, &nowhere)
            .with_context(|| format!("{state}; the log: {}", scene.log()))?;
        thread::sleep(moment);
        let outcome = bot.terminate(PATIENCE)?;
        if matches!(state, State::Frozen | State::FrozenAtStart) {
            signal::thaw(scene.simulator.process.id())?;
        }
        scene.simulator.end_all("/sim/faults")?;
        scene.simulator.end_all("/sim/mischief")?;
        judge(&mut told, *state, (moment, outcome));
    }
    Ok(told)
}

fn judge(
    told: &mut Told,
    state: State,
    (moment, (took, status)): (Duration, (Duration, Option<std::process::ExitStatus>)),
) {
    let times = told.times.entry(state).or_default();
    times.push(took.as_secs_f64() * 1000.0);
    let is_unheard = status.is_some_and(|status| status.code().is_none());
    if is_unheard && state.is_from_the_start() {
        told.unheard += 1;
    } else if took > MOST || !status.is_some_and(|status| status.success()) {
        told.breaches.push(format!(
            "{state}, asked {moment:?} after that began: {took:?}, {status:?}"
        ));
    }
}

/// Starts the bot and brings it into the state.
fn begin(scene: &Scene, state: State, nowhere: &std::path::Path) -> Result<Running> {
    let simulator = &scene.simulator;
    let run = |config: &std::path::Path| {
        scene.start_at((config, scene.data()), &["run", "--json"], Printed::Kept)
    };
    match state {
        State::Starting => return run(scene.config()),
        State::Unreachable => return run(nowhere),
        State::FrozenAtStart => {
            signal::freeze(simulator.process.id())?;
            return run(scene.config());
        }
        State::Joining => {
            let order = json!({"do": "refuse_joins", "how": "silent", "login": BOT});
            simulator.order("/sim/mischief", &order)?;
            return run(scene.config());
        }
        State::Unanswered => {
            let order = json!({"path": "/oauth2/*", "do": "hang"});
            simulator.order("/sim/faults", &order)?;
            return run(scene.config());
        }
        _ => {}
    }
    let bot = run(scene.config())?;
    bot.event("ready", PATIENCE)?;
    match state {
        State::Answering => {
            // Whoever may not speak this second is silent; then the bot is only serving.
            let _taken = simulator.say(&viewers().next().unwrap_or_default(), "!ping")?;
        }
        State::Flooded => {
            let order = json!({"do": "flood", "rate": 20_000});
            simulator.order("/sim/mischief", &order)?;
        }
        State::Refreshing => {
            let order = json!({"path": "/oauth2/token", "do": "delay", "by": "400ms"});
            simulator.order("/sim/faults", &order)?;
            simulator.order("/sim/expire-tokens", &json!({"login": BOT}))?;
            // The next call meets the dead token.
            let _taken = simulator.say(&viewers().next().unwrap_or_default(), "!uptime")?;
        }
        State::Reconnecting => {
            simulator.order("/sim/mischief", &json!({"do": "reset", "login": BOT}))?;
        }
        State::HandingOver => {
            simulator.order("/sim/mischief", &json!({"do": "reconnect", "login": BOT}))?;
        }
        State::Frozen => signal::freeze(simulator.process.id())?,
        _ => {}
    }
    Ok(bot)
}

/// A config like that of the scene, whose addresses lead nowhere.
fn config_to_nowhere(scene: &Scene) -> Result<std::path::PathBuf> {
    let config = scene.simulator.config();
    let here = [scene.simulator.address().to_owned(), scene.simulator.chat()];
    let nowhere = here.iter().fold(config, |config, address| {
        config.replace(address.as_str(), NOWHERE)
    });
    let path = scene.path("nowhere.toml");
    std::fs::write(&path, nowhere).context("cannot write a config")?;
    Ok(path)
}

/// How soon it says what is wrong when Twitch cannot be reached and every token is bad.
fn start_without_twitch(
    program: &Program,
    scale: &Scale,
    breaches: &mut Vec<String>,
) -> Result<String> {
    let mut figures = Vec::new();
    for (what, is_frozen) in [("unreachable", false), ("frozen", true)] {
        let mut times = Vec::new();
        for round in 0..scale.bad_starts {
            let scene = Scene::new(program, &["--seed", &round.to_string()])?;
            let nowhere = config_to_nowhere(&scene)?;
            for kind in ["access", "refresh"] {
                let order = json!({"login": BOT, "kind": kind});
                scene.simulator.order("/sim/expire-tokens", &order)?;
            }
            let config = if is_frozen {
                signal::freeze(scene.simulator.process.id())?;
                scene.config().to_owned()
            } else {
                nowhere
            };
            let started = Instant::now();
            let mut bot =
                scene.start_at((&config, scene.data()), &["run", "--json"], Printed::Kept)?;
            let first = bot.object_by(started + PATIENCE);
            let took = started.elapsed();
            times.push(took.as_secs_f64() * 1000.0);
            let said = first.ok().flatten().unwrap_or(Value::Null);
            let says_what = said["happened"].is_string() && said["advice"].is_string();
            if took > SOON || !says_what || !bot.is_running() {
                breaches.push(format!("Twitch {what}: after {took:?} it said {said}"));
            }
        }
        let slowest = times.iter().copied().fold(0.0, f64::max);
        figures.push(format!("{what} {slowest:.0} ms"));
    }
    Ok(format!(
        "{} starts each with every token bad and Twitch out of reach: it runs and has said what is wrong after at most: {} (demanded: 1,000)",
        scale.bad_starts,
        figures.join(", ")
    ))
}

/// Kills it again and again, at the worst moments too; each start must reach service.
fn restart_after_kills(
    program: &Program,
    scale: &Scale,
    breaches: &mut Vec<String>,
) -> Result<String> {
    let mut chance = StdRng::seed_from_u64(scale.seed);
    let scene = Scene::new(program, &["--rate", "200"])?;
    let mut times = Vec::new();
    for round in 0..scale.dirty_restarts {
        if round % 2 == 1 {
            // This one does not even get that far.
            let mut bot = scene.start(&["run", "--json"], Printed::Kept)?;
            thread::sleep(Duration::from_micros(chance.random_range(0..150_000)));
            bot.kill()?;
        }
        if round % 5 == 4 {
            scene
                .simulator
                .order("/sim/expire-tokens", &json!({"login": BOT}))?;
        }
        let started = Instant::now();
        let mut bot = scene.start(&["run", "--json"], Printed::Kept)?;
        match bot.event("ready", PATIENCE) {
            Ok(_) => times.push(started.elapsed().as_secs_f64() * 1000.0),
            Err(error) => breaches.push(format!("restart {round}: {error:#}: {}", scene.log())),
        }
        thread::sleep(Duration::from_micros(chance.random_range(0..300_000)));
        bot.kill()?;
    }
    let reached = times.len();
    let median = percentile(&mut times, 50).unwrap_or(0.0);
    let slow = percentile(&mut times, 100).unwrap_or(0.0);
    Ok(format!(
        "{reached} of {} starts after a kill in a row reached service (median {median:.0} ms, slowest {slow:.0} ms)",
        scale.dirty_restarts
    ))
}

const WORKERS: u32 = 2;
/// How long the end may take.
const MOST: Duration = Duration::from_secs(3);
/// How soon a start says what is wrong.
const SOON: Duration = Duration::from_secs(1);
/// Longer than anything takes that goes well.
const PATIENCE: Duration = Duration::from_secs(30);
/// Nobody listens there; the port is one that needs special rights.
const NOWHERE: &str = "127.0.0.1:9";
