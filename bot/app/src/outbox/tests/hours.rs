//! The outbox over hours of virtual time against Twitch's limits, in channels of both kinds. B10 measures it with a thousand hours.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use engine::Priority;
use types::UserId;

use super::super::outgoing::Outgoing;
use super::super::{Outbox, Turn};
use super::outgoing;

/// How much is tried, if whoever starts the test wants more than the usual.
pub(super) fn scale(variable: &str, usual: usize) -> usize {
    let wanted = std::env::var(variable).ok();
    wanted.map_or(usual, |count| count.parse().expect("a number"))
}

/// Numbers without pattern, the same each time.
pub(super) fn chance(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

pub(super) fn one_in(state: &mut u64, count: u64) -> bool {
    chance(state).is_multiple_of(count)
}

/// Twitch's limits as its documentation words them, kept without regard to how the outbox keeps them.
#[derive(Default)]
struct Oracle {
    window: VecDeque<Instant>,
    /// When something arrived last in each channel, and the last number of each priority there.
    last_in: BTreeMap<(UserId, Option<Priority>), (Instant, u64)>,
    fullest: [usize; 2],
    messages: u64,
}

impl Oracle {
    /// A message arrives at Twitch.
    fn see(&mut self, now: Instant, message: &Outgoing, is_privileged: bool) {
        self.messages += 1;
        self.window.push_back(now);
        while self.window[0] + Duration::from_secs(30) <= now {
            self.window.pop_front();
        }
        let (count, limit) = (self.window.len(), if is_privileged { 100 } else { 20 });
        assert!(count <= limit, "{count} messages where {limit} are allowed");
        let fullest = &mut self.fullest[usize::from(is_privileged)];
        *fullest = count.max(*fullest);
        let number = message.text.parse().expect("the text is a number");
        let channel = message.channel.clone();
        if let Some((before, _)) = self.last_in.insert((channel.clone(), None), (now, number)) {
            let is_apart = is_privileged || now.duration_since(before) >= Duration::from_secs(1);
            assert!(is_apart, "two messages within a second");
        }
        let lane = (channel, Some(message.priority));
        if let Some((_, before)) = self.last_in.insert(lane, (now, number)) {
            assert!(before < number, "the order is not kept");
        }
    }
}

/// A message under way: when Twitch takes it, and when we hear of that.
struct Flight {
    arrives: Instant,
    has_arrived: bool,
    heard: Instant,
    message: Outgoing,
}

/// A bot in six channels, and the world around it.
struct Stage {
    outbox: Outbox,
    oracle: Oracle,
    privileged: [bool; CHANNELS],
    flights: Vec<Flight>,
    now: Instant,
    state: u64,
    number: usize,
}

impl Stage {
    fn new(state: u64) -> Self {
        Self {
            outbox: Outbox::default(),
            oracle: Oracle::default(),
            privileged: [false; CHANNELS],
            flights: Vec::new(),
            now: Instant::now(),
            state,
            number: 0,
        }
    }

    /// Offers so many messages.
    fn offer(&mut self, count: u64) {
        for _ in 0..count {
            let channel = chance(&mut self.state) % CHANNELS as u64;
            self.number += 1;
            let message = Outgoing {
                priority: match chance(&mut self.state) % 6 {
                    0 => Priority::Moderation,
                    1 => Priority::Timer,
                    _ => Priority::Reply,
                },
                ..outgoing(&channel.to_string(), self.number)
            };
            self.outbox.push(self.now, message);
        }
    }

    /// The bot becomes a moderator somewhere, or is one no more; nothing is under way there, for then nobody could keep the limits.
    fn promote(&mut self) {
        let channel = usize::try_from(chance(&mut self.state)).expect("a small number") % CHANNELS;
        let id = UserId::new(channel.to_string());
        if self
            .flights
            .iter()
            .all(|flight| flight.message.channel != id)
        {
            self.privileged[channel] ^= true;
            self.outbox.set_privileged(&id, self.privileged[channel]);
        }
    }

    /// Sends what may be sent, each with a way of its own to Twitch and back.
    fn send(&mut self) {
        while let Some(turn) = self.outbox.poll(self.now) {
            let Turn::Send(message) = turn else { continue };
            let [there, back] = [0, 1].map(|_| {
                let slow = if one_in(&mut self.state, 30) {
                    2_000
                } else {
                    150
                };
                Duration::from_millis(chance(&mut self.state) % slow)
            });
            let arrives = self.now + there;
            self.flights.push(Flight {
                arrives,
                has_arrived: false,
                heard: arrives + back,
                message,
            });
        }
    }

    /// Lets time pass until `until`: messages arrive, outcomes come, lanes open.
    fn pass(&mut self, until: Instant) {
        loop {
            self.send();
            let heard = self.flights.iter().map(|flight| flight.heard).min();
            let wakes = heard.into_iter().chain(self.outbox.poll_timeout(self.now));
            let next = wakes.min().unwrap_or(until).min(until);
            self.arrive(next);
            self.now = next;
            let now = self.now;
            let outbox = &mut self.outbox;
            self.flights.retain(|flight| {
                let is_out = flight.heard > now;
                if !is_out {
                    outbox.note_outcome(now, &flight.message.channel);
                }
                is_out
            });
            if self.now == until {
                return;
            }
        }
    }

    /// Lets Twitch see what arrives until then, in that order.
    fn arrive(&mut self, until: Instant) {
        let is_due = |flight: &&mut Flight| !flight.has_arrived && flight.arrives <= until;
        let mut due: Vec<_> = self.flights.iter_mut().filter(is_due).collect();
        due.sort_by_key(|flight| flight.arrives);
        for flight in due {
            let channel: usize = flight.message.channel.as_str().parse().expect("a number");
            let is_privileged = self.privileged[channel];
            self.oracle
                .see(flight.arrives, &flight.message, is_privileged);
            flight.has_arrived = true;
        }
    }
}

/// Between two rushes: what fills the window anew at its worst moments, and chance.
fn pause(state: &mut u64) -> Duration {
    let worst = [29_999, 30_000, 30_001, 31_999, 32_000, 32_001, 1_000, 1_100];
    let worst = worst[usize::try_from(chance(state)).expect("a small number") % worst.len()];
    let millis = if one_in(state, 3) {
        worst
    } else {
        chance(state) % 4_000
    };
    Duration::from_millis(millis)
}

#[test]
fn s03_over_hours_in_channels_of_both_kinds_no_limit_is_broken_and_order_is_kept() {
    let hours = scale("STREAMHAND_HOURS", 20) as u64;
    let mut stage = Stage::new(scale("STREAMHAND_SEED", 7) as u64);
    let start = stage.now;
    while stage.now < start + Duration::from_secs(hours * 3_600) {
        let is_rush = one_in(&mut stage.state, 8);
        stage.offer(if is_rush { 120 } else { 2 });
        if one_in(&mut stage.state, 20) {
            stage.promote();
        }
        let until = stage.now + pause(&mut stage.state);
        stage.pass(until);
    }
    let [fullest, fullest_privileged] = stage.oracle.fullest;
    assert!(
        fullest >= 19 && fullest_privileged >= 90,
        "the limits are used: {:?}",
        stage.oracle.fullest
    );
    println!(
        "{hours} h, {} messages arrived, at most {fullest} of 20 and {fullest_privileged} of 100 in 30 s",
        stage.oracle.messages
    );
}

const CHANNELS: usize = 6;
