//! B12a: the real program for an hour in a lively chat whose connection is replaced or cut every minute.
//! It may not grow, and every command is answered once.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use crate::footprint::Footprint;
use crate::listener::{Heard, Listener};
use crate::probes::Probes;
use crate::program::{Printed, Program, Running};
use crate::scale::{Scale, Soak};
use crate::scene::{BOT, Scene, moderators};
use crate::terminal;
use crate::trend::{Trend, percentile};
use crate::verdict::Verdict;

/// Lets the program run, and looks at it all the time.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let Some(program) = Program::find() else {
        return Ok(Verdict::unmeasured("B12a", NO_PROGRAM));
    };
    if !Footprint::is_measurable() {
        return Ok(Verdict::unmeasured(
            "B12a",
            "it needs Linux to look at a process",
        ));
    }
    let soak = &scale.soak;
    let (rate, seed) = (soak.rate.to_string(), scale.seed.to_string());
    let scene = Scene::new(&program, &["--rate", &rate, "--seed", &seed])?;
    // Three refreshes belong to an hour that stands for days.
    let lifetime = json!({"access": format!("{}s", soak.token_life.as_secs())});
    scene.simulator.order("/sim/token-lifetime", &lifetime)?;
    scene
        .simulator
        .order("/sim/expire-tokens", &json!({"login": BOT}))?;
    let listener = Listener::start(&scene.simulator.chat())?;
    let mut bot = scene.start(&["--log", "info", "run"], Printed::Counted)?;
    let known = || {
        Ok(listener
            .heard()
            .texts
            .keys()
            .any(|text| text.contains("!probe")))
    };
    let probes = Probes::prepare(&scene.simulator, moderators(), known)
        .with_context(|| format!("the bot's log: {}", scene.log()))?;
    let mut watch = Watch::new(probes);
    let lines_before = listener.lines();
    watch.keep(&scene, &mut bot, soak)?;
    watch.lines = listener.lines() - lines_before;
    watch.lasted = watch.started.elapsed();
    watch.printed = bot.printed();
    thread::sleep(LAST_ANSWERS);
    let end = bot.terminate(Duration::from_secs(20))?;
    let log = scene.log();
    let state = scene.simulator.state()?;
    watch.refreshes = state["refreshed"][BOT].as_u64().unwrap_or(0);
    watch.judge(&listener, (end, &log), soak)
}

/// What was seen and done so far.
struct Watch {
    probes: Probes,
    started: Instant,
    points: Vec<(Duration, Footprint)>,
    cuts: Vec<Instant>,
    hand_overs: usize,
    refreshes: u64,
    ended_early: bool,
    lines: u64,
    /// How many lines the program showed.
    printed: u64,
    lasted: Duration,
}

impl Watch {
    fn new(probes: Probes) -> Self {
        Self {
            probes,
            started: Instant::now(),
            points: Vec::new(),
            cuts: Vec::new(),
            hand_overs: 0,
            refreshes: 0,
            ended_early: false,
            lines: 0,
            printed: 0,
            lasted: Duration::ZERO,
        }
    }

    /// One step a second until the time is over.
    fn keep(&mut self, scene: &Scene, bot: &mut Running, soak: &Soak) -> Result<()> {
        let mut disturbances = 0;
        let mut told = 0;
        for second in 1.. {
            let due = self.started + Duration::from_secs(second);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let elapsed = self.started.elapsed();
            if elapsed >= soak.length {
                return Ok(());
            }
            if !bot.is_running() {
                self.ended_early = true;
                return Ok(());
            }
            self.probes.give(&scene.simulator)?;
            if second % SAMPLE_EVERY == 0 {
                self.points.push((elapsed, Footprint::of(bot.id())?));
            }
            if elapsed.as_secs() / soak.reconnect_every.as_secs() > disturbances {
                disturbances += 1;
                self.disturb(scene, disturbances, soak)?;
            }
            if elapsed.as_secs() / TOLD_EVERY > told {
                told += 1;
                self.tell(elapsed);
            }
        }
        Ok(())
    }

    /// By turns the connection is to be replaced and is cut.
    fn disturb(&mut self, scene: &Scene, number: u64, soak: &Soak) -> Result<()> {
        if number % 2 == 1 {
            self.hand_overs += 1;
            let closes_in = format!("{}s", soak.reconnect_every.as_secs() / 2);
            let order = json!({"do": "reconnect", "login": BOT, "closes_in": closes_in});
            return scene.simulator.order("/sim/mischief", &order);
        }
        let kind = if number.is_multiple_of(4) {
            "reset"
        } else {
            "drop"
        };
        self.cuts.push(Instant::now());
        let order = json!({"do": kind, "login": BOT});
        scene.simulator.order("/sim/mischief", &order)
    }

    fn tell(&self, elapsed: Duration) {
        if let Some((_, point)) = self.points.last() {
            terminal::complain(&format!(
                "soak: {} min, {} KiB, {} threads, {} files, {} probes",
                elapsed.as_secs() / 60,
                point.resident_kib,
                point.threads,
                point.files,
                self.probes.given().len()
            ));
        }
    }

