//! A stage for a fleet: virtual time, lines that travel unevenly, and a small server that counts what Twitch counts.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use streamhand_irc::{Disconnection, Event, Fleet, LinkId, Order, Settings};
use types::Secret;

/// Chance that can be repeated.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below this one.
    pub(crate) const fn draw(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// One of these, if there are any.
    pub(crate) fn pick<Item: Copy>(&mut self, items: &[Item]) -> Option<Item> {
        let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
        items.get(usize::try_from(self.draw(count)).ok()?).copied()
    }
}

/// A fleet, its server, and the lines between them.
pub(crate) struct Stage {
    pub(crate) fleet: Fleet,
    pub(crate) server: Server,
    pub(crate) start: Instant,
    now: Instant,
    dice: Dice,
    /// The token to log in with; another one after a refusal.
    token: &'static str,
    /// How long a line travels at most.
    pub(crate) slowest: Duration,
    /// How many packets in a hundred are lost; each is sent again after a while, and again after twice as long.
    pub(crate) loss: u64,
    travels: BTreeMap<(Instant, u64), (LinkId, Travel)>,
    /// When the last line of a connection arrives, each way: lines of one connection do not overtake each other.
    last: BTreeMap<(LinkId, bool), Instant>,
    sent: u64,
    /// What was told since it was last taken, other than messages.
    told: Vec<String>,
    /// The ids of the messages that were told.
    pub(crate) heard: Vec<String>,
    /// What rooms said of themselves, by its `msg-id`, in order.
    pub(crate) notices: Vec<String>,
    /// The messages that somebody of ours was there for.
    pub(crate) audible: BTreeSet<String>,
    /// When logins and joins were sent; after a silence they arrive all at once.
    pub(crate) sent_logins: Vec<Instant>,
    pub(crate) sent_joins: Vec<Instant>,
}

#[derive(Debug)]
enum Travel {
    Opened,
    NotOpened,
    ToServer(String),
    ToClient(String),
    Closed,
}

/// What the server knows and how it behaves.
#[derive(Default)]
pub(crate) struct Server {
    pub(crate) guests: BTreeMap<LinkId, Guest>,
    /// When these arrived.
    pub(crate) logins: Vec<Instant>,
    pub(crate) joins: Vec<Instant>,
    /// How many PINGs in a hundred it does not answer, and how it answers the others.
    pub(crate) deafness: u64,
    pub(crate) pong: Pong,
    pub(crate) banned: BTreeSet<String>,
    /// Channels that do not exist: no answer.
    pub(crate) missing: BTreeSet<String>,
    pub(crate) is_closed_to_new: bool,
    pub(crate) asks_newcomers_to_go: bool,
    pub(crate) token: Option<String>,
}

/// How a server answers a PING; only the first is what IRC asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Pong {
    #[default]
    WithItsText,
    WithoutText,
    WithAnotherText,
    Twice,
}

#[derive(Default)]
pub(crate) struct Guest {
    pub(crate) channels: BTreeSet<String>,
    /// Nothing goes through any more, in either direction.
    pub(crate) is_cut: bool,
    token: String,
}

