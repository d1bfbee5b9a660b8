//! B10: a thousand virtual hours of trouble, judged by somebody who knows nothing but the limits that Twitch documents.
//! Logins and JOINs are counted where they arrive, over all connections; what the client believes is not asked.

use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use irc::{Event, Fleet, Identity, LinkId, Settings};
use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::json;
use types::Login;

use crate::scale::Scale;
use crate::stage::{self, Stage, Witness};
use crate::verdict::Verdict;

/// Lives the hours, in two threads.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let halves: Vec<_> = (0..2)
        .map(|half| {
            let (hours, seed) = (scale.limit_hours / 2, scale.seed * 2 + half);
            thread::spawn(move || live(hours, seed))
        })
        .collect();
    let mut sum = Oracle::default();
    for half in halves {
        let outcome = half.join().map_err(|_| anyhow!("a thread broke down"))?;
        sum.add(outcome?);
    }
    let figures = format!(
        "{} virtual hours, up to {} channels on up to {} connections, lines arrive in bunches of {} s: \
         {} JOINs, at most {} within 10 s; {} logins, at most {} within 10 s (demanded: 20 each); {} joined, {} disconnections",
        scale.limit_hours,
        CHANNELS,
        CHANNELS / 2,
        BUNCHING.as_secs_f64(),
        sum.joins.count,
        sum.joins.fullest,
        sum.logins.count,
        sum.logins.fullest,
        sum.joined,
        sum.disconnections,
    );
    Ok(Verdict::new("B10", figures, sum.breaches))
}

/// Counts what arrives in sliding windows.
#[derive(Debug, Default)]
struct Oracle {
    joins: Window,
    logins: Window,
    joined: u64,
    disconnections: u64,
    breaches: Vec<String>,
}

/// What arrived within the last ten seconds.
#[derive(Debug, Default)]
struct Window {
    moments: VecDeque<Duration>,
    fullest: usize,
    count: u64,
}

impl Window {
    /// How many there are within ten seconds, with this one.
    fn add(&mut self, at: Duration) -> usize {
        while self
            .moments
            .front()
            .is_some_and(|first| at - *first >= WINDOW)
        {
            self.moments.pop_front();
        }
        self.moments.push_back(at);
        self.count += 1;
        self.fullest = self.fullest.max(self.moments.len());
        self.moments.len()
    }

    fn merge(&mut self, other: &Self) {
        self.fullest = self.fullest.max(other.fullest);
        self.count += other.count;
        self.moments.clear();
    }
}

impl Oracle {
    fn add(&mut self, other: Self) {
        self.joins.merge(&other.joins);
        self.logins.merge(&other.logins);
        self.joined += other.joined;
        self.disconnections += other.disconnections;
        self.breaches.extend(other.breaches);
    }
}

impl Witness for Oracle {
    fn see_arrival(&mut self, at: Duration, _: LinkId, line: &str) {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (what, most) = match command {
            "JOIN" => {
                let channels = rest.split(' ').next().unwrap_or_default().split(',');
                let most = channels.map(|_| self.joins.add(at)).max();
                ("JOINs", most.unwrap_or(0))
            }
            "NICK" => ("logins", self.logins.add(at)),
            _ => return,
        };
        if most > LIMIT {
            self.breaches
                .push(format!("{most} {what} within 10 s, {at:?} after the start"));
        }
    }

    fn see_written(&mut self, _: Duration, _: LinkId, _: &[u8]) {}

    fn hear(&mut self, _: Instant, event: Event) {
        match event {
            Event::Joined { .. } => self.joined += 1,
            Event::Disconnected { .. } => self.disconnections += 1,
            _ => {}
        }
    }

    fn overhear(&mut self, _: Duration, _: &[u8]) {}
}

/// Lives so many hours, in lives of some hours each, so that every shape of a fleet has its turn.
fn live(hours: u32, seed: u64) -> Result<Oracle> {
    let mut sum = Oracle::default();
    let mut left = hours;
    for number in 0_u32.. {
        if left == 0 {
            break;
        }
        let some = left.min(LIFE);
        left -= some;
        let per_connection = [2, 20, 50][number as usize % 3];
        sum.add(live_once(
            some,
            per_connection,
            seed ^ (u64::from(number) << 32),
        )?);
    }
    Ok(sum)
}

