//! B11: the real program says things while requests and answers get lost, Twitch drops what it likes, connections break and the program itself is stopped.
//! Everything that it set out to say ends once, and nothing is in the room twice. The million of messages is a test of the outbox.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::listener::Listener;
use crate::probes::{Probes, answer_to, number_in};
use crate::program::{Printed, Program, Running};
use crate::scale::Scale;
use crate::scene::{BOT, Scene, moderators};
use crate::verdict::Verdict;

/// Lets it speak over the API, and then over chat.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let Some(program) = Program::find() else {
        let lacks = "the program is not built beside it; `cargo build --release` does that";
        return Ok(Verdict::unmeasured("B11", lacks));
    };
    let mut figures = Vec::new();
    let mut breaches = Vec::new();
    for way in ["helix", "irc"] {
        let mut trial = Trial::begin(&program, way, scale.seed)?;
        trial.speak(scale.speaking)?;
        let (told, broken) = trial.judge();
        figures.push(format!("over {way} {told}"));
        breaches.extend(
            broken
                .into_iter()
                .map(|breach| format!("over {way}: {breach}")),
        );
    }
    let figures = format!("the program itself: {}", figures.join("; "));
    Ok(Verdict::new("B11", figures, breaches))
}

/// One way of sending.
struct Trial {
    scene: Scene,
    way: &'static str,
    bot: Running,
    listener: Listener,
    probes: Probes,
    /// What the program told of each answer, by the message that caused it.
    outcomes: BTreeMap<String, Vec<Told>>,
    chance: StdRng,
    stops: u32,
}

/// What the program told.
#[derive(Debug)]
struct Told {
    outcome: String,
    text: String,
}

impl Trial {
    fn begin(program: &Program, way: &'static str, seed: u64) -> Result<Self> {
        let scene = Scene::with_config(program, &[], &format!("[chat]\nsend = \"{way}\"\n"))?;
        let listener = Listener::start(&scene.simulator.chat())?;
        let bot = start(&scene)?;
        let known = || {
            Ok(listener
                .heard()
                .texts
                .keys()
                .any(|text| text.contains("!probe")))
        };
        let probes = Probes::prepare(&scene.simulator, moderators(), known)
            .with_context(|| format!("the bot's log: {}", scene.log()))?;
        Ok(Self {
            scene,
            way,
            bot,
            listener,
            probes,
            outcomes: BTreeMap::new(),
            chance: StdRng::seed_from_u64(seed),
            stops: 0,
        })
    }

    fn speak(&mut self, length: Duration) -> Result<()> {
        let started = Instant::now();
        let mut step = 0;
        while started.elapsed() < length {
            step += 1;
            self.probes.give(&self.scene.simulator)?;
            if step % TROUBLE_EVERY == 0 {
                self.scene.simulator.end_all("/sim/faults")?;
                self.scene.simulator.end_all("/sim/mischief")?;
                self.go_wrong()?;
            }
            if step % STOP_EVERY == 0 {
                // In the midst of everything.
                self.stop()?;
                self.bot = start(&self.scene)?;
            }
            self.read_until(started + GAP * step)?;
        }
        self.scene.simulator.end_all("/sim/faults")?;
        self.scene.simulator.end_all("/sim/mischief")?;
        self.read_until(Instant::now() + LAST_ANSWERS)?;
        self.stop()
    }

    /// Asks the program to end, and hears what it tells to the last.
    fn stop(&mut self) -> Result<()> {
        self.stops += 1;
        let (took, status) = self.bot.terminate(LAST_ANSWERS)?;
        if !status.is_some_and(|status| status.success()) {
            bail!("asked to end, it took {took:?}: {status:?}");
        }
        // Its output has ended, so this does not wait.
        while let Ok(Some(object)) = self.bot.object_by(Instant::now() + LAST_ANSWERS) {
            self.note(&object);
        }
        Ok(())
    }

    fn read_until(&mut self, moment: Instant) -> Result<()> {
        while let Some(object) = self.bot.object_by(moment)? {
            self.note(&object);
        }
        Ok(())
    }

    fn note(&mut self, object: &Value) {
        if object["event"] == "outcome" {
            let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
            let told = Told {
                outcome: text("outcome"),
                text: text("text"),
            };
            self.outcomes.entry(text("cause")).or_default().push(told);
        }
    }

    fn go_wrong(&mut self) -> Result<()> {
        let orders = if self.way == "helix" {
            http_troubles()
        } else {
            chat_troubles()
        };
        let Some((path, order)) = orders.choose(&mut self.chance) else {
            return Ok(());
        };
        let mut order = order.clone();
        if *path == "/sim/faults" {
            order["path"] = "/helix/chat/messages".into();
            order["times"] = self.chance.random_range(1..4).into();
        } else {
            order["login"] = BOT.into();
        }
        self.scene.simulator.order(path, &order)
    }