impl Stage {
    pub(crate) fn new(settings: Settings, seed: u64) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "there is no other way to make an instant; from here on only the stage moves it"
        )]
        let start = Instant::now();
        let mut stage = Self {
            fleet: Fleet::new(start, settings, seed),
            server: Server::default(),
            start,
            now: start,
            dice: Dice(seed),
            token: "old",
            slowest: Duration::from_millis(500),
            loss: 0,
            travels: BTreeMap::new(),
            last: BTreeMap::new(),
            sent: 0,
            told: Vec::new(),
            heard: Vec::new(),
            notices: Vec::new(),
            audible: BTreeSet::new(),
            sent_logins: Vec::new(),
            sent_joins: Vec::new(),
        };
        stage.drain();
        stage
    }

    /// The fleet is gone, and another one begins, on the same server and under the same clock.
    pub(crate) fn succeed(&mut self, settings: Settings) {
        self.travels.clear();
        self.last.clear();
        self.fleet = Fleet::new(self.now, settings, self.dice.0);
        self.drain();
    }

    pub(crate) fn seconds(&self) -> f64 {
        (self.now - self.start).as_secs_f64()
    }

    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    pub(crate) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told)
    }

    /// Makes a wish.
    pub(crate) fn wish(&mut self, wish: impl FnOnce(&mut Fleet, Instant)) {
        wish(&mut self.fleet, self.now);
        self.drain();
    }

    /// Lets time pass with everything in it.
    pub(crate) fn pass(&mut self, duration: Duration) {
        let target = self.now + duration;
        let mut steps_at_once = 0;
        loop {
            let travel = self.travels.first_key_value().map(|((at, _), _)| *at);
            let next = [travel, self.fleet.poll_timeout()]
                .into_iter()
                .flatten()
                .min();
            let Some(at) = next.filter(|at| *at <= target) else {
                break;
            };
            steps_at_once = if at > self.now { 0 } else { steps_at_once + 1 };
            assert!(steps_at_once < 10_000, "time must go on");
            self.now = at.max(self.now);
            if travel.is_some_and(|travel| travel <= at) {
                let (_, (link, travel)) = self.travels.pop_first().unwrap();
                self.arrive(link, travel);
            } else {
                self.fleet.handle_timeout(self.now);
            }
            self.drain();
        }
        self.now = target;
    }

    pub(crate) fn pass_seconds(&mut self, seconds: f64) {
        self.pass(Duration::from_secs_f64(seconds));
    }

    /// Somebody says something in a channel.
    pub(crate) fn chat(&mut self, channel: &str, id: &str) {
        self.shout(
            channel,
            &format!("@id={id} :ann!ann@ann PRIVMSG #{channel} :hi"),
            id,
        );
    }

    /// A moderator clears a channel; `id` stands where the moment would.
    pub(crate) fn clear(&mut self, channel: &str, id: &str) {
        self.shout(
            channel,
            &format!("@tmi-sent-ts={id} CLEARCHAT #{channel}"),
            id,
        );
    }

    /// A room says something of itself, by its `msg-id`; such lines have no id and no moment.
    pub(crate) fn notice(&mut self, channel: &str, id: &str) {
        let guests = self.server.guests.iter();
        let there = guests.filter(|(_, guest)| guest.channels.contains(channel));
        for link in there.map(|(link, _)| *link).collect::<Vec<_>>() {
            let line = format!("@msg-id={id} :tmi.twitch.tv NOTICE #{channel} :so it is");
            self.send(link, line);
        }
    }

    fn shout(&mut self, channel: &str, line: &str, id: &str) {
        let guests = self.server.guests.iter();
        let there: Vec<_> = guests
            .filter(|(_, guest)| guest.channels.contains(channel) && !guest.is_cut)
            .map(|(link, _)| *link)
            .collect();
        if !there.is_empty() {
            self.audible.insert(id.to_owned());
        }
        for link in there {
            self.send(link, line.to_owned());
        }
    }

    /// The server sends a line to one of our connections.
    pub(crate) fn send(&mut self, link: LinkId, line: String) {
        self.travel(link, Travel::ToClient(line + "\r\n"));
    }

    /// The server closes a connection, after what it has sent.
    pub(crate) fn close(&mut self, link: LinkId) {
        if self.server.guests.remove(&link).is_some() {
            self.travel(link, Travel::Closed);
        }
    }

    /// For so long nothing arrives through a connection, in either direction; then everything does.
    pub(crate) fn stall(&mut self, link: LinkId, seconds: u64) {
        let until = self.now + Duration::from_secs(seconds);
        for is_outward in [false, true] {
            let last = self.last.entry((link, is_outward)).or_insert(until);
            *last = (*last).max(until);
        }
    }

    /// From now on nothing goes through a connection any more, in either direction, and nobody is told.
    pub(crate) fn cut(&mut self, link: LinkId) {
        self.guest(link).is_cut = true;
    }

    /// The server puts us out of a channel on one connection.
    pub(crate) fn put_out(&mut self, link: LinkId, channel: &str) {
        if self.guest(link).channels.remove(channel) {
            self.send_parted(link, channel);
        }
    }

    fn send_parted(&mut self, link: LinkId, channel: &str) {
        self.send(link, format!(":some_bot!some_bot@x PART #{channel}"));
    }

    /// The computer sleeps: what arrives meanwhile lies there afterwards, and perhaps the driver notices.
    pub(crate) fn sleep(&mut self, seconds: u64, is_noticed: bool) {
        self.now += Duration::from_secs(seconds);
        if is_noticed {
            self.fleet.handle_link_up(self.now);
        }
        self.fleet.handle_timeout(self.now);
        self.drain();
    }

    fn guest(&mut self, link: LinkId) -> &mut Guest {
        self.server.guests.get_mut(&link).expect("it is there")
    }

    pub(crate) fn links(&self) -> Vec<LinkId> {
        self.server.guests.keys().copied().collect()
    }

    /// The channels that the server has us in, over all connections.
    pub(crate) fn joined(&self) -> BTreeSet<String> {
        let guests = self.server.guests.values();
        guests
            .flat_map(|guest| guest.channels.iter().cloned())
            .collect()
    }

    /// That no window of ten seconds held more of these than Twitch allows.
    pub(crate) fn check_window(&self, moments: &[Instant], most: usize) {
        for window in moments.windows(most + 1) {
            let span = window[most] - window[0];
            assert!(
                span > Duration::from_secs(10),
                "{} within {span:?}",
                most + 1
            );
        }
    }

    fn travel(&mut self, link: LinkId, travel: Travel) {
        let slowest = u64::try_from(self.slowest.as_millis()).unwrap();
        let mut delay = Duration::from_millis(10 + self.dice.draw(slowest));
        let mut patience = 2 * self.slowest + Duration::from_millis(200);
        while self.dice.draw(100) < self.loss {
            delay += patience;
            patience *= 2;
        }
        let is_outward = matches!(travel, Travel::ToServer(_));
        let last = self.last.entry((link, is_outward)).or_insert(self.now);
        *last = (*last).max(self.now + delay);
        self.sent += 1;
        self.travels.insert((*last, self.sent), (link, travel));
    }

    fn arrive(&mut self, link: LinkId, travel: Travel) {
        match travel {
            Travel::Opened => {
                self.server.guests.insert(link, Guest::default());
                self.fleet.handle_opened(self.now, link);
            }
            Travel::NotOpened => self.fleet.handle_open_failed(self.now, link, "no route"),
            Travel::Closed => {
                self.last.retain(|(of, _), _| *of != link);
                self.fleet.handle_closed(self.now, link, "reset");
            }
            Travel::ToClient(text) => self.fleet.handle_bytes(self.now, link, text.as_bytes()),
            Travel::ToServer(line) => {
                if self
                    .server
                    .guests
                    .get(&link)
                    .is_some_and(|guest| !guest.is_cut)
                {
                    self.serve(link, &line);
                }
            }
        }
    }

    fn serve(&mut self, link: LinkId, line: &str) {
        let (command, rest) = line.split_once(' ').unwrap();
        match command {
            "PASS" => rest[6..].clone_into(&mut self.guest(link).token),
            "NICK" => self.serve_login(link),
            "PING" => self.serve_ping(link, rest),
            "JOIN" => {
                for channel in rest.split(',').map(|name| name.trim_start_matches('#')) {
                    self.serve_join(link, channel);
                }
            }
            "PART" => {
                for channel in rest.split(',').map(|name| name.trim_start_matches('#')) {
                    self.guest(link).channels.remove(channel);
                    self.send_parted(link, channel);
                }
            }
            _ => {}
        }
    }

    fn serve_ping(&mut self, link: LinkId, text: &str) {
        if self.dice.draw(100) < self.server.deafness {
            return;
        }
        let (text, count) = match self.server.pong {
            Pong::WithItsText => (text, 1),
            Pong::WithoutText => ("", 1),
            Pong::WithAnotherText => (":tmi.twitch.tv", 1),
            Pong::Twice => (text, 2),
        };
        for _ in 0..count {
            self.send(link, format!(":tmi.twitch.tv PONG tmi.twitch.tv {text}"));
        }
    }

    fn serve_login(&mut self, link: LinkId) {
        self.server.logins.push(self.now);
        let is_refused = |token: &String| self.server.guests[&link].token != *token;
        if self.server.token.as_ref().is_some_and(is_refused) {
            let refusal = ":tmi.twitch.tv NOTICE * :Login authentication failed";
            return self.send(link, refusal.to_owned());
        }
        self.send(
            link,
            ":tmi.twitch.tv 001 some_bot :Welcome, GLHF!".to_owned(),
        );
        if self.server.asks_newcomers_to_go {
            self.send(link, ":tmi.twitch.tv RECONNECT".to_owned());
        }
    }

    fn serve_join(&mut self, link: LinkId, channel: &str) {
        self.server.joins.push(self.now);
        if self.server.missing.contains(channel) {
            return;
        }
        if self.server.banned.contains(channel) {
            let notice = format!("@msg-id=msg_banned :tmi.twitch.tv NOTICE #{channel} :no");
            return self.send(link, notice);
        }
        self.guest(link).channels.insert(channel.to_owned());
        self.send(link, format!(":some_bot!some_bot@x JOIN #{channel}"));
    }

    fn note_sent(&mut self, line: &str) {
        match line.split(' ').next() {
            Some("NICK") => self.sent_logins.push(self.now),
            Some("JOIN") => {
                let channels = line.split(',').map(|_| self.now);
                self.sent_joins.extend(channels);
            }
            _ => {}
        }
    }

    fn drain(&mut self) {
        while let Some(order) = self.fleet.poll_order() {
            match order {
                Order::Open(link) if self.server.is_closed_to_new => {
                    self.travel(link, Travel::NotOpened);
                }
                Order::Open(link) => self.travel(link, Travel::Opened),
                Order::Write(link, line) => {
                    let line = String::from_utf8(line.as_bytes().to_vec()).unwrap();
                    self.note_sent(&line);
                    self.travel(link, Travel::ToServer(line.trim_end().to_owned()));
                }
                Order::Close(link) => {
                    self.server.guests.remove(&link);
                    self.travels.retain(|_, (of, _)| *of != link);
                    self.last.retain(|(of, _), _| *of != link);
                }
                Order::NeedToken { refused } => {
                    if refused.is_some() {
                        self.told.push("token refused".to_owned());
                        self.token = "new";
                    }
                    self.fleet.handle_token(self.now, Secret::new(self.token));
                }
                Order::Event(Event::Message(message)) => {
                    let tags = message.line().tags();
                    let id = tags.get("id").or_else(|| tags.get("tmi-sent-ts"));
                    self.heard.extend(id.map(|id| id.as_str().to_owned()));
                    let notice = tags.get("msg-id");
                    self.notices.extend(notice.map(|id| id.as_str().to_owned()));
                }
                Order::Event(event) => self.told.push(describe(&event)),
            }
        }
    }
}

fn describe(event: &Event) -> String {
    match event {
        Event::Ready { .. } => "ready".to_owned(),
        Event::Joined { channel } => format!("joined {channel}"),
        Event::JoinFailed { channel, why } => format!("not joined {channel}: {why:?}"),
        Event::Left { channel } => format!("left {channel}"),
        Event::LoginRefused { why, .. } => format!("refused: {why:?}"),
        Event::Disconnected { why, .. } => format!("disconnected: {why}"),
        Event::HealthChanged(health) => format!("health {health:?}"),
        Event::HandedOver { channels, why } => match why {
            Disconnection::ServerAsked => format!("handed over {channels}"),
            _ => format!("handed over {channels}: {why}"),
        },
        other => format!("{other:?}"),
    }
}

/// So many channel names.
pub(crate) fn names(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("channel{number}"))
        .collect()
}
