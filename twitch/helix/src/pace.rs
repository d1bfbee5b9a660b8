//! Lets calls wait for their turn, so that Twitch never has to refuse one that came too early. Sends nothing and reads no clock.
//!
//! Points are counted per application, and per application and user; an endpoint's own limits are counted apart and
//! hold up nobody else. Whoever drives this asks for a turn ([`Pace::handle_call`]), performs the actions, and says
//! how each call ended.

pub mod again;
mod bucket;
pub mod delay;
pub(crate) mod lane;
mod log;
pub mod reading;
pub mod ticket;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use spec::{Endpoint, RateLimit};
use types::{ClientId, UserId};

use crate::parameters::Parameters;
use bucket::{Bucket, End, Waiting, believable_wait};
use delay::{Cause, Delay, is_about_the_endpoint};
use lane::{Lane, LaneEnd, LaneKey};
use reading::Reading;
use ticket::Ticket;

/// Who may go when.
#[derive(Debug)]
pub struct Pace {
    settings: Settings,
    rng: StdRng,
    next: Ticket,
    payers: BTreeMap<Payer, usize>,
    buckets: Vec<Bucket>,
    lanes: BTreeMap<LaneKey, Lane>,
    /// How many lanes there may be before the idle ones are cleared away.
    lanes_at_sweep: usize,
    calls: BTreeMap<Ticket, Call>,
    actions: VecDeque<Action>,
}

/// How patient and how eager to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The longest that a call waits for its turn; what would take longer is refused at once.
    pub longest_wait: Duration,
    /// The most calls of one bucket that are under way at once.
    pub most_under_way: usize,
}

/// A call that wants to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What is called.
    pub endpoint: &'static Endpoint,
    /// With what.
    pub parameters: &'a Parameters,
    /// By which application.
    pub client_id: &'a ClientId,
    /// With whose token; none for the application's own.
    pub user_id: Option<&'a UserId>,
}

/// What is to be done about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is its turn: send it.
    Send(Ticket),
    /// It would wait too long: tell whoever wanted it.
    Refuse(Ticket, Delay),
}

/// What became of an answered call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It is over.
    Over,
    /// Twitch found it to be one too many; it waits for another turn with the same ticket.
    Waits,
    /// The endpoint's own limit is used up; the call is over.
    OwnLimit,
}

/// What has a bucket of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Payer {
    client_id: ClientId,
    user_id: Option<UserId>,
    /// The endpoint, where it alone has another bucket than all others.
    apart: Option<&'static str>,
}

/// One call.
#[derive(Debug)]
struct Call {
    endpoint: &'static Endpoint,
    user_id: Option<UserId>,
    bucket: usize,
    lanes: Vec<(LaneKey, &'static RateLimit)>,
    is_under_way: bool,
    turns: u32,
}

impl Pace {
    /// Nothing is known and nobody waits; the seed decides by how much waits differ.
    pub fn new(settings: Settings, seed: u64) -> Self {
        Self {
            settings,
            rng: StdRng::seed_from_u64(seed),
            next: Ticket::FIRST,
            payers: BTreeMap::new(),
            buckets: Vec::new(),
            lanes: BTreeMap::new(),
            lanes_at_sweep: FIRST_SWEEP,
            calls: BTreeMap::new(),
            actions: VecDeque::new(),
        }
    }

    /// A call asks for its turn, behind all that asked before.
    pub fn handle_call(&mut self, now: Instant, wanted: Wanted<'_>) -> Ticket {
        let ticket = self.next;
        self.next = ticket.next();
        let bucket = self.bucket_of(wanted);
        let payer = (wanted.client_id, wanted.user_id);
        let call = Call {
            endpoint: wanted.endpoint,
            user_id: wanted.user_id.cloned(),
            bucket,
            lanes: lane::lanes(wanted.endpoint, wanted.parameters, payer),
            is_under_way: false,
            turns: 0,
        };
        self.open_lanes(&call);
        self.calls.insert(ticket, call);
        self.advance(now, bucket);
        let ahead = self.buckets[bucket].line.len();
        match self.delay(now, ticket, ahead) {
            Some(delay) if delay.wait > self.settings.longest_wait => self.refuse(ticket, delay),
            _ => {
                let until = now + self.settings.longest_wait;
                let line = &mut self.buckets[bucket].line;
                line.push_back(Waiting { ticket, until });
                self.advance(now, bucket);
            }
        }
        ticket
    }

