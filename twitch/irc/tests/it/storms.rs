//! Storms: silences, cuts, closings, RECONNECTs, refusals, sleeps and wishes in any order. Then peace, and everybody must agree on where we are.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use streamhand_irc::{Health, LinkId, Standing};

use crate::scene::login;
use crate::stage::{Dice, Pong, Stage, names};
use crate::standing_by::{lost, served};

/// What a storm is like.
#[derive(Debug, Clone, Copy)]
struct Weather {
    channels: usize,
    /// How long a line travels at most, in milliseconds.
    slowest: u64,
    /// How many packets in a hundred are lost.
    loss: u64,
    /// One connection at a time is silent for less than it is waited for, and nothing else; so nothing may be lost.
    is_gentle: bool,
    has_sleeps: bool,
    has_odd_pongs: bool,
}

impl Weather {
    /// Whether what is sent at different times arrives at different times, but for silences.
    const fn is_quick(&self) -> bool {
        self.slowest <= WILD.slowest && self.loss == 0 && !self.has_sleeps
    }
}

const WILD: Weather = Weather {
    channels: 40,
    slowest: 50,
    loss: 0,
    is_gentle: false,
    has_sleeps: false,
    has_odd_pongs: false,
};

const GENTLE: Weather = Weather {
    is_gentle: true,
    ..WILD
};

#[test]
fn i07_after_a_storm_everybody_agrees_on_where_we_are() {
    weather(WILD);
}

#[test]
fn i07_after_a_storm_on_a_slow_way_everybody_agrees_on_where_we_are() {
    let slowest = 1_500;
    weather(Weather { slowest, ..WILD });
}

#[test]
fn n07_after_a_storm_on_a_lossy_way_everybody_agrees_on_where_we_are() {
    let (loss, slowest) = (20, 200);
    weather(Weather {
        loss,
        slowest,
        ..WILD
    });
}

#[test]
fn n03_after_a_storm_with_sleeps_everybody_agrees_on_where_we_are() {
    let has_sleeps = true;
    weather(Weather { has_sleeps, ..WILD });
}

#[test]
fn i01_after_a_storm_with_odd_pongs_everybody_agrees_on_where_we_are() {
    let has_odd_pongs = true;
    weather(Weather {
        has_odd_pongs,
        ..WILD
    });
}

#[test]
fn i07_after_a_storm_of_everything_everybody_agrees_on_where_we_are() {
    weather(Weather {
        channels: 45,
        slowest: 400,
        loss: 15,
        is_gentle: false,
        has_sleeps: true,
        has_odd_pongs: true,
    });
}

#[test]
fn n07_silences_that_are_waited_for_lose_nothing_while_channels_come_and_go() {
    weather(GENTLE);
}

#[test]
fn n07_silences_on_a_lossy_way_lose_nothing_while_channels_come_and_go() {
    let loss = 15;
    weather(Weather { loss, ..GENTLE });
}

#[test]
fn n07_silences_on_a_slow_way_lose_nothing_while_channels_come_and_go() {
    let slowest = 1_000;
    weather(Weather { slowest, ..GENTLE });
}

/// Lets this weather pass, with everything that chance can make of it.
fn weather(weather: Weather) {
    for seed in 0..SEEDS {
        let mut storm = Storm::begin(weather, seed);
        for _ in 0..STRIKES {
            storm.strike();
            storm.look();
        }
        storm.subside();
        storm.look();
        storm.check_agreement();
    }
}

struct Storm {
    weather: Weather,
    seed: u64,
    dice: Dice,
    stage: Stage,
    wanted: BTreeSet<String>,
    /// Where we are by what was told.
    present: BTreeSet<String>,
    /// What was told as not joined since.
    failed: BTreeSet<String>,
    /// When each silence ends, in seconds.
    silences: BTreeMap<LinkId, f64>,
}

