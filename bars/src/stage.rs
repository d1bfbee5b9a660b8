//! The chat connections of a bot and the simulator's core in one virtual time, with a wire between them on which lines take uneven time.
//! It judges nothing: whoever measures is a witness of everything that passes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use http::Request;
use irc::{Event, Fleet, LinkId, Order, Settings};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use sim::{IrcId, IrcOutput, Places, Twitch};
use types::{Login, Secret, Timestamp, UserId};

/// Sees everything that passes; moments are told as the time since the beginning.
pub(crate) trait Witness {
    /// A line of ours has reached the server.
    fn see_arrival(&mut self, at: Duration, link: LinkId, line: &str);

    /// The server has written a line to one of our connections.
    fn see_written(&mut self, at: Duration, link: LinkId, line: &[u8]);

    /// The fleet tells something.
    fn hear(&mut self, now: Instant, event: Event);

    /// Somebody who is always there hears a line.
    fn overhear(&mut self, at: Duration, line: &[u8]);
}

/// The stage, with its witness.
pub(crate) struct Stage<W> {
    pub(crate) twitch: Twitch,
    pub(crate) fleet: Fleet,
    pub(crate) witness: W,
    pub(crate) random: StdRng,
    /// How long anything takes from one side to the other at most.
    pub(crate) slowest: Duration,
    /// What we send arrives in a bunch, once in so long: the worst that a network can do to somebody who counts.
    pub(crate) bunching: Option<Duration>,
    /// Whether no transport can be opened.
    pub(crate) is_down: bool,
    token: Option<Secret>,
    base: Instant,
    now: Duration,
    travels: BTreeMap<(Duration, u64), Travel>,
    count: u64,
    wires: BTreeMap<LinkId, Wire>,
    listener: IrcId,
    /// Nobody who measures may go on without it.
    is_listener_gone: bool,
    steps_at_once: u32,
}

/// What is between a connection of ours and its server.
struct Wire {
    /// Counts the transports that were opened in the name of the connection.
    transport: u64,
    server: Option<IrcId>,
    /// Whatever is sent disappears, either way.
    is_cut: bool,
    /// When the last line of each direction arrives; nothing overtakes.
    up_at: Duration,
    down_at: Duration,
}

enum Travel {
    Opened(LinkId, u64),
    NotOpened(LinkId, u64),
    Up(LinkId, u64, String),
    Down(LinkId, u64, Vec<u8>),
    /// Our side hears that the other has closed.
    Closed(LinkId, u64),
    /// The other side hears that ours has.
    Gone(IrcId),
}

impl<W: Witness> Stage<W> {
    /// A fleet that begins to connect, and a Twitch with the usual people.
    pub(crate) fn new(settings: Settings, witness: W, seed: u64) -> Self {
        let mut twitch = twitch(seed);
        let listener = twitch.open_irc();
        let channels: Vec<String> = settings
            .channels
            .iter()
            .map(|it| format!("#{it}"))
            .collect();
        let base = Instant::now();
        twitch.handle_irc(
            listener,
            b"CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan4711\r\n",
        );
        for some in channels.chunks(16).take(1) {
            let line = format!("JOIN {}\r\n", some.join(","));
            twitch.handle_irc(listener, line.as_bytes());
        }
        let mut stage = Self {
            fleet: Fleet::new(base, settings, seed),
            twitch,
            witness,
            random: StdRng::seed_from_u64(seed),
            slowest: Duration::from_millis(150),
            bunching: None,
            is_down: false,
            token: None,
            base,
            now: Duration::ZERO,
            travels: BTreeMap::new(),
            count: 0,
            wires: BTreeMap::new(),
            listener,
            is_listener_gone: false,
            steps_at_once: 0,
        };
        stage.settle();
        stage
    }

    pub(crate) const fn elapsed(&self) -> Duration {
        self.now
    }

    pub(crate) fn now(&self) -> Instant {
        self.base + self.now
    }

    /// Lets time pass with everything in it.
    pub(crate) fn pass(&mut self, time: Duration) -> Result<()> {
        let target = self.now + time;
        while let Some(due) = self.next_due().filter(|due| *due <= target) {
            self.steps_at_once = if due > self.now {
                0
            } else {
                self.steps_at_once + 1
            };
            if self.steps_at_once > 10_000 {
                bail!("time does not go on at {:?}", self.now);
            }
            self.now = self.now.max(due);
            self.twitch.set_now(BEGINNING.plus(self.now));
            self.settle();
            while let Some(entry) = self
                .travels
                .first_entry()
                .filter(|it| it.key().0 <= self.now)
            {
                let travel = entry.remove();
                self.arrive(travel);
                self.settle();
            }
            let now = self.now();
            if self.fleet.poll_timeout().is_some_and(|at| at <= now) {
                self.fleet.handle_timeout(now);
                self.settle();
            }
        }
        if self.is_listener_gone {
            bail!("whoever listens to everything was sent away");
        }
        self.now = self.now.max(target);
        self.twitch.set_now(BEGINNING.plus(self.now));
        self.settle();
        Ok(())
    }

