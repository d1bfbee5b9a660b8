//! B12c: fifty thousand lines a second for a minute, and a moderator who wants something meanwhile.
//! Memory may grow a little, and the moderator is answered at once.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use crate::footprint::Footprint;
use crate::listener::Listener;
use crate::probes::{self, Probes};
use crate::program::{Printed, Program, Running};
use crate::scale::Scale;
use crate::scene::{Scene, moderators};
use crate::trend::percentile;
use crate::verdict::Verdict;

/// Floods the program while a moderator asks it for things.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let Some(program) = Program::find() else {
        let lacks = "the program is not built beside it; `cargo build --release` does that";
        return Ok(Verdict::unmeasured("B12c", lacks));
    };
    if !Footprint::is_measurable() {
        return Ok(Verdict::unmeasured(
            "B12c",
            "it needs Linux to look at a process",
        ));
    }
    let scene = Scene::new(&program, &[])?;
    let listener = Listener::start(&scene.simulator.chat())?;
    let bot = scene.start(&["--log", "info", "run", "--json"], Printed::Kept)?;
    let known = || {
        Ok(listener
            .heard()
            .texts
            .keys()
            .any(|text| text.contains("!probe")))
    };
    let probes = Probes::prepare(&scene.simulator, moderators(), known)
        .with_context(|| format!("the bot's log: {}", scene.log()))?;
    // Nobody but the bot reads the flood: a second reader would slow the simulator down.
    drop(listener);
    let mut flood = Flood {
        probes,
        answered: BTreeMap::new(),
        most_kib: 0,
    };
    let (_, calm) = flood.keep(&scene, &bot, scale.flood.min(Duration::from_secs(20)))?;
    let before = Footprint::of(bot.id())?.resident_kib;
    let lines_before = lines(&scene)?;
    let order = json!({
        "do": "flood",
        "rate": RATE,
        "for": format!("{}s", scale.flood.as_secs())
    });
    scene.simulator.order("/sim/mischief", &order)?;
    flood.most_kib = 0;
    let (lasted, times) = flood.keep(&scene, &bot, scale.flood)?;
    #[expect(clippy::cast_precision_loss, reason = "some millions of lines")]
    let rate = (lines(&scene)? - lines_before) as f64 / lasted.as_secs_f64();
    Ok(flood.judge((before, rate), (&calm, &times), (&scene, scale)))
}

struct Flood {
    probes: Probes,
    /// When the program said that a command was answered.
    answered: BTreeMap<usize, Instant>,
    most_kib: u64,
}

impl Flood {
    /// Gives commands for so long; the times until each answer was sent, in milliseconds, or none where there was none.
    fn keep(
        &mut self,
        scene: &Scene,
        bot: &Running,
        length: Duration,
    ) -> Result<(Duration, Vec<Option<f64>>)> {
        let started = Instant::now();
        let first = self.probes.given().len();
        let mut step = 0;
        while started.elapsed() < length {
            step += 1;
            self.probes.give(&scene.simulator)?;
            self.read_until(bot, started + GAP * step)?;
        }
        let lasted = started.elapsed();
        self.read_until(bot, Instant::now() + LAST_ANSWERS)?;
        let given = self.probes.given()[first..].iter();
        let time = |given: &probes::Given| {
            let answered = self.answered.get(&given.number)?;
            Some(answered.duration_since(given.at).as_secs_f64() * 1000.0)
        };
        Ok((lasted, given.map(time).collect()))
    }

    fn read_until(&mut self, bot: &Running, moment: Instant) -> Result<()> {
        while let Some(object) = bot.object_by(moment)? {
            let now = Instant::now();
            let is_sent = object["event"] == "outcome" && object["outcome"] == "sent";
            let number = object["text"].as_str().and_then(probes::number_in);
            if let Some(number) = number.filter(|_| is_sent) {
                self.answered.entry(number).or_insert(now);
            }
        }
        self.most_kib = self.most_kib.max(Footprint::of(bot.id())?.resident_kib);
        thread::sleep(moment.saturating_duration_since(Instant::now()));
        Ok(())
    }

    fn judge(
        &self,
        (before, rate): (u64, f64),
        (calm, times): (&[Option<f64>], &[Option<f64>]),
        (scene, scale): (&Scene, &Scale),
    ) -> Verdict {
        let mut breaches = Vec::new();
        let unanswered = times.iter().filter(|time| time.is_none()).count();
        let known = |times: &[Option<f64>], percent| {
            let mut known: Vec<f64> = times.iter().copied().flatten().collect();
            percentile(&mut known, percent).unwrap_or(f64::INFINITY)
        };
        let (calm_slow, median, slow) = (known(calm, 99), known(times, 50), known(times, 99));
        if unanswered > 0 {
            breaches.push(format!(
                "{unanswered} commands of moderators were not answered"
            ));
        }
        if scale.judges_times && slow > MOST_MILLIS {
            breaches.push(format!("99 of 100 answers within {slow:.0} ms"));
        }
        let grown = self.most_kib.saturating_sub(before);
        if grown > MOST_KIB {
            breaches.push(format!("memory grew by {grown} KiB"));
        }
        if scale.judges_times && rate < f64::from(RATE) * 0.9 {
            breaches.push(format!("the simulator said only {rate:.0} lines a second"));
        }
        let log = scene.log();
        let missed = log
            .lines()
            .filter(|line| line.contains("messages were dropped"))
            .count();
        let figures = format!(
            "{rate:.0} lines/s for {:.0} s: memory +{grown} KiB over {before} (demanded: 65,536), {} commands of moderators, \
             {unanswered} unanswered, median {median:.0} ms, 99 of 100 within {slow:.0} ms (demanded: 250; {calm_slow:.0} in calm before); \
             it said {missed} times that lines were missed",
            scale.flood.as_secs_f64(),
            times.len(),
        );
        Verdict::new("B12c", figures, breaches)
    }
}

fn lines(scene: &Scene) -> Result<u64> {
    let state = scene.simulator.state()?;
    state["statistics"]["chat_lines"]
        .as_u64()
        .context("the simulator counts its lines")
}

/// Lines in a second.
const RATE: u32 = 50_000;
/// Between two commands: the bot answers at most twenty times in ten seconds in a channel.
const GAP: Duration = Duration::from_millis(700);
const LAST_ANSWERS: Duration = Duration::from_secs(4);
const MOST_MILLIS: f64 = 250.0;
const MOST_KIB: u64 = 64 * 1024;