impl Storm {
    fn begin(weather: Weather, seed: u64) -> Self {
        let mut stage = served(weather.channels, seed);
        stage.slowest = Duration::from_millis(weather.slowest);
        stage.loss = weather.loss;
        Self {
            weather,
            seed,
            dice: Dice(seed),
            stage,
            wanted: names(weather.channels).into_iter().collect(),
            present: names(weather.channels).into_iter().collect(),
            failed: BTreeSet::new(),
            silences: BTreeMap::new(),
        }
    }

    /// Something happens, people talk, and a little time passes.
    fn strike(&mut self) {
        let links = self.stage.links();
        if let Some(link) = self.dice.pick(&links) {
            let channel = format!("extra{}", self.dice.draw(5));
            match self.dice.draw(40) {
                0..=3 => self.silence(link),
                4 | 5 => self.want(channel),
                6 | 7 => self.want_no_more(&channel),
                8 => self.stage.wish(|fleet, now| fleet.handle_link_up(now)),
                lot if !self.weather.is_gentle => self.strike_hard(lot, link, channel),
                _ => {}
            }
        }
        let moment = self.stage.seconds();
        for channel in names(3) {
            self.stage.chat(&channel, &format!("{channel}-{moment}"));
        }
        let pause = Duration::from_millis(200 + 100 * self.dice.draw(40));
        self.stage.pass(pause);
    }

    fn strike_hard(&mut self, lot: u64, link: LinkId, channel: String) {
        let server = &mut self.stage.server;
        match lot {
            9 => self.stage.close(link),
            10 => self.stage.cut(link),
            11 => {
                let order = ":tmi.twitch.tv RECONNECT".to_owned();
                self.stage.send(link, order);
            }
            12 => self.ban(&channel),
            13 => {
                server.banned.remove(&channel);
            }
            14 => {
                server.missing.insert(channel);
            }
            15 => server.missing.clear(),
            16 => server.is_closed_to_new = true,
            17 => server.is_closed_to_new = false,
            18 => server.asks_newcomers_to_go = true,
            19 | 20 => server.asks_newcomers_to_go = false,
            21 => server.token = Some("new".to_owned()),
            22 => self.put_out(link),
            23 | 24 if self.weather.has_sleeps => {
                let (seconds, is_noticed) = (5 + self.dice.draw(100), self.dice.draw(2) == 0);
                self.stage.sleep(seconds, is_noticed);
            }
            25 if self.weather.has_odd_pongs => server.deafness = self.dice.draw(4) * 30,
            26 if self.weather.has_odd_pongs => {
                server.pong = self.dice.pick(&PONGS).expect("there are some");
            }
            _ => {}
        }
    }

    fn silence(&mut self, link: LinkId) {
        let now = self.stage.seconds();
        let is_quiet = |until: &f64| *until + PEACE_BETWEEN < now;
        if self.weather.is_gentle && !self.silences.values().all(is_quiet) {
            return;
        }
        let longest = if self.weather.is_gentle { 40 } else { 70 };
        let seconds = 3 + self.dice.draw(longest);
        #[expect(clippy::cast_precision_loss, reason = "a minute or so")]
        self.silences.insert(link, now + seconds as f64);
        self.stage.stall(link, seconds);
    }

    fn want(&mut self, channel: String) {
        self.stage
            .wish(|fleet, now| fleet.join(now, login(&channel)));
        self.wanted.insert(channel);
    }

    fn want_no_more(&mut self, channel: &str) {
        self.stage
            .wish(|fleet, now| fleet.part(now, &login(channel)));
        self.wanted.remove(channel);
    }

    fn ban(&mut self, channel: &str) {
        self.stage.server.banned.insert(channel.to_owned());
        for link in self.stage.links() {
            self.stage.put_out(link, channel);
        }
    }

    fn put_out(&mut self, link: LinkId) {
        let all = names(self.weather.channels);
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        let channel = self.dice.pick(&all).expect("there are channels");
        self.stage.put_out(link, channel);
    }

