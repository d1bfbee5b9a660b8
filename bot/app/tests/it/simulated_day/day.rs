//! One simulated day: the bot, a Twitch, the wire between them and one clock. Everything that happens passes one ordered queue.

use std::time::Duration;

use auth::{Credential, NetworkError, NetworkFailure};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sim::{Twitch, Viewers};

use super::bot::Bot;
use super::clock::Clock;
use super::faults::{self, Fault};
use super::order::{Errand, News, Order};
use super::queue::{Happening, Queue};
use super::rules::{Counts, Rules};
use super::stage;
use super::trace::{Time, Trace};
use super::wire::{Direction, SocketId, Wire};

/// A day under way.
pub(crate) struct Day {
    seed: u64,
    clock: Clock,
    queue: Queue,
    twitch: Twitch,
    wire: Wire,
    bot: Bot,
    /// The connection that the bot believes in, or the attempt to open one.
    socket: Option<SocketId>,
    attempt: u64,
    vault: Credential,
    network_back_at: Duration,
    login_service_back_at: Duration,
    crowds: u64,
    rules: Rules,
    trace: Trace,
}

/// What is left of a day.
pub(crate) struct Told {
    pub(crate) trace: Trace,
    pub(crate) counts: Counts,
    pub(crate) statistics: sim::Statistics,
}