    fn judge(&self) -> (String, Vec<String>) {
        let mut breaches = Vec::new();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        let heard = self.listener.heard();
        for (cause, told) in &self.outcomes {
            let [one] = told.as_slice() else {
                breaches.push(format!("message {cause} has {} outcomes", told.len()));
                continue;
            };
            *counts.entry(one.outcome.as_str()).or_default() += 1;
            let times = heard.texts.get(&one.text).map_or(0, |(_, times)| *times);
            let is_right = match one.outcome.as_str() {
                "sent" => times == 1 || number_in(&one.text).is_none(),
                "unknown" => times <= 1,
                _ => times == 0 || number_in(&one.text).is_none(),
            };
            if !is_right {
                breaches.push(format!(
                    "{:?} was {} and is in the room {times} times",
                    one.text, one.outcome
                ));
            }
        }
        let offered = offered(&self.scene.log());
        let ended = u32::try_from(self.outcomes.len()).unwrap_or(u32::MAX);
        if offered != ended {
            breaches.push(format!(
                "{offered} answers were decided on, and {ended} have an outcome"
            ));
        }
        let told = |number: &usize| {
            let mut outcomes = self.outcomes.values().flatten();
            outcomes.any(|told| told.text == answer_to(*number))
        };
        let given = self.probes.given();
        let unheard = given.iter().filter(|given| !told(&given.number)).count();
        let sum: Vec<String> = counts
            .iter()
            .map(|(outcome, count)| format!("{count} {outcome}"))
            .collect();
        let figures = format!(
            "{offered} offered = {} through troubles and {} stops (demanded: equal, each once, none in the room twice); \
             {unheard} of {} commands came while it was not there",
            sum.join(" + "),
            self.stops,
            given.len()
        );
        (figures, breaches)
    }
}

fn start(scene: &Scene) -> Result<Running> {
    let bot = scene.start(
        &["--log", "warn,streamhand=debug", "run", "--json"],
        Printed::Kept,
    )?;
    bot.event("ready", LAST_ANSWERS)?;
    Ok(bot)
}

/// How many commands were obeyed, by the log: each leads to one answer.
fn offered(log: &str) -> u32 {
    let lines = log.lines();
    let is_obeyed = |line: &&str| line.contains("judged a command") && line.contains("Obeyed");
    u32::try_from(lines.filter(is_obeyed).count()).unwrap_or(u32::MAX)
}

/// What goes wrong with requests; each meets a few.
fn http_troubles() -> Vec<(&'static str, Value)> {
    let dropped = |code: &str| {
        let reason = json!({"code": code, "message": "Twitch's words"});
        json!({"data": [{"message_id": "", "is_sent": false, "drop_reason": reason}]})
    };
    let faults = [
        // The request is lost.
        json!({"do": "close"}),
        json!({"do": "reset"}),
        json!({"do": "hang"}),
        // The answer is lost.
        json!({"do": "close", "commit": true}),
        json!({"do": "reset", "commit": true}),
        json!({"do": "hang", "commit": true}),
        json!({"do": "delay", "by": "3s"}),
        json!({"do": "split", "largest": 3}),
        json!({"do": "answer", "status": 500}),
        json!({"do": "answer", "status": 503, "body": "<html>"}),
        json!({"do": "answer", "status": 429}),
        json!({"do": "answer", "status": 400, "body": {"status": 400, "message": "no"}}),
        json!({"do": "answer", "status": 200, "body": dropped("channel_settings")}),
        json!({"do": "answer", "status": 200, "body": dropped("never_heard_of")}),
    ];
    faults
        .into_iter()
        .map(|fault| ("/sim/faults", fault))
        .collect()
}

/// What goes wrong with the connection.
fn chat_troubles() -> Vec<(&'static str, Value)> {
    let mischief = [
        json!({"do": "lose", "direction": "from_client", "share": 0.5, "for": "4s"}),
        json!({"do": "lose", "direction": "to_client", "share": 0.5, "for": "4s"}),
        json!({"do": "drop"}),
        json!({"do": "reset"}),
        json!({"do": "reconnect", "closes_in": "3s"}),
        json!({"do": "stall", "for": "5s"}),
        json!({"do": "drip", "for": "3s"}),
        json!({"do": "duplicate", "for": "4s"}),
        json!({"do": "reorder", "for": "4s"}),
    ];
    mischief
        .into_iter()
        .map(|order| ("/sim/mischief", order))
        .collect()
}

/// Between two commands: the bot answers at most twenty times in ten seconds in a channel.
const GAP: Duration = Duration::from_millis(650);
/// In commands.
const TROUBLE_EVERY: u32 = 8;
const STOP_EVERY: u32 = 60;
/// Longer than any request is waited for.
const LAST_ANSWERS: Duration = Duration::from_secs(25);