    /// Believes what was told, and compares it with what the fleet says when it is asked.
    fn look(&mut self) {
        let seed = self.seed;
        for told in self.stage.take() {
            if let Some(channel) = told.strip_prefix("joined ") {
                let is_news = self.present.insert(channel.to_owned());
                assert!(is_news, "seed {seed}: {channel} was joined already");
                self.failed.remove(channel);
            } else if let Some(channel) = told.strip_prefix("left ") {
                let is_news = self.present.remove(channel);
                assert!(is_news, "seed {seed}: we were not in {channel}");
            } else if let Some(failure) = told.strip_prefix("not joined ") {
                let (channel, _) = failure.split_once(": ").expect("a failure has a reason");
                assert!(!self.present.contains(channel), "seed {seed}: {failure}");
                self.failed.insert(channel.to_owned());
            }
        }
        let standings = self.stage.fleet.channels();
        let (joined, parked): (Vec<_>, Vec<_>) = standings
            .filter(|(_, standing)| *standing != Standing::Joining)
            .partition(|(_, standing)| *standing == Standing::Joined);
        let untold = joined
            .iter()
            .find(|(channel, _)| !self.present.contains(channel.as_str()));
        assert_eq!(untold, None, "seed {seed}");
        let pulse = self.stage.fleet.health();
        let counted = (pulse.joined, pulse.parked);
        assert_eq!(counted, (joined.len(), parked.len()), "seed {seed}");
        assert!(self.stage.links().len() <= 2, "seed {seed}");
    }

    /// The ways are quick again and the server is well; only who is banned stays banned.
    fn subside(&mut self) {
        let server = &mut self.stage.server;
        server.is_closed_to_new = false;
        server.asks_newcomers_to_go = false;
        server.deafness = 0;
        server.pong = Pong::WithItsText;
        self.stage.loss = 0;
        self.stage.pass_seconds(PEACE);
    }

    fn check_agreement(&mut self) {
        let seed = self.seed;
        let server = &self.stage.server;
        let is_closed =
            |channel: &str| server.banned.contains(channel) || server.missing.contains(channel);
        let (closed, open): (BTreeSet<_>, BTreeSet<_>) = self
            .wanted
            .iter()
            .map(String::as_str)
            .partition(|channel| is_closed(channel));
        let but_closed = |channels: &BTreeSet<String>| -> BTreeSet<String> {
            let mut channels = channels.clone();
            channels.retain(|channel| !closed.contains(channel.as_str()));
            channels
        };
        let expected: BTreeSet<String> = open.iter().map(|&channel| channel.to_owned()).collect();
        let by_server = but_closed(&self.stage.joined());
        assert_eq!(by_server, expected, "seed {seed}, by the server");
        assert_eq!(but_closed(&self.present), expected, "seed {seed}, as told");
        for (channel, standing) in self.stage.fleet.channels() {
            let channel = channel.as_str();
            if open.contains(channel) {
                assert_eq!(standing, Standing::Joined, "seed {seed}: {channel}");
            } else if standing != Standing::Joined {
                assert!(self.failed.contains(channel), "seed {seed}: {channel}");
            }
        }
        assert_eq!(self.stage.fleet.health().health, Health::Up, "seed {seed}");
        assert_eq!(self.stage.links().len(), 1, "seed {seed}");
        let lost = lost(&self.stage);
        assert!(!self.weather.is_gentle || lost == 0, "seed {seed}: {lost}");
        self.stage.check_window(&self.stage.sent_joins, 20);
        self.stage.check_window(&self.stage.sent_logins, 20);
        if self.weather.is_quick() {
            self.stage.check_window(&self.stage.server.logins, 20);
        }
    }
}

const SEEDS: u64 = 30;
const STRIKES: u32 = 200;
/// In seconds: a gentle storm lets things settle between two silences.
const PEACE_BETWEEN: f64 = 20.0;
/// In seconds: a channel that does not answer is asked again after minutes.
const PEACE: f64 = 1_500.0;

const PONGS: [Pong; 4] = [
    Pong::WithItsText,
    Pong::WithoutText,
    Pong::WithAnotherText,
    Pong::Twice,
];