impl Day {
    /// A day whose chances come from the seed; the bot has just logged in.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut clock = Clock::new();
        let mut twitch = stage::twitch(seed);
        let (settings, credential) = stage::log_in(&mut twitch, &mut clock, seed);
        let channels = stage::channels(&mut twitch, &credential);
        let rules = Rules::new(channels.iter().map(|channel| channel.login.clone()));
        let helix = stage::places().helix();
        let login = (settings, credential.clone());
        let mut day = Self {
            seed,
            bot: Bot::new(clock.now(), login, (channels, helix), seed),
            clock,
            queue: Queue::default(),
            twitch,
            wire: Wire::new(StdRng::seed_from_u64(seed ^ WIRE_SEED)),
            socket: None,
            attempt: 0,
            vault: credential,
            network_back_at: Duration::ZERO,
            login_service_back_at: Duration::ZERO,
            crowds: 0,
            rules,
            trace: Trace::default(),
        };
        for (at, fault) in faults::draw(&mut random, END_OF_TROUBLE) {
            day.schedule(at, Happening::Fault(fault));
        }
        for (at, order) in stage::preparations() {
            day.schedule(at, Happening::Order(order));
        }
        day
    }

    /// Lives it to its end. A broken rule is told with the last lines before it.
    pub(crate) fn live(mut self) -> Told {
        self.settle();
        while let Some(due) = self.next_due().filter(|due| *due <= END) {
            self.clock.advance_to(due);
            self.twitch.set_now(self.clock.date());
            self.settle();
            while let Some(happening) = self.queue.take(due) {
                self.happen(happening);
                self.settle();
            }
            self.bot.handle_timeout(self.clock.now());
            self.settle();
            let next = self.next_due();
            let judgement = self.rules.check(self.clock.elapsed());
            self.judge(judgement);
            if next.is_some_and(|next| next <= due) && self.queue_is_later_than(due) {
                self.judge(Err(
                    "a machine wants the same moment again and again".to_owned()
                ));
            }
        }
        let judgement = self.rules.check_end();
        self.judge(judgement);
        let is_valid = matches!(self.bot.account().status(), auth::Status::Valid);
        let is_kept = self.bot.account().credential() == Some(&self.vault);
        if !is_valid || !is_kept {
            self.judge(Err("the login is not as good as in the morning".to_owned()));
        }
        Told {
            trace: self.trace,
            counts: self.rules.counts,
            statistics: self.twitch.statistics(),
        }
    }

    fn next_due(&self) -> Option<Duration> {
        let now = self.clock.now();
        let queue = self.queue.next_at();
        let bot = self
            .bot
            .poll_timeout(now)
            .map(|at| self.clock.moment_of(at));
        let twitch = self.twitch.next_deadline().map(Clock::moment_of_date);
        let next = [queue, bot, twitch].into_iter().flatten().min();
        next.map(|next| next.max(self.clock.elapsed()))
    }

    /// Whether nothing that is under way explains that the same moment is wanted again.
    fn queue_is_later_than(&self, moment: Duration) -> bool {
        let twitch = self.twitch.next_deadline().map(Clock::moment_of_date);
        let queue = self.queue.next_at();
        let others = [queue, twitch].into_iter().flatten().min();
        others.is_none_or(|at| at > moment)
    }

    fn schedule(&mut self, at: Duration, happening: Happening) {
        self.queue.add(at, happening);
    }

    fn schedule_soon(&mut self, happening: Happening) {
        let at = self.clock.elapsed() + self.wire.delay();
        self.schedule(at, happening);
    }

    fn happen(&mut self, happening: Happening) {
        let now = self.clock.now();
        match happening {
            Happening::Opened(attempt) => self.finish_opening(attempt),
            Happening::Up(socket, bytes) => self.arrive_at_twitch(socket, &bytes),
            Happening::Down(socket, bytes) => {
                if self.socket == Some(socket) && self.wire.is_good(socket) {
                    self.note(format_args!("> {}", String::from_utf8_lossy(&bytes)));
                    self.bot.handle_bytes(now, &bytes);
                }
            }
            Happening::EndUp(socket) => self.end_at_twitch(socket),
            Happening::EndDown(socket) => {
                self.wire.remove(socket);
                if self.socket == Some(socket) {
                    self.note(format_args!("> closed"));
                    self.socket = None;
                    self.bot.handle_closed(now);
                }
            }
            Happening::AtTwitch(errand, request) => self.ask_twitch(errand, request),
            Happening::Answered(errand, result) => {
                self.note(format_args!(
                    "> answer {:?}",
                    result.as_ref().map(Response::status)
                ));
                self.bot.handle_answer(now, errand, result);
            }
            Happening::Saved(ticket, credential) => {
                self.vault = credential;
                self.bot.handle_saved(now, ticket);
            }
            Happening::Begun(ticket) => self.bot.handle_begun(now, ticket, self.vault.clone()),
            Happening::Loaded(ticket) => self.bot.handle_loaded(now, ticket, self.vault.clone()),
            Happening::Remembered(ticket) => self.bot.handle_remembered(now, ticket),
            Happening::Fault(fault) => self.go_wrong(fault),
            Happening::Order(order) => stage::order(&mut self.twitch, &order),
        }
    }

    fn finish_opening(&mut self, attempt: u64) {
        if attempt != self.attempt {
            return;
        }
        let now = self.clock.now();
        if self.network_is_down() {
            self.note(format_args!("> not opened"));
            return self.bot.handle_open_failed(now);
        }
        self.note(format_args!("> opened"));
        let irc = self.twitch.open_irc();
        self.socket = Some(self.wire.open(irc));
        self.bot.handle_opened(now);
    }

    fn arrive_at_twitch(&mut self, socket: SocketId, bytes: &[u8]) {
        let Some(irc) = self.wire.irc(socket) else {
            return;
        };
        let joins = self.wire.count_joins(socket, bytes);
        if joins > 0 {
            let judgement = self.rules.note_joins(self.clock.elapsed(), joins);
            self.judge(judgement);
        }
        self.twitch.handle_irc(irc, bytes);
    }

    fn end_at_twitch(&mut self, socket: SocketId) {
        if let Some(irc) = self.wire.remove(socket) {
            self.twitch.close_irc(irc);
        }
    }

    fn ask_twitch(&mut self, errand: Errand, request: Request<Vec<u8>>) {
        let now = self.clock.elapsed();
        let path = request.uri().path().to_owned();
        let is_login_service = path.starts_with("/oauth2");
        if self.network_is_down() {
            let error = NetworkError::new(NetworkFailure::Unreachable, "127.0.0.1");
            return self.schedule_soon(Happening::Answered(errand, Err(error)));
        }
        if is_login_service && now < self.login_service_back_at {
            let mut answer = Response::new(Bytes::from_static(b"<h1>Service Unavailable</h1>"));
            *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            return self.schedule_soon(Happening::Answered(errand, Ok(answer)));
        }
        let answer = self.twitch.handle_http(request).map(Bytes::from);
        if path.ends_with("/chat/messages") && answer.status() != StatusCode::UNAUTHORIZED {
            let judgement = self.rules.note_message(now);
            self.judge(judgement);
        }
        // A token that is found dead was looked at too.
        if path.ends_with("/validate") {
            self.rules.note_validated(now);
        }
        if !is_login_service && self.wire.loses_answer() {
            let error = NetworkError::new(NetworkFailure::Interrupted, "127.0.0.1");
            return self.schedule_soon(Happening::Answered(errand, Err(error)));
        }
        self.schedule_soon(Happening::Answered(errand, Ok(answer)));
    }

    fn go_wrong(&mut self, fault: Fault) {
        let now = self.clock.elapsed();
        self.note(format_args!("! {fault:?}"));
        match fault {
            Fault::Cut => self.cut(),
            Fault::HalfOpen => {
                if let Some(socket) = self.socket {
                    self.wire.break_silently(socket);
                }
            }
            Fault::Reconnect => stage::order(&mut self.twitch, r#"{"do":"reconnect"}"#),
            Fault::NetworkDown(length) => {
                self.network_back_at = now + length;
                self.cut();
            }
            Fault::LoginServiceDown(length) => self.login_service_back_at = now + length,
            Fault::ExpiredToken => stage::expire_token(&mut self.twitch, &self.vault.login),
            Fault::ViewersCome => {
                self.crowds += 1;
                let viewers = Viewers::scripted(self.seed ^ self.crowds, LINES_PER_SECOND);
                return self.twitch.start_viewers(viewers);
            }
            Fault::ViewersGo => return self.twitch.stop_viewers(),
            Fault::Rush => {
                for (after, order) in stage::rush() {
                    self.schedule(now + after, Happening::Order(order));
                }
                return;
            }
        }
        let end = now
            .max(self.network_back_at)
            .max(self.login_service_back_at);
        self.rules.note_fault(end);
    }

    fn cut(&mut self) {
        if let Some(socket) = self.socket {
            self.end_at_twitch(socket);
            self.schedule_soon(Happening::EndDown(socket));
        }
    }

    fn network_is_down(&self) -> bool {
        self.clock.elapsed() < self.network_back_at
    }

    /// Performs what the bot wants and takes what Twitch has for it.
    fn settle(&mut self) {
        while let Some(order) = self.bot.poll_order() {
            self.perform(order);
        }
        for irc in self.twitch.take_ready_irc() {
            let Some(socket) = self.wire.find(irc) else {
                continue;
            };
            let output = self.twitch.poll_irc(irc);
            let is_good = self.wire.is_good(socket);
            let now = self.clock.elapsed();
            for (at, piece) in
                self.wire
                    .send((socket, Direction::Down), now, &output.lines.concat())
            {
                self.schedule(at, Happening::Down(socket, piece));
            }
            if output.closes {
                self.twitch.close_irc(irc);
                if is_good {
                    let at = self.wire.end((socket, Direction::Down), now);
                    self.schedule(at, Happening::EndDown(socket));
                }
            }
        }
    }

    fn perform(&mut self, order: Order) {
        match order {
            Order::Open => {
                self.note(format_args!("< open"));
                self.attempt += 1;
                self.schedule_soon(Happening::Opened(self.attempt));
            }
            Order::Write(line) => {
                self.note(format_args!("< {line:?}"));
                if let Some(socket) = self.socket {
                    let now = self.clock.elapsed();
                    for (at, piece) in self
                        .wire
                        .send((socket, Direction::Up), now, line.as_bytes())
                    {
                        self.schedule(at, Happening::Up(socket, piece));
                    }
                }
            }
            Order::Close => {
                self.note(format_args!("< close"));
                self.attempt += 1;
                if let Some(socket) = self.socket.take().filter(|it| self.wire.is_good(*it)) {
                    let at = self.wire.end((socket, Direction::Up), self.clock.elapsed());
                    self.schedule(at, Happening::EndUp(socket));
                }
            }
            Order::Ask(errand, request) => {
                self.note(format_args!(
                    "< {} {}",
                    request.method(),
                    request.uri().path()
                ));
                self.schedule_soon(Happening::AtTwitch(errand, request));
            }
            Order::Save(ticket, credential) => {
                self.note(format_args!("< save"));
                self.schedule_soon(Happening::Saved(ticket, credential));
            }
            Order::Begin(ticket) => self.schedule_soon(Happening::Begun(ticket)),
            Order::Load(ticket) => self.schedule_soon(Happening::Loaded(ticket)),
            Order::Remember(ticket, change) => {
                self.note(format_args!("< remember !{}", change.name()));
                self.schedule_soon(Happening::Remembered(ticket));
            }
            Order::Tell(news) => self.learn(&news),
        }
    }

    fn learn(&mut self, news: &News) {
        // The bytes of messages stand in the trace already.
        if !matches!(news, News::Chat(irc::Event::Message(_))) {
            self.note(format_args!("= {news:?}"));
        }
        let judgement = self.rules.learn(news, &self.vault.access);
        self.judge(judgement);
    }

    fn note(&mut self, what: std::fmt::Arguments<'_>) {
        self.trace.note(self.clock.elapsed(), what);
    }

    fn judge(&self, judgement: Result<(), String>) {
        if let Err(rule) = judgement {
            let at = Time(self.clock.elapsed());
            panic!(
                "seed {}, {at}: {rule}; the last that happened:\n{}",
                self.seed,
                self.trace.tail()
            );
        }
    }
}

/// The last minutes are quiet, so that everything that is under way comes to its end.
const END: Duration = Duration::from_secs(24 * 60 * 60);
const END_OF_TROUBLE: Duration = Duration::from_secs(24 * 60 * 60 - 10 * 60);
const LINES_PER_SECOND: f64 = 0.6;
const WIRE_SEED: u64 = 0x7769_7265;