    /// Has the fleet do something.
    pub(crate) fn wish(&mut self, wish: impl FnOnce(&mut Fleet, Instant)) {
        let now = self.now();
        wish(&mut self.fleet, now);
        self.settle();
    }

    /// One of the connections becomes a black hole, and nobody is told.
    pub(crate) fn break_one_silently(&mut self) {
        let count = self.wires.len().max(1);
        let chosen = self.random.random_range(0..count);
        if let Some(wire) = self.wires.values_mut().nth(chosen) {
            wire.is_cut = true;
        }
    }

    /// Orders something by the simulator's control door, and returns its answer.
    pub(crate) fn order(&mut self, path: &str, order: &Value) -> Result<Value> {
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.body(order.to_string().into_bytes())?;
        let answer = self.twitch.handle_http(request);
        let is_done = answer.status().is_success();
        let words = String::from_utf8_lossy(answer.body()).into_owned();
        self.settle();
        if !is_done && !words.contains("the room did not take it") {
            bail!("POST {path} {order}: {words}");
        }
        Ok(serde_json::from_str(&words).unwrap_or_default())
    }

    /// Forgets all mischief, also that which is over.
    pub(crate) fn end_mischief(&mut self) -> Result<()> {
        let request = Request::delete("/sim/mischief").body(Vec::new())?;
        self.twitch.handle_http(request);
        self.settle();
        Ok(())
    }

    fn next_due(&self) -> Option<Duration> {
        let travel = self.travels.keys().next().map(|(at, _)| *at);
        let fleet = self.fleet.poll_timeout();
        let fleet = fleet.map(|at| whole(at.saturating_duration_since(self.base)));
        let twitch = self.twitch.next_deadline().map(|at| at.since(BEGINNING));
        let next = [travel, fleet, twitch].into_iter().flatten().min()?;
        Some(next.max(self.now))
    }

    fn delay(&mut self) -> Duration {
        let most = u64::try_from(self.slowest.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.random.random_range(3..=most.max(4)))
    }

    /// When something of ours that could arrive then does arrive.
    fn arrival(&self, soonest: Duration) -> Duration {
        let Some(bunching) = self.bunching.filter(|bunching| !bunching.is_zero()) else {
            return soonest;
        };
        let (soonest, bunching) = (soonest.as_millis(), bunching.as_millis());
        let bunch = soonest.div_ceil(bunching) * bunching;
        Duration::from_millis(u64::try_from(bunch).unwrap_or(u64::MAX))
    }

    fn travel(&mut self, at: Duration, travel: Travel) {
        self.count += 1;
        self.travels.insert((at, self.count), travel);
    }

    /// The wire of a connection, if it is still the same transport.
    fn wire(&mut self, link: LinkId, transport: u64) -> Option<&mut Wire> {
        let wire = self.wires.get_mut(&link)?;
        (wire.transport == transport).then_some(wire)
    }

    fn arrive(&mut self, travel: Travel) {
        let now = self.now();
        match travel {
            Travel::Opened(link, transport) => {
                if self.wire(link, transport).is_some() {
                    let server = self.twitch.open_irc();
                    if let Some(wire) = self.wire(link, transport) {
                        wire.server = Some(server);
                    }
                    self.fleet.handle_opened(now, link);
                }
            }
            Travel::NotOpened(link, transport) => {
                if self.wire(link, transport).is_some() {
                    self.wires.remove(&link);
                    self.fleet.handle_open_failed(now, link, "unreachable");
                }
            }
            Travel::Up(link, transport, line) => {
                let wire = self.wire(link, transport).filter(|wire| !wire.is_cut);
                let server = wire.and_then(|wire| wire.server);
                if let Some(server) = server {
                    self.witness.see_arrival(self.now, link, line.trim_end());
                    self.twitch.handle_irc(server, line.as_bytes());
                }
            }
            Travel::Down(link, transport, bytes) => {
                if self.wire(link, transport).is_some_and(|wire| !wire.is_cut) {
                    self.fleet.handle_bytes(now, link, &bytes);
                }
            }
            Travel::Closed(link, transport) => {
                if self.wire(link, transport).is_some_and(|wire| !wire.is_cut) {
                    self.wires.remove(&link);
                    self.fleet.handle_closed(now, link, "closed");
                }
            }
            Travel::Gone(server) => self.twitch.close_irc(server),
        }
    }

    /// Performs what both sides want until they want nothing more.
    fn settle(&mut self) {
        loop {
            while let Some(order) = self.fleet.poll_order() {
                self.perform(order);
            }
            let ready = self.twitch.take_ready_irc();
            if ready.is_empty() {
                return;
            }
            for server in ready {
                self.deliver(server);
            }
        }
    }