    /// A call was answered.
    pub fn handle_answer(
        &mut self,
        now: Instant,
        ticket: Ticket,
        (status, reading): (u16, Reading),
    ) -> After {
        let Some(call) = self.calls.get(&ticket) else {
            return After::Over;
        };
        let endpoint = call.endpoint;
        if status != spec::limits::RATE_LIMIT.status {
            let lane_end = match status {
                400..500 => LaneEnd::Declined,
                _ => LaneEnd::Done,
            };
            self.finish(now, ticket, (End::Answered(reading), lane_end));
            self.calls.remove(&ticket);
            return After::Over;
        }
        if is_about_the_endpoint(endpoint, reading) {
            self.block_lane(now, ticket);
            self.finish(now, ticket, (End::Answered(reading), LaneEnd::Declined));
            self.calls.remove(&ticket);
            return After::OwnLimit;
        }
        let wait = self.wait_when_empty(ticket, reading);
        self.finish(now, ticket, (End::Refused(wait), LaneEnd::Unsent));
        self.stand_in_front(now, ticket)
    }

    /// A call was not answered, or nobody wants it any more: it gives back whatever it holds.
    pub fn handle_drop(&mut self, now: Instant, ticket: Ticket) {
        self.give_up(now, ticket, (End::Lost, LaneEnd::Lost));
    }

    /// A call that had its turn turned out not to be sent.
    pub fn handle_unsent(&mut self, now: Instant, ticket: Ticket) {
        self.give_up(now, ticket, (End::Unsent, LaneEnd::Unsent));
    }