fn live_once(hours: u32, per_connection: usize, seed: u64) -> Result<Oracle> {
    let login: Login = BOT.parse()?;
    let mut settings = Settings::new(Identity::Account { login });
    let names = names(seed)?;
    settings.channels = names.clone();
    settings.channels_per_connection = per_connection;
    let mut stage = Stage::new(settings, Oracle::default(), seed);
    stage.bunching = Some(BUNCHING);
    let end = Duration::from_secs(3_600) * hours;
    while stage.elapsed() < end {
        go_wrong(&mut stage, &names)?;
        let pause = match stage.random.random_range(0..10) {
            // As soon as everything is under way again, and just about when a window opens.
            0..5 => Duration::from_millis(stage.random.random_range(0..14_000)),
            5..8 => Duration::from_millis(stage.random.random_range(14_000..120_000)),
            _ => Duration::from_millis(stage.random.random_range(120_000..900_000)),
        };
        stage.pass(pause)?;
    }
    Ok(stage.witness)
}

fn go_wrong(stage: &mut Stage<Oracle>, names: &[Login]) -> Result<()> {
    match stage.random.random_range(0..11) {
        0 | 1 => {
            stage.end_mischief()?;
            stage.order("/sim/mischief", &json!({"do": "drop", "login": BOT}))?;
        }
        2 => {
            let seed = stage.random.random_range(0..1_000_000);
            let order = json!({"do": "reset", "login": BOT, "share": 0.3, "seed": seed});
            stage.order("/sim/mischief", &order)?;
        }
        3 => {
            let order = json!({"do": "reconnect", "login": BOT, "closes_in": "9s"});
            stage.order("/sim/mischief", &order)?;
        }
        4 => stage.break_one_silently(),
        5 => {
            stage.is_down = true;
            stage.order("/sim/mischief", &json!({"do": "drop", "login": BOT}))?;
            let down = Duration::from_millis(stage.random.random_range(500..180_000));
            stage.pass(down)?;
            stage.is_down = false;
        }
        6 => {
            let how = ["silent", "suspended", "banned"];
            let how = how.choose(&mut stage.random).copied().unwrap_or("silent");
            let order = json!({"do": "refuse_joins", "how": how, "share": 0.4, "for": "90s"});
            stage.order("/sim/mischief", &order)?;
        }
        7 => {
            stage.order("/sim/expire-tokens", &json!({"login": BOT}))?;
        }
        8 => stage.wish(Fleet::handle_link_up),
        _ => change_wishes(stage, names),
    }
    Ok(())
}

/// Somebody wants the bot in other channels.
fn change_wishes(stage: &mut Stage<Oracle>, names: &[Login]) {
    for _ in 0..30 {
        let Some(name) = names.choose(&mut stage.random) else {
            continue;
        };
        if stage.random.random_bool(0.5) {
            stage.wish(|fleet, now| fleet.part(now, name));
        } else {
            stage.wish(|fleet, now| fleet.join(now, name.clone()));
        }
    }
    // In the end everything is wanted again as a rule, so that there is always much to do.
    if stage.random.random_bool(0.7) {
        for name in names {
            stage.wish(|fleet, now| fleet.join(now, name.clone()));
        }
    }
}

/// The channels of everybody who is there, and of some who are not.
fn names(seed: u64) -> Result<Vec<Login>> {
    let people = stage::people(&mut stage::twitch(seed))?;
    let known = people.into_iter().map(|(_, login)| Ok(login));
    let unknown = (0..).map(|number| Ok(format!("nobody_{number}").parse()?));
    known
        .filter(|login| login.as_ref().is_ok_and(|login| login.as_str() != BOT))
        .chain(unknown)
        .take(CHANNELS)
        .collect()
}

const BOT: &str = "perty";
/// As many as Twitch lets an account be in.
const CHANNELS: usize = 100;
/// Twitch's window for JOINs and for logins.
const WINDOW: Duration = Duration::from_secs(10);
/// How many of each Twitch allows in it.
const LIMIT: usize = 20;
/// Less than the margin that the client leaves for the way to the server.
const BUNCHING: Duration = Duration::from_millis(2_400);
/// In hours.
const LIFE: u32 = 25;