    fn perform(&mut self, order: Order) {
        match order {
            Order::Open(link) => {
                self.count += 1;
                let transport = self.count;
                let at = self.now + self.delay();
                let wire = Wire {
                    transport,
                    server: None,
                    is_cut: false,
                    up_at: at,
                    down_at: at,
                };
                self.wires.insert(link, wire);
                let opened = if self.is_down {
                    Travel::NotOpened(link, transport)
                } else {
                    Travel::Opened(link, transport)
                };
                self.travel(at, opened);
            }
            Order::Write(link, line) => {
                let soonest = self.now + self.delay();
                let at = self.arrival(soonest);
                let line = String::from_utf8_lossy(line.as_bytes()).into_owned();
                if let Some(wire) = self.wires.get_mut(&link) {
                    wire.up_at = wire.up_at.max(at);
                    let (at, transport) = (wire.up_at, wire.transport);
                    self.travel(at, Travel::Up(link, transport, line));
                }
            }
            Order::Close(link) => {
                let at = self.now + self.delay();
                if let Some(wire) = self.wires.remove(&link)
                    && let Some(server) = wire.server
                {
                    self.travel(wire.up_at.max(at), Travel::Gone(server));
                }
            }
            Order::NeedToken { refused } => {
                // Tokens end after some hours, and then there is another.
                if refused.is_some() || self.token.is_none() {
                    self.token = Some(self.twitch.env().account.token);
                }
                let now = self.now();
                if let Some(token) = self.token.clone() {
                    self.fleet.handle_token(now, token);
                }
            }
            Order::Event(event) => {
                let now = self.now();
                self.witness.hear(now, event);
            }
        }
    }

    /// Takes what the server has for one of its clients.
    fn deliver(&mut self, server: IrcId) {
        let output = self.twitch.poll_irc(server);
        if server == self.listener {
            return self.listen(&output);
        }
        let mut wires = self.wires.iter();
        let found = wires.find(|(_, wire)| wire.server == Some(server));
        let Some((link, transport)) = found.map(|(link, wire)| (*link, wire.transport)) else {
            if output.closes {
                self.twitch.close_irc(server);
            }
            return;
        };
        for line in &output.lines {
            self.witness.see_written(self.now, link, line);
        }
        let bytes = output.lines.concat();
        // The network cuts where it likes.
        let cut = self.random.random_range(0..=bytes.len());
        let (first, second) = bytes.split_at(cut);
        for piece in [first, second] {
            if !piece.is_empty() {
                let at = self.down_at(link);
                self.travel(at, Travel::Down(link, transport, piece.to_vec()));
            }
        }
        if output.closes {
            self.twitch.close_irc(server);
            let at = self.down_at(link);
            self.travel(at, Travel::Closed(link, transport));
        }
    }

    /// Somebody who is always there hears everything, and answers the server's PINGs at once.
    fn listen(&mut self, output: &IrcOutput) {
        for line in &output.lines {
            if line.starts_with(b"PING") {
                let pong = b"PONG :tmi.twitch.tv\r\n";
                self.twitch.handle_irc(self.listener, pong);
            }
            self.witness.overhear(self.now, line);
        }
        self.is_listener_gone |= output.closes;
    }

    fn down_at(&mut self, link: LinkId) -> Duration {
        let at = self.now + self.delay();
        self.wires.get_mut(&link).map_or(at, |wire| {
            wire.down_at = wire.down_at.max(at);
            wire.down_at
        })
    }
}

/// A Twitch with the usual people, whose clock is moved by hand.
pub(crate) fn twitch(seed: u64) -> Twitch {
    // Nobody listens there; the addresses only stand in links.
    let places = Places {
        http: SocketAddr::from(([127, 0, 0, 1], 8090)),
        irc: None,
        ircs: None,
        ca_file: None,
    };
    Twitch::new(sim::Settings {
        seed,
        started_at: BEGINNING,
        places,
        world: None,
        consent: None,
    })
}

/// Everybody who has an account there.
pub(crate) fn people(twitch: &mut Twitch) -> Result<Vec<(UserId, Login)>> {
    let request = Request::get("/sim/state").body(Vec::new())?;
    let state: Value = serde_json::from_slice(twitch.handle_http(request).body())?;
    let accounts = state["accounts"].as_array().context("no accounts")?;
    let people = accounts.iter().map(|account| {
        let id = account["id"].as_str().context("no id")?;
        let login = account["login"].as_str().context("no login")?;
        Ok((UserId::new(id), login.parse()?))
    });
    people.collect()
}

/// The first whole millisecond at which this has come: the simulator knows no finer time.
fn whole(time: Duration) -> Duration {
    let millis = Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    if millis < time {
        millis + Duration::from_millis(1)
    } else {
        millis
    }
}

/// When every stage begins.
const BEGINNING: Timestamp = Timestamp::from_unix_millis(1_795_342_800_000);
