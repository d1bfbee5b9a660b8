//! All connections of one account as one machine: which channels go where, one limit for all of them, and the hand-over
//! from one connection to the next. It performs nothing, and what goes on within one connection is that one's business.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use types::{Login, MessageId, Secret};

mod berth;
mod echoes;
pub(crate) mod order;

use berth::{Berth, Beside, Member, Turn, rank};
use order::{LinkId, Order};

use crate::batch::Batch;
use crate::connection::account::Account;
use crate::connection::action::Action;
use crate::connection::event::{Disconnection, Event, Health, JoinFailure, Pulse};
use crate::connection::link::{Link, OnReconnect};
use crate::connection::random::Random;
use crate::connection::settings::{Settings, Usage};
use crate::outgoing::ClientTags;
use crate::owned::OwnedMessage;

/// As many connections as the wanted channels need, kept up until they are shut down.
///
/// It is used like a [`Connection`](crate::Connection); its orders name the connection that they are for.
/// When a server asks for a reconnect or is silent, a new connection is in all channels before the old one is closed,
/// and a message that comes through both is told once.
#[derive(Debug)]
pub struct Fleet {
    settings: Settings,
    random: Random,
    account: Account,
    berths: Vec<Berth>,
    next_berth: u32,
    next_link: u64,
    /// The truth; what is joined follows it.
    wanted: BTreeMap<Login, Presence>,
    /// Channels that we are leaving, until the server says that we have, with the berth they were in.
    departing: BTreeMap<Login, u32>,
    token: TokenWish,
    service: Service,
    pulse: Pulse,
    tally: Tally,
    complaint: Option<(Instant, std::mem::Discriminant<Event>)>,
    orders: VecDeque<Order>,
}

/// How a fleet stands with a channel that it wants to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was asked for, or will be.
    Joining,
    /// We are in it.
    Joined,
    /// It cannot be joined for this reason; it is tried again later.
    Parked(JoinFailure),
}

#[derive(Debug)]
struct Presence {
    berth: u32,
    /// As it was told.
    standing: Standing,
}

/// How many of the wanted channels stand how; counted along, because there may be thousands of them.
#[derive(Debug, Default)]
struct Tally {
    joined: usize,
    parked: usize,
    /// Why the one that was parked last is.
    obstacle: Option<JoinFailure>,
}

#[derive(Debug, PartialEq, Eq)]
enum TokenWish {
    Unasked,
    Asked,
}

/// What was told of the whole.
#[derive(Debug, PartialEq, Eq)]
enum Service {
    /// No connection is up.
    Away,
    /// The first one was welcomed.
    Ready,
    /// It was shut down.
    Closed,
}

impl Fleet {
    /// A fleet that wants to be opened at once.
    pub fn new(now: Instant, mut settings: Settings, seed: u64) -> Self {
        let channels = std::mem::take(&mut settings.channels);
        let mut fleet = Self {
            account: Account::new(settings.limits, settings.used),
            settings,
            random: Random::new(seed),
            berths: Vec::new(),
            next_berth: 0,
            next_link: 0,
            wanted: BTreeMap::new(),
            departing: BTreeMap::new(),
            token: TokenWish::Unasked,
            service: Service::Away,
            pulse: Pulse::NONE,
            tally: Tally::default(),
            complaint: None,
            orders: VecDeque::new(),
        };
        fleet.add_berth(now);
        for channel in channels {
            fleet.want(now, channel);
        }
        fleet.handle_timeout(now);
        fleet
    }

    /// That transport is open.
    pub fn handle_opened(&mut self, now: Instant, link: LinkId) {
        self.with(now, link, |link, account| link.handle_opened(now, account));
    }

    /// That transport could not be opened.
    pub fn handle_open_failed(&mut self, now: Instant, link: LinkId, reason: impl Into<String>) {
        let reason = reason.into();
        self.with(now, link, |link, account| {
            link.handle_open_failed(now, reason, account);
        });
    }

    /// That transport was closed by the other side or broke.
    pub fn handle_closed(&mut self, now: Instant, link: LinkId, reason: impl Into<String>) {
        let reason = reason.into();
        self.with(now, link, |link, _| link.handle_closed(now, reason));
    }

    /// Bytes came through that transport, cut anyhow.
    pub fn handle_bytes(&mut self, now: Instant, link: LinkId, bytes: &[u8]) {
        self.with(now, link, |link, account| {
            link.handle_bytes(now, bytes, account)
        });
    }