    fn judge(
        &self,
        listener: &Listener,
        (end, log): ((Duration, Option<std::process::ExitStatus>), &str),
        soak: &Soak,
    ) -> Result<Verdict> {
        let mut breaches = Vec::new();
        if self.ended_early {
            breaches.push(format!("the bot ended by itself: {log}"));
        }
        if !end.1.is_some_and(|status| status.success()) || end.0 > Duration::from_secs(3) {
            breaches.push(format!(
                "asked to end, it took {:?} with {:?}",
                end.0, end.1
            ));
        }
        let seconds = self.lasted.as_secs_f64();
        let heard = listener.heard();
        if heard.is_over {
            breaches.push("the listener was cut off, so nothing is known".to_owned());
        }
        let answers = self.judge_answers(&heard, &mut breaches);
        if (self.probes.given().len() as u64) < self.lasted.as_secs() * 3 / 4 {
            breaches.push("the room took too few commands to tell anything".to_owned());
        }
        // Some are lost to every cut; and a screen that is read all the time misses next to none.
        if self.printed < self.lines * 9 / 10 {
            breaches.push(format!(
                "only {} of {} lines were shown",
                self.printed, self.lines
            ));
        }
        let memory = self.judge_memory(soak, &mut breaches)?;
        #[expect(clippy::cast_precision_loss, reason = "some millions of lines")]
        let rate = self.lines as f64 / seconds;
        if rate < soak.rate * 0.9 {
            breaches.push(format!("only {rate:.0} lines/s were said"));
        }
        let figures = format!(
            "{:.0} min × {rate:.0} lines/s, {} RECONNECTs, {} cuts, {} refreshes: {answers}; {memory}",
            seconds / 60.0,
            self.hand_overs,
            self.cuts.len(),
            self.refreshes,
        );
        Ok(Verdict::new("B12a", figures, breaches))
    }

    /// Every command is answered once; only what was said while a cut connection came back may be lost.
    fn judge_answers(&self, heard: &Heard, breaches: &mut Vec<String>) -> String {
        let (mut lost, mut times) = (0, Vec::new());
        for (given, answer) in self.probes.answers(heard) {
            let since_cut = self.cuts.iter().filter_map(|cut| {
                // What is under way when the connection is cut is lost with it.
                (given.at + UNDER_WAY).checked_duration_since(*cut)
            });
            let is_excused = since_cut.min().is_some_and(|since| since < BACK_BY);
            match answer {
                Some((at, 1)) => times.push(at.duration_since(given.at).as_secs_f64() * 1000.0),
                Some((_, count)) => {
                    breaches.push(format!(
                        "command {} was answered {count} times",
                        given.number
                    ));
                }
                None if is_excused => lost += 1,
                None => {
                    let after = given.at.duration_since(self.started);
                    breaches.push(format!(
                        "command {} was not answered, {after:?} after the start",
                        given.number
                    ));
                }
            }
        }
        let twice = heard.replies.values().filter(|count| **count > 1).count();
        if twice > 0 {
            breaches.push(format!("{twice} commands of viewers were answered twice"));
        }
        let median = percentile(&mut times, 50).unwrap_or(0.0);
        let slow = percentile(&mut times, 99).unwrap_or(0.0);
        format!(
            "{} of {} commands answered once (median {median:.0} ms, 99 of 100 within {slow:.0} ms), \
             {lost} said while a cut connection came back, {} replies to viewers \
             (demanded: all, none twice)",
            times.len(),
            self.probes.given().len(),
            heard.replies.len(),
        )
    }

    fn judge_memory(&self, soak: &Soak, breaches: &mut Vec<String>) -> Result<String> {
        let warm: Vec<_> = self
            .points
            .iter()
            .filter(|(at, _)| *at >= soak.warm_up)
            .collect();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a process has far less than 2^52 KiB"
        )]
        let line: Vec<(f64, f64)> = warm
            .iter()
            .map(|(at, point)| (at.as_secs_f64() / 3600.0, point.resident_kib as f64))
            .collect();
        let trend = Trend::through(&line).context("too few points for a slope")?;
        if soak.judges_slope && trend.is_surely_above(MOST_GROWTH) {
            breaches.push(format!(
                "it grows by {:.0} ± {:.0} KiB an hour",
                trend.slope, trend.uncertainty
            ));
        }
        let most = self
            .points
            .iter()
            .map(|(_, point)| point.resident_kib)
            .max();
        let most = most.unwrap_or(0);
        if most >= MOST_KIB {
            breaches.push(format!("it took {most} KiB"));
        }
        let third = (warm.len() / 3).max(1);
        let (first, last) = (&warm[..third], &warm[warm.len() - third..]);
        let least = |points: &[&(Duration, Footprint)], of: fn(&Footprint) -> usize| {
            points.iter().map(|(_, point)| of(point)).min().unwrap_or(0)
        };
        let threads = [first, last].map(|points| least(points, |point| point.threads));
        let files = [first, last].map(|points| least(points, |point| point.files));
        for (what, [before, after]) in [("threads", threads), ("open files", files)] {
            if after > before {
                breaches.push(format!("{before} {what} became {after}"));
            }
        }
        let ends =
            [warm.first(), warm.last()].map(|point| point.map_or(0, |(_, it)| it.resident_kib));
        Ok(format!(
            "memory {} to {} KiB after the warm-up, slope {:.1} ± {:.1} KiB/h (demanded: 43), at most {most} KiB \
             (demanded: 102,400), threads {} then {}, open files {} then {} (demanded: no more)",
            ends[0],
            ends[1],
            trend.slope,
            trend.uncertainty,
            threads[0],
            threads[1],
            files[0],
            files[1]
        ))
    }
}

const NO_PROGRAM: &str = "the program is not built beside it; `cargo build --release` does that";
/// In seconds.
const SAMPLE_EVERY: u64 = 5;
/// In seconds.
const TOLD_EVERY: u64 = 60;
/// In KiB an hour: 1 MiB a day.
const MOST_GROWTH: f64 = 1024.0 / 24.0;
const MOST_KIB: u64 = 100 * 1024;
/// How long after a cut everything must be as before.
const BACK_BY: Duration = Duration::from_secs(15);
/// How long before a cut a command may have been said that goes down with it.
const UNDER_WAY: Duration = Duration::from_millis(500);
/// How long answers may take that are still expected at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