    /// Time has passed; may be called early, late or twice.
    pub fn handle_timeout(&mut self, now: Instant) {
        for bucket in 0..self.buckets.len() {
            if self.buckets[bucket].line.is_empty() {
                continue;
            }
            self.advance(now, bucket);
            // Who stands in front gives up first.
            while let Some(waiting) = self.buckets[bucket].line.front().copied()
                && waiting.until <= now
            {
                let delay = self.delay(now, waiting.ticket, 0);
                self.buckets[bucket].line.pop_front();
                if let Some(delay) = delay {
                    self.refuse(waiting.ticket, delay);
                }
            }
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let waited_for = self.buckets.iter().filter(|bucket| !bucket.line.is_empty());
        waited_for
            .flat_map(|bucket| {
                let gives_up_at = bucket.line.front().map(|waiting| waiting.until);
                let opens_at = if bucket.has_room() {
                    let lanes = bucket
                        .line
                        .iter()
                        .filter_map(|waiting| self.calls.get(&waiting.ticket));
                    lanes
                        .flat_map(|call| &call.lanes)
                        .filter_map(|(key, _)| self.lanes.get(key))
                        .filter(|lane| !lane.has_room())
                        .filter_map(Lane::changes_at)
                        .min()
                } else {
                    bucket.changes_at()
                };
                gives_up_at.into_iter().chain(opens_at)
            })
            .min()
    }

    /// What is to be done next; asked until there is nothing.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// How many calls wait for their turn.
    pub fn waiting(&self) -> usize {
        self.buckets.iter().map(|bucket| bucket.line.len()).sum()
    }

    fn bucket_of(&mut self, wanted: Wanted<'_>) -> usize {
        let id = wanted.endpoint.id;
        let payer = Payer {
            client_id: wanted.client_id.clone(),
            user_id: wanted.user_id.cloned(),
            apart: wanted.endpoint.has_own_bucket.then_some(id),
        };
        let next = self.buckets.len();
        let bucket = *self.payers.entry(payer).or_insert(next);
        if bucket == next {
            let limit = spec::limits::RATE_LIMIT.default_bucket_points_per_minute;
            self.buckets
                .push(Bucket::new(limit, self.settings.most_under_way));
        }
        bucket
    }

    fn open_lanes(&mut self, call: &Call) {
        for (key, limit) in &call.lanes {
            if !self.lanes.contains_key(key) {
                self.lanes.insert(key.clone(), Lane::new(limit));
            }
        }
    }

    /// Lets everybody go for whom there is room, in the order in which they came.
    fn advance(&mut self, now: Instant, index: usize) {
        let Self {
            buckets,
            lanes,
            calls,
            actions,
            ..
        } = self;
        let bucket = &mut buckets[index];
        bucket.refresh(now);
        let mut position = 0;
        while bucket.has_room() {
            let Some(Waiting { ticket, .. }) = bucket.line.get(position).copied() else {
                break;
            };
            let call = calls
                .get_mut(&ticket)
                .expect("who stands in line has a call");
            if !have_room(lanes, call, now) {
                position += 1;
                continue;
            }
            bucket.line.remove(position);
            bucket.start(now, ticket);
            for (key, limit) in &call.lanes {
                let lane = lanes.entry(key.clone());
                lane.or_insert_with(|| Lane::new(limit)).start();
            }
            call.is_under_way = true;
            call.turns += 1;
            actions.push_back(Action::Send(ticket));
        }
    }

    /// Whoever shares something with a call that ended may go now.
    fn advance_after(&mut self, now: Instant, bucket: usize, had_lanes: bool) {
        self.advance(now, bucket);
        if !had_lanes {
            return;
        }
        for other in 0..self.buckets.len() {
            if other != bucket && !self.buckets[other].line.is_empty() {
                self.advance(now, other);
            }
        }
        if self.lanes.len() >= self.lanes_at_sweep {
            let wanted: Vec<&LaneKey> = self
                .calls
                .values()
                .flat_map(|call| &call.lanes)
                .map(|(key, _)| key)
                .collect();
            self.lanes.retain(|key, lane| {
                lane.refresh(now);
                !lane.is_idle() || wanted.contains(&key)
            });
            self.lanes_at_sweep = (self.lanes.len() * 2).max(FIRST_SWEEP);
        }
    }

    /// Takes a call off the books of everything it counts against; it may wait again.
    fn finish(&mut self, now: Instant, ticket: Ticket, (end, lane_end): (End, LaneEnd)) {
        let Some(call) = self.calls.get_mut(&ticket) else {
            return;
        };
        call.is_under_way = false;
        let bucket = call.bucket;
        let had_lanes = !call.lanes.is_empty();
        for (key, _) in &call.lanes {
            if let Some(lane) = self.lanes.get_mut(key) {
                lane.finish(now, lane_end);
            }
        }
        self.buckets[bucket].finish(now, ticket, end);
        self.advance_after(now, bucket, had_lanes);
    }

    fn give_up(&mut self, now: Instant, ticket: Ticket, ends: (End, LaneEnd)) {
        let Some(call) = self.calls.get(&ticket) else {
            return;
        };
        if call.is_under_way {
            self.finish(now, ticket, ends);
        } else {
            let line = &mut self.buckets[call.bucket].line;
            line.retain(|waiting| waiting.ticket != ticket);
        }
        self.calls.remove(&ticket);
    }

    /// Whoever was refused keeps its place, which is the first.
    fn stand_in_front(&mut self, now: Instant, ticket: Ticket) -> After {
        let Some(call) = self.calls.get(&ticket) else {
            return After::Over;
        };
        let bucket = &mut self.buckets[call.bucket];
        let is_soon = bucket.turn_at(now, 0) <= now + self.settings.longest_wait;
        if call.turns >= MOST_TURNS || !is_soon {
            self.calls.remove(&ticket);
            return After::Over;
        }
        // It has waited before, so that it gives up no later than who comes next.
        let latest = now + self.settings.longest_wait;
        let next = bucket.line.front().map(|next| next.until);
        let until = next.map_or(latest, |next| next.min(latest));
        bucket.line.push_front(Waiting { ticket, until });
        After::Waits
    }

    fn refuse(&mut self, ticket: Ticket, delay: Delay) {
        self.calls.remove(&ticket);
        self.actions.push_back(Action::Refuse(ticket, delay));
    }

    /// Blocks the limit of the call that was most likely the one: the shortest.
    fn block_lane(&mut self, now: Instant, ticket: Ticket) {
        let Some(call) = self.calls.get(&ticket) else {
            return;
        };
        let lanes = &mut self.lanes;
        let shortest = call
            .lanes
            .iter()
            .filter_map(|(key, _)| Some((lanes.get(key)?.share(), key)))
            .min();
        if let Some((_, key)) = shortest
            && let Some(lane) = lanes.get_mut(key)
        {
            lane.block(now);
        }
    }

    /// How long a bucket stays empty that Twitch found empty, with a little chance, because many wait for the same moment.
    fn wait_when_empty(&mut self, ticket: Ticket, reading: Reading) -> Duration {
        let refusals = self
            .calls
            .get(&ticket)
            .map_or(0, |call| self.buckets[call.bucket].refusals());
        let without_word = Duration::from_secs(2 << refusals.min(5));
        let wait = believable_wait(reading.full_in.unwrap_or(without_word));
        wait + self.rng.random_range(Duration::ZERO..=MOST_JITTER)
    }

    /// How long a call waits that is behind so many others.
    fn delay(&self, now: Instant, ticket: Ticket, ahead: usize) -> Option<Delay> {
        let call = self.calls.get(&ticket)?;
        let bucket = &self.buckets[call.bucket];
        let mut turn_at = bucket.turn_at(now, ahead);
        let mut cause = self.bucket_cause(call.bucket, call.user_id.clone());
        for (key, limit) in &call.lanes {
            let before = bucket.line.iter().take(ahead);
            let rivals = before.filter(|waiting| self.is_in_lane(waiting.ticket, key));
            let lane = self.lanes.get(key);
            if let Some(lane_at) = lane.map(|lane| lane.turn_at(now, rivals.count()))
                && lane_at > turn_at
            {
                turn_at = lane_at;
                cause = Cause::Endpoint(Some(limit));
            }
        }
        let wait = turn_at.saturating_duration_since(now);
        Some(Delay { wait, cause })
    }

    fn is_in_lane(&self, ticket: Ticket, key: &LaneKey) -> bool {
        let call = self.calls.get(&ticket);
        call.is_some_and(|call| call.lanes.iter().any(|(known, _)| known == key))
    }

    fn bucket_cause(&self, bucket: usize, user_id: Option<UserId>) -> Cause {
        let limit = self.buckets[bucket].limit();
        Cause::Bucket { user_id, limit }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // An empty bucket is full again after a minute, and whoever stands in front of it needs some seconds.
            longest_wait: Duration::from_secs(75),
            // Enough to empty a bucket in seconds, and no more connections than a browser opens.
            most_under_way: 16,
        }
    }
}

/// Whether every limit of the call's endpoint has room.
fn have_room(lanes: &mut BTreeMap<LaneKey, Lane>, call: &Call, now: Instant) -> bool {
    let mut have_room = true;
    for (key, _) in &call.lanes {
        if let Some(lane) = lanes.get_mut(key) {
            lane.refresh(now);
            have_room &= lane.has_room();
        }
    }
    have_room
}

/// How often a call is sent that comes at an empty bucket each time.
const MOST_TURNS: u32 = 3;
/// What a wait for an empty bucket is longer by, at most.
const MOST_JITTER: Duration = Duration::from_secs(1);
/// How many lanes there are before idle ones are looked for.
const FIRST_SWEEP: usize = 256;