    /// The token that was asked for with [`Order::NeedToken`].
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is handed over, as it is to a single connection"
    )]
    pub fn handle_token(&mut self, now: Instant, token: Secret) {
        self.token = TokenWish::Unasked;
        self.with_all(now, |link, account| {
            if link.is_awaiting_token() {
                link.handle_token(now, token.clone(), account);
            }
        });
    }

    /// There is no token now; it is asked for again later.
    pub fn handle_no_token(&mut self, now: Instant) {
        self.token = TokenWish::Unasked;
        self.with_all(now, |link, _| link.handle_no_token(now));
    }

    /// The computer has a network again: waiting longer makes no sense, and what seems to live is asked whether it does.
    pub fn handle_link_up(&mut self, now: Instant) {
        self.with_all(now, |link, account| link.handle_link_up(now, account));
    }

    /// A time that was asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.with_all(now, |link, account| {
            if link.poll_timeout(account).is_some_and(|at| at <= now) {
                link.handle_timeout(now, account);
            }
        });
    }

    /// Wants to be in a channel, from now on and after every reconnect.
    pub fn join(&mut self, now: Instant, channel: Login) {
        if self.service != Service::Closed {
            self.want(now, channel);
            self.handle_timeout(now);
        }
    }

    /// Wants to be in a channel no more.
    pub fn part(&mut self, now: Instant, channel: &Login) {
        let Some(presence) = self.wanted.remove(channel) else {
            return;
        };
        self.tally.remove(presence.standing);
        let Some(at) = self.berth_at(presence.berth) else {
            return;
        };
        let berth = &mut self.berths[at];
        berth.channels -= 1;
        // Where it was not told that we are in, it will be no news that we left.
        if berth.part(channel) && presence.standing == Standing::Joined {
            self.departing.insert(channel.clone(), presence.berth);
        }
        self.drain(now, at);
        if self.berths[at].channels == 0 && self.berths.len() > 1 {
            self.remove_berth(now, at);
        }
        self.handle_timeout(now);
    }

    /// Says something now or not at all.
    pub fn say(&mut self, channel: Login, text: &str, reply_to: Option<&MessageId>) {
        self.say_tagged(channel, text, &ClientTags::of_reply(reply_to));
    }

    /// The same with all that a message may carry.
    pub fn say_tagged(&mut self, channel: Login, text: &str, tags: &ClientTags) {
        let berth = self.wanted.get(&channel).map(|presence| presence.berth);
        let home = berth.and_then(|id| self.berth_at(id));
        let somewhere = || self.berths.iter().position(Berth::is_live);
        let Some(at) = home.or_else(somewhere).or(Some(0)) else {
            return;
        };
        let Some(berth) = self.berths.get_mut(at) else {
            return;
        };
        let (id, action) = berth.say(channel, text, tags);
        self.orders.push_back(match action {
            Ok(line) => Order::Write(id, line),
            Err(not_said) => Order::Event(not_said),
        });
    }

    /// Ends it for good; nothing but an [`Order::Close`] for each transport follows.
    pub fn shut_down(&mut self) {
        let mut closing = Vec::new();
        for member in self.berths.iter_mut().flat_map(Berth::members_mut) {
            member.link.shut_down(&mut self.account);
            while let Some(action) = member.link.poll_action() {
                if matches!(action, Action::Close) {
                    closing.push(Order::Close(member.id));
                }
            }
        }
        self.orders.extend(closing);
        self.berths.clear();
        self.wanted.clear();
        self.departing.clear();
        self.service = Service::Closed;
        self.tally = Tally::default();
        self.pulse = Pulse::NONE;
    }

    /// The next thing to be done.
    pub fn poll_order(&mut self) -> Option<Order> {
        self.orders.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let berths = self.berths.iter();
        berths
            .filter_map(|berth| berth.poll_timeout(&self.account))
            .min()
    }

    /// Whether all channels are served, by the worst of the connections, and since when nobody has proved it.
    ///
    /// [`Pulse::proven_at`] is the moment since which every connection has answered.
    pub const fn health(&self) -> Pulse {
        self.pulse
    }

    /// When the account last did what Twitch counts, for a successor of this fleet.
    pub fn used(&self) -> Usage {
        self.account.used()
    }

    /// The wanted channels, and how far each of them is.
    pub fn channels(&self) -> impl Iterator<Item = (&Login, Standing)> {
        let wanted = self.wanted.iter();
        wanted.map(|(channel, presence)| (channel, presence.standing))
    }

    /// Whether it was shut down.
    pub fn is_closed(&self) -> bool {
        self.service == Service::Closed
    }

    /// The wanted channels that belong to a berth, and how we stand with them.
    fn channels_of(&self, berth: &Berth) -> impl Iterator<Item = (&Login, Standing)> {
        let id = berth.id;
        let wanted = self.wanted.iter();
        let here = wanted.filter(move |(_, presence)| presence.berth == id);
        here.map(|(channel, presence)| (channel, presence.standing))
    }

    /// Feeds one connection and does everything that follows.
    fn with(&mut self, now: Instant, id: LinkId, feed: impl FnOnce(&mut Link, &mut Account)) {
        let is_there = |berth: &Berth| berth.members().any(|member| member.id == id);
        let Some(at) = self.berths.iter().position(is_there) else {
            return;
        };
        if let Some(link) = self.berths[at].link_mut(id) {
            feed(link, &mut self.account);
        }
        self.settle(now, at);
        self.join_more(now);
    }

    /// Feeds every connection and does everything that follows.
    fn with_all(&mut self, now: Instant, feed: impl Fn(&mut Link, &mut Account)) {
        for at in 0..self.berths.len() {
            for member in self.berths[at].members_mut() {
                feed(&mut member.link, &mut self.account);
            }
            self.settle(now, at);
        }
        self.join_more(now);
    }

    /// Hears what the connections of a berth have to say, and takes the steps of a hand-over.
    fn settle(&mut self, now: Instant, at: usize) {
        self.drain(now, at);
        loop {
            match self.berths[at].advance(now, &mut self.account) {
                Turn::Nothing => break,
                Turn::NeedsHeir => {
                    let id = self.take_link_id();
                    let berth = &mut self.berths[at];
                    let link = berth.serving.link.heir(now);
                    berth.begin_hand_over(now, Member { id, link });
                    if let Some(link) = berth.link_mut(id) {
                        link.handle_timeout(now, &mut self.account);
                    }
                    self.drain(now, at);
                }
                Turn::HandedOver(why) => {
                    let channels = self.berths[at].serving.link.roster().joined().count();
                    self.tell(Event::HandedOver { channels, why });
                    self.tell_lost(at);
                }
                Turn::Taken => self.drain(now, at),
                Turn::Closed => {
                    self.drain(now, at);
                    self.berths[at].beside = Beside::Nobody;
                    self.tell_lost(at);
                }
            }
        }
        self.take_pulse();
    }

    /// Asks for channels, as far as the account may; heirs come first, because the old connection may end any moment.
    fn join_more(&mut self, now: Instant) {
        for at in 0..self.berths.len() {
            if let Beside::Heir { member, .. } = &mut self.berths[at].beside
                && member.link.wants_joins()
            {
                member.link.join_more(now, &mut self.account);
                self.drain(now, at);
            }
        }
        for at in 0..self.berths.len() {
            let link = &mut self.berths[at].serving.link;
            if link.wants_joins() {
                link.join_more(now, &mut self.account);
                self.drain(now, at);
            }
        }
    }

    fn drain(&mut self, now: Instant, at: usize) {
        while let Some((id, action)) = self.berths[at].poll_action() {
            match action {
                Action::Open => self.orders.push_back(Order::Open(id)),
                Action::Write(line) => self.orders.push_back(Order::Write(id, line)),
                Action::Close => self.orders.push_back(Order::Close(id)),
                Action::NeedToken { refused } => {
                    if refused.is_some() || self.token == TokenWish::Unasked {
                        self.token = TokenWish::Asked;
                        self.orders.push_back(Order::NeedToken { refused });
                    }
                }
                Action::Event(Event::Message(message)) => self.hear(at, id, message),
                Action::Event(Event::Messages(batch)) => self.hear_batch(at, id, batch),
                Action::Event(event) => self.learn(now, at, (id, event)),
            }
        }
    }

    fn hear(&mut self, at: usize, id: LinkId, message: OwnedMessage) {
        if self.berths[at].is_news(id, &message.line()) {
            self.tell(Event::Message(message));
        }
    }

    fn hear_batch(&mut self, at: usize, id: LinkId, mut batch: Batch) {
        let berth = &mut self.berths[at];
        if berth.echoes.is_some() {
            batch.retain(|line| berth.is_news(id, line));
        }
        if !batch.is_empty() {
            self.tell(Event::Messages(batch));
        }
    }

    /// Takes in what one connection tells of its life, and tells what it means for the whole.
    fn learn(&mut self, now: Instant, at: usize, (id, event): (LinkId, Event)) {
        match event {
            Event::Joined { channel } => self.learn_joined(channel),
            Event::JoinFailed { channel, why } => {
                if !(self.has_joined(&channel) && self.berths[at].is_joined(&channel)) {
                    self.set_standing(channel, Standing::Parked(why));
                }
            }
            Event::Left { channel } => self.learn_left(channel),
            Event::Disconnected { why, retry_in } => {
                self.learn_disconnected(now, at, (id, why, retry_in));
            }
            // The first of all is told; another one is no news to anybody.
            Event::Ready { .. } if self.service == Service::Ready => {}
            Event::Ready { login } => {
                self.service = Service::Ready;
                self.tell(Event::Ready { login });
            }
            // Told of the whole; what one of two connections was relied on for has changed.
            Event::HealthChanged(Health::Down) => self.tell_lost(at),
            Event::HealthChanged(Health::Up) => self.tell_regained(at),
            Event::HealthChanged(Health::Slow) => {}
            Event::LoginRefused { .. }
            | Event::NoToken { .. }
            | Event::CapabilitiesRefused { .. } => {
                self.tell_complaint(now, event);
            }
            other => self.tell(other),
        }
    }

    fn learn_joined(&mut self, channel: Login) {
        // Whoever counts along has us in it until now, and wanted us out and in again.
        if self.departing.remove(&channel).is_some() {
            let channel = channel.clone();
            self.tell(Event::Left { channel });
        }
        self.set_standing(channel, Standing::Joined);
    }

    fn learn_left(&mut self, channel: Login) {
        let has_departed = self.departing.remove(&channel).is_some();
        let home = self.wanted.get(&channel).map(|presence| presence.berth);
        let home = home.and_then(|id| self.berth_at(id));
        match home {
            // It was left on another connection, which is no news where it is wanted now.
            Some(at) if self.berths[at].is_joined(&channel) => {}
            Some(_) if self.has_joined(&channel) => self.set_standing(channel, Standing::Joining),
            _ if has_departed => self.tell(Event::Left { channel }),
            _ => {}
        }
    }

    /// Whether it was told that we are in this channel.
    fn has_joined(&self, channel: &Login) -> bool {
        let presence = self.wanted.get(channel);
        presence.is_some_and(|presence| presence.standing == Standing::Joined)
    }

    fn learn_disconnected(
        &mut self,
        now: Instant,
        at: usize,
        (id, why, retry_in): (LinkId, Disconnection, Duration),
    ) {
        let berth = &mut self.berths[at];
        // As long as another one serves, nobody has lost anything.
        if berth.serving.id != id {
            return;
        }
        berth.step_in(now);
        let is_served = berth.serving.link.is_live();
        let until = berth.serving.link.waits_until();
        let retry_in = if berth.serving.id == id {
            retry_in
        } else {
            until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
        };
        self.tell_lost(at);
        if is_served {
            return;
        }
        self.tell(Event::Disconnected { why, retry_in });
        if !self.berths.iter().any(Berth::is_live) {
            self.service = Service::Away;
        }
    }

    /// Tells of the channels of a berth that were joined and are no longer.
    fn tell_lost(&mut self, at: usize) {
        let berth = &self.berths[at];
        let lost: Vec<_> = self
            .channels_of(berth)
            .filter(|(channel, standing)| {
                *standing == Standing::Joined && !berth.is_joined(channel)
            })
            .map(|(channel, _)| (channel.clone(), berth.failure(channel)))
            .collect();
        let left = self.departing.extract_if(.., |channel, home| {
            *home == berth.id && !berth.is_departing(channel)
        });
        let left = left.map(|(channel, _)| Order::Event(Event::Left { channel }));
        self.orders.extend(left);
        for (channel, failure) in lost {
            let standing = failure.map_or(Standing::Joining, Standing::Parked);
            self.set_standing(channel, standing);
        }
    }

    /// Tells of the channels of a berth in which we still are, because who was silent answers again.
    fn tell_regained(&mut self, at: usize) {
        let berth = &self.berths[at];
        let regained: Vec<_> = self
            .channels_of(berth)
            .filter(|(channel, standing)| *standing != Standing::Joined && berth.is_joined(channel))
            .map(|(channel, _)| channel.clone())
            .collect();
        for channel in regained {
            self.set_standing(channel, Standing::Joined);
        }
    }

    /// Notes how we stand with a channel, and tells it if it is news.
    fn set_standing(&mut self, channel: Login, standing: Standing) {
        let Some(presence) = self.wanted.get_mut(&channel) else {
            return;
        };
        let before = std::mem::replace(&mut presence.standing, standing);
        self.tally.remove(before);
        self.tally.add(standing);
        if before == standing {
            return;
        }
        if before == Standing::Joined {
            let channel = channel.clone();
            self.tell(Event::Left { channel });
        }
        match standing {
            Standing::Joining => {}
            Standing::Joined => self.tell(Event::Joined { channel }),
            Standing::Parked(why) => self.tell(Event::JoinFailed { channel, why }),
        }
    }

    /// Tells what many connections may say at the same time, once.
    fn tell_complaint(&mut self, now: Instant, event: Event) {
        let kind = std::mem::discriminant(&event);
        let is_echo = self
            .complaint
            .is_some_and(|(at, told)| told == kind && now < at + CHORUS);
        if self.berths.len() == 1 || !is_echo {
            self.complaint = Some((now, kind));
            self.tell(event);
        }
    }

    /// Looks how the whole is, and tells if that has changed.
    fn take_pulse(&mut self) {
        let worse = |one: Pulse, other: Pulse| Pulse {
            health: if rank(other.health) < rank(one.health) {
                other.health
            } else {
                one.health
            },
            proven_at: one.proven_at.min(other.proven_at),
            round_trip: one.round_trip.max(other.round_trip),
            ..Pulse::NONE
        };
        let whole = self.berths.iter().map(Berth::pulse).reduce(worse);
        let tally = &self.tally;
        let pulse = Pulse {
            wanted: self.wanted.len(),
            joined: tally.joined,
            parked: tally.parked,
            obstacle: tally.obstacle.filter(|_| tally.parked > 0),
            ..whole.unwrap_or(Pulse::NONE)
        };
        let before = std::mem::replace(&mut self.pulse, pulse);
        if before.health != self.pulse.health {
            self.tell(Event::HealthChanged(self.pulse.health));
        }
    }

    fn want(&mut self, now: Instant, channel: Login) {
        if let Some(presence) = self.wanted.get_mut(&channel) {
            // Whoever asks again for a channel that is parked has it tried at once and hears again why not.
            if presence.standing != Standing::Joined {
                self.tally.remove(presence.standing);
                presence.standing = Standing::Joining;
            }
            let berth = presence.berth;
            if let Some(at) = self.berth_at(berth) {
                self.berths[at].join(&channel);
            }
            return;
        }
        let most = self.settings.channels_per_connection.max(1);
        let has_room = |berth: &Berth| berth.channels < most;
        let free = self.berths.iter().position(has_room);
        let at = free.unwrap_or_else(|| self.add_berth(now));
        let berth = &mut self.berths[at];
        berth.channels += 1;
        berth.join(&channel);
        let presence = Presence {
            berth: berth.id,
            standing: Standing::Joining,
        };
        self.wanted.insert(channel, presence);
    }

    fn add_berth(&mut self, now: Instant) -> usize {
        let id = self.take_link_id();
        let seed = self.random.next();
        let link = Link::new(now, &self.settings, OnReconnect::AwaitHeir, seed);
        self.next_berth += 1;
        self.berths
            .push(Berth::new(self.next_berth, Member { id, link }));
        self.berths.len() - 1
    }

    fn remove_berth(&mut self, now: Instant, at: usize) {
        for member in self.berths[at].members_mut() {
            member.link.shut_down(&mut self.account);
        }
        self.drain(now, at);
        self.tell_lost(at);
        self.berths.remove(at);
        self.take_pulse();
    }

    fn take_link_id(&mut self) -> LinkId {
        self.next_link += 1;
        LinkId(self.next_link)
    }

    fn berth_at(&self, id: u32) -> Option<usize> {
        // They are made in this order and removed from it.
        self.berths.binary_search_by_key(&id, |berth| berth.id).ok()
    }

    fn tell(&mut self, event: Event) {
        self.orders.push_back(Order::Event(event));
    }
}

impl Tally {
    const fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Joining => {}
            Standing::Joined => self.joined += 1,
            Standing::Parked(why) => {
                self.parked += 1;
                self.obstacle = Some(why);
            }
        }
    }

    const fn remove(&mut self, standing: Standing) {
        match standing {
            Standing::Joining => {}
            Standing::Joined => self.joined -= 1,
            Standing::Parked(_) => self.parked -= 1,
        }
    }
}

/// In which time the same complaint of several connections is one complaint.
const CHORUS: Duration = Duration::from_secs(10);
