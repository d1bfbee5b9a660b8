//! The chat connection as a machine: it decides when to open, log in, join, ask, answer and begin anew, and performs nothing.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use types::{Login, MessageId, Secret};

use crate::line::Line;
use crate::message::Message;
use crate::message::notice::Notice;
use crate::message::session::Verdict;
use crate::outgoing::{Capability, Outgoing};
use crate::owned::OwnedMessage;
use crate::splitter::{Piece, Splitter};

pub(crate) mod action;
mod backoff;
pub(crate) mod event;
mod probe;
mod random;
mod refusal;
mod refused_token;
mod roster;
pub(crate) mod settings;
mod sliding_log;

use action::Action;
use backoff::Backoff;
use event::{Disconnection, Event, Health, LoginRefusal, Unreadable, Unsaid};
use probe::{Due, Probe};
use random::Random;
use refused_token::RefusedToken;
use roster::Roster;
use settings::{Identity, Settings};
use sliding_log::SlidingLog;

/// One connection to chat that is kept up until it is shut down.
///
/// Feed it with what happens (`handle_…`, and the wishes `join`, `part`, `say`, `shut_down`), drain
/// [`poll_action`](Self::poll_action) after every input, and call [`handle_timeout`](Self::handle_timeout)
/// when [`poll_timeout`](Self::poll_timeout) says so; too early or twice does no harm.
/// After an [`Action::Close`] nothing more is to be fed from the transport that was closed.
#[derive(Debug)]
pub struct Connection {
    settings: Settings,
    random: Random,
    state: State,
    backoff: Backoff,
    logins: SlidingLog,
    roster: Roster,
    splitter: Splitter,
    refused: RefusedToken,
    actions: VecDeque<Action>,
}

/// Where the connection is in its life.
#[derive(Debug)]
enum State {
    /// Until the next attempt.
    Waiting { until: Instant },
    /// The token was asked for; how long that takes is the business of whoever fetches it.
    AwaitingToken,
    /// The transport is being opened.
    Opening { deadline: Instant, pass: Pass },
    /// The login was sent.
    LoggingIn {
        deadline: Instant,
        pass: Pass,
        nick: Login,
    },
    /// The server welcomed us.
    Live(Live),
    /// It was shut down.
    Closed,
}

/// What to log in with.
#[derive(Debug)]
enum Pass {
    Nothing,
    Token(Secret),
}

#[derive(Debug)]
struct Live {
    since: Instant,
    login: Login,
    probe: Probe,
    health: Health,
}

impl Connection {
    /// A connection that wants to be opened at once.
    pub fn new(now: Instant, settings: Settings, seed: u64) -> Self {
        let limits = settings.limits;
        let mut roster = Roster::new(limits);
        for channel in &settings.channels {
            roster.want(channel.clone());
        }
        let mut connection = Self {
            settings,
            random: Random::new(seed),
            state: State::Waiting { until: now },
            backoff: Backoff::default(),
            logins: SlidingLog::new(limits.logins, limits.window),
            roster,
            splitter: Splitter::new(),
            refused: RefusedToken::default(),
            actions: VecDeque::new(),
        };
        connection.handle_timeout(now);
        connection
    }

    /// The transport is open: logs in.
    pub fn handle_opened(&mut self, now: Instant) {
        let State::Opening { deadline, pass } = &mut self.state else {
            return;
        };
        let deadline = *deadline;
        let pass = std::mem::replace(pass, Pass::Nothing);
        self.logins.note(now, 1);
        self.splitter = Splitter::new();
        let mut wanted = vec![Capability::Tags, Capability::Commands];
        if self.settings.membership {
            wanted.push(Capability::Membership);
        }
        // Capabilities come first, so that the very first messages carry tags.
        self.write(Outgoing::capabilities(&wanted));
        if let Pass::Token(token) = &pass {
            self.write(Outgoing::pass(token));
        }
        let nick = self.nick();
        self.write(Outgoing::nick(&nick));
        self.state = State::LoggingIn {
            deadline,
            pass,
            nick,
        };
    }

    /// The transport could not be opened.
    pub fn handle_open_failed(&mut self, now: Instant, reason: impl Into<String>) {
        if matches!(self.state, State::Opening { .. }) {
            let reason = reason.into();
            self.retry_later(now, Disconnection::NotOpened { reason });
        }
    }

    /// The transport was closed by the other side or broke.
    pub fn handle_closed(&mut self, now: Instant, reason: impl Into<String>) {
        if self.is_open() {
            let reason = reason.into();
            self.retry_later(now, Disconnection::Closed { reason });
        }
    }

    /// Bytes came, cut anyhow.
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        if !self.is_open() {
            return;
        }
        let mut splitter = std::mem::take(&mut self.splitter);
        splitter.feed(bytes, |piece| self.handle_piece(now, piece));
        // A line may have ended the connection; then what followed it was the end of that stream.
        if self.is_open() {
            self.splitter = splitter;
        } else {
            self.report_unfinished(splitter);
        }
        self.join_more(now);
    }

    /// The token that was asked for with [`Action::NeedToken`].
    pub fn handle_token(&mut self, now: Instant, token: Secret) {
        if !matches!(self.state, State::AwaitingToken) {
            return;
        }
        if self.refused.has_to_rest(now, &token) {
            self.ask_for_token_later(now);
        } else {
            self.open(now, Pass::Token(token));
        }
    }

    /// There is no token now; it is asked for again later.
    pub fn handle_no_token(&mut self, now: Instant) {
        if matches!(self.state, State::AwaitingToken) {
            self.ask_for_token_later(now);
        }
    }

    /// The computer has a network again, so waiting longer makes no sense.
    pub fn handle_link_up(&mut self, now: Instant) {
        if let State::Waiting { until } = &mut self.state {
            *until = now;
            self.backoff.reset();
            self.handle_timeout(now);
        }
    }

    /// A time that was asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &self.state {
            State::Waiting { until } if now >= *until => self.begin(now),
            State::Opening { deadline, .. } | State::LoggingIn { deadline, .. }
                if now >= *deadline =>
            {
                self.drop_transport(now, Disconnection::LoginTimedOut);
            }
            State::Live(_) => self.handle_live_timeout(now),
            _ => {}
        }
    }

    /// Wants to be in a channel, from now on and after every reconnect.
    pub fn join(&mut self, now: Instant, channel: Login) {
        self.roster.want(channel);
        self.join_more(now);
    }

    /// Wants to be in a channel no more.
    pub fn part(&mut self, now: Instant, channel: &Login) {
        let is_there = self.roster.unwant(channel);
        if is_there && self.is_live() {
            self.write(Outgoing::part(std::slice::from_ref(channel)));
        }
        self.join_more(now);
    }

    /// Says something now or not at all.
    pub fn say(&mut self, channel: Login, text: &str, reply_to: Option<&MessageId>) {
        let obstacle = match (&self.settings.identity, self.is_live()) {
            (Identity::Anonymous, _) => Some(Unsaid::Anonymous),
            (Identity::Account { .. }, false) => Some(Unsaid::NotConnected),
            (Identity::Account { .. }, true) => None,
        };
        match obstacle {
            None => self.write(Outgoing::say(&channel, text, reply_to)),
            Some(why) => self.tell(Event::NotSaid {
                channel,
                text: text.to_owned(),
                why,
            }),
        }
    }

    /// Ends it for good; nothing but one [`Action::Close`] follows.
    pub fn shut_down(&mut self) {
        if self.has_transport() {
            self.actions.push_back(Action::Close);
        }
        self.state = State::Closed;
    }

    /// The next thing to be done.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Waiting { until } => Some(*until),
            State::Opening { deadline, .. } | State::LoggingIn { deadline, .. } => Some(*deadline),
            State::Live(live) => {
                let probe = live.probe.timeout();
                Some(self.roster.timeout().map_or(probe, |at| at.min(probe)))
            }
            State::AwaitingToken | State::Closed => None,
        }
    }

    /// Whether the server has welcomed us and the connection has not ended since.
    pub const fn is_live(&self) -> bool {
        matches!(self.state, State::Live(_))
    }

    /// Whether it was shut down.
    pub const fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    const fn is_open(&self) -> bool {
        matches!(self.state, State::LoggingIn { .. } | State::Live(_))
    }

    const fn has_transport(&self) -> bool {
        self.is_open() || matches!(self.state, State::Opening { .. })
    }

    /// Begins an attempt, as soon as the limit of logins allows.
    fn begin(&mut self, now: Instant) {
        if self.logins.room(now) == 0 {
            // With a limit of none there is never room; asking again at once would be asking without end.
            let window = self.settings.limits.window;
            let until = self.logins.free_at().unwrap_or(now + window);
            self.state = State::Waiting { until };
            return;
        }
        if self.settings.identity == Identity::Anonymous {
            return self.open(now, Pass::Nothing);
        }
        let refused = self.refused.take_news();
        self.state = State::AwaitingToken;
        self.actions.push_back(Action::NeedToken { refused });
    }

    fn open(&mut self, now: Instant, pass: Pass) {
        let deadline = now + LOGIN_TIME;
        self.state = State::Opening { deadline, pass };
        self.actions.push_back(Action::Open);
    }

    fn ask_for_token_later(&mut self, now: Instant) {
        let retry_in = self.backoff.next(&mut self.random);
        let until = now + retry_in;
        self.state = State::Waiting { until };
        self.tell(Event::NoToken { retry_in });
    }

    fn handle_live_timeout(&mut self, now: Instant) {
        for channel in self.roster.handle_timeout(now) {
            let why = event::JoinFailure::NoAnswer;
            self.tell(Event::JoinFailed { channel, why });
        }
        self.join_more(now);
        let State::Live(live) = &mut self.state else {
            return;
        };
        match live.probe.handle_timeout(now) {
            Some(Due::Ask(text)) => self.write(Outgoing::ping(&text)),
            Some(Due::Slow) => self.set_health(Health::Slow),
            Some(Due::Dead) => self.drop_transport(now, Disconnection::NoPong),
            None => {}
        }
    }

    fn handle_piece(&mut self, now: Instant, piece: Piece<'_>) {
        match piece {
            Piece::Line(text) => match Line::parse(&text) {
                Ok(line) => self.handle_line(now, &line),
                Err(why) => self.tell(Event::Unreadable(Unreadable::NotALine {
                    text: text.chars().take(SHOWN).collect(),
                    why,
                })),
            },
            Piece::TooLong { beginning, length } => {
                let beginning = beginning.into_owned();
                self.tell(Event::Unreadable(Unreadable::TooLong { beginning, length }));
            }
            Piece::Unfinished { beginning, length } => {
                let beginning = beginning.into_owned();
                self.tell(Event::Unreadable(Unreadable::Unfinished {
                    beginning,
                    length,
                }));
            }
        }
    }

    fn handle_line(&mut self, now: Instant, line: &Line<'_>) {
        let message = match line.command() {
            // Nearly everything that comes, and nothing that concerns the connection: not worth reading here.
            "PRIVMSG" | "USERNOTICE" => {
                return self.tell(Event::Message(OwnedMessage::from(*line)));
            }
            _ => Message::from(*line),
        };
        match message {
            Message::Ping(ping) => return self.answer_ping(ping.text),
            Message::Pong(_) => return self.handle_pong(now),
            _ => self.tell(Event::Message(OwnedMessage::from(*line))),
        }
        match message {
            Message::Welcome(welcome) => self.handle_welcome(now, welcome.login),
            Message::Capabilities(answer) if answer.verdict == Verdict::Refused => {
                let names = answer.names.to_owned();
                self.tell(Event::CapabilitiesRefused { names });
            }
            Message::Notice(notice) => self.handle_notice(now, &notice),
            Message::RoomState(room) => self.handle_joined(room.channel),
            Message::Join(join) if self.is_own(join.login) => self.handle_joined(join.channel),
            Message::Part(part) if self.is_own(part.login) => self.handle_left(part.channel),
            Message::Reconnect => self.handle_reconnect(now),
            _ => {}
        }
    }

    fn answer_ping(&mut self, text: &str) {
        if self.is_open() {
            self.write(Outgoing::pong(text));
        }
    }

    fn handle_pong(&mut self, now: Instant) {
        let State::Live(live) = &mut self.state else {
            return;
        };
        live.probe.handle_pong(now, &mut self.random);
        if now >= live.since + PROVEN {
            self.backoff.reset();
        }
        self.set_health(Health::Up);
    }

    fn handle_welcome(&mut self, now: Instant, login: &str) {
        let State::LoggingIn { nick, .. } = &self.state else {
            return;
        };
        let login = login.parse().unwrap_or_else(|_| nick.clone());
        self.refused = RefusedToken::default();
        self.state = State::Live(Live {
            since: now,
            login: login.clone(),
            probe: Probe::new(now, &mut self.random),
            health: Health::Down,
        });
        self.tell(Event::Ready { login });
        // The answer to a login is a round trip like any other.
        self.set_health(Health::Up);
        self.join_more(now);
    }

    fn handle_notice(&mut self, now: Instant, notice: &Notice<'_>) {
        let (Some(channel), Some(id)) = (notice.channel, notice.id) else {
            return self.handle_login_notice(now, notice.text);
        };
        let Some(why) = refusal::of_join(id) else {
            return;
        };
        if self.roster.refuse(now, channel, why) {
            self.tell_of(channel, |channel| Event::JoinFailed { channel, why });
        }
    }

    /// A NOTICE instead of a welcome. If it is not known what it means, the deadline or the server decides.
    fn handle_login_notice(&mut self, now: Instant, text: &str) {
        let State::LoggingIn { pass, .. } = &mut self.state else {
            return;
        };
        let why = refusal::of_login(text);
        let text = text.to_owned();
        let pass = match why {
            LoginRefusal::Unknown => Pass::Nothing,
            _ => std::mem::replace(pass, Pass::Nothing),
        };
        self.tell(Event::LoginRefused { why, text });
        match (why, pass) {
            (LoginRefusal::Unknown, _) => return,
            (LoginRefusal::BadToken | LoginRefusal::MalformedToken, Pass::Token(token)) => {
                self.refused.note(now, token);
            }
            _ => {}
        }
        self.drop_transport(now, Disconnection::LoginRefused);
    }

    fn handle_joined(&mut self, channel: &str) {
        if self.is_live() && self.roster.confirm(channel) {
            self.tell_of(channel, |channel| Event::Joined { channel });
        }
    }

    /// We are out of a channel: because we wanted to, or because the server put us out and we try again.
    fn handle_left(&mut self, channel: &str) {
        if self.is_live() {
            self.roster.lose(channel);
            self.tell_of(channel, |channel| Event::Left { channel });
        }
    }

    fn handle_reconnect(&mut self, now: Instant) {
        if !self.is_live() {
            return;
        }
        // After proven service there is nothing to wait for; a server that asks again and again is met with patience.
        let is_fresh = self.backoff.is_fresh();
        let pause = self.backoff.next(&mut self.random);
        let retry_in = if is_fresh { Duration::ZERO } else { pause };
        self.actions.push_back(Action::Close);
        self.wait(now, Disconnection::ServerAsked, retry_in);
    }

    /// Gives the present transport up and tries again later.
    fn drop_transport(&mut self, now: Instant, why: Disconnection) {
        self.actions.push_back(Action::Close);
        self.retry_later(now, why);
    }

    fn retry_later(&mut self, now: Instant, why: Disconnection) {
        let retry_in = self.backoff.next(&mut self.random);
        self.wait(now, why, retry_in);
    }

    fn wait(&mut self, now: Instant, why: Disconnection, retry_in: Duration) {
        let splitter = std::mem::take(&mut self.splitter);
        self.report_unfinished(splitter);
        self.set_health(Health::Down);
        self.state = State::Waiting {
            until: now + retry_in,
        };
        self.roster.handle_disconnected();
        self.tell(Event::Disconnected { why, retry_in });
    }

    fn report_unfinished(&mut self, mut splitter: Splitter) {
        splitter.finish(|piece| {
            if let Piece::Unfinished { beginning, length } = piece {
                let beginning = beginning.into_owned();
                self.tell(Event::Unreadable(Unreadable::Unfinished {
                    beginning,
                    length,
                }));
            }
        });
    }

    fn join_more(&mut self, now: Instant) {
        if !self.is_live() {
            return;
        }
        let batch = self.roster.take_batch(now);
        for channels in batch.chunks(CHANNELS_PER_LINE) {
            self.write(Outgoing::join(channels));
        }
    }

    fn set_health(&mut self, health: Health) {
        let State::Live(live) = &mut self.state else {
            return;
        };
        if live.health != health {
            live.health = health;
            self.tell(Event::HealthChanged(health));
        }
    }

    fn is_own(&self, login: &str) -> bool {
        matches!(&self.state, State::Live(live) if live.login.as_str() == login)
    }

    /// The nick to send; anonymous readers have one with random digits.
    fn nick(&mut self) -> Login {
        match &self.settings.identity {
            Identity::Account { login } => login.clone(),
            Identity::Anonymous => {
                let digits = 10_000 + self.random.next() % 90_000;
                let nick = format!("justinfan{digits}").parse();
                nick.expect("letters and digits make a login")
            }
        }
    }

    fn write(&mut self, line: Outgoing) {
        self.actions.push_back(Action::Write(line));
    }

    fn tell(&mut self, event: Event) {
        self.actions.push_back(Action::Event(event));
    }

    /// Tells something about a channel that the server named.
    fn tell_of(&mut self, channel: &str, event: impl FnOnce(Login) -> Event) {
        if let Ok(channel) = channel.parse() {
            self.tell(event(channel));
        }
    }
}

/// For everything from opening the transport to the server's welcome.
const LOGIN_TIME: Duration = Duration::from_secs(20);

/// How long a connection must have worked before earlier failures are forgotten.
const PROVEN: Duration = Duration::from_secs(60);

/// Keeps a JOIN below the 512 bytes that IRC promises: 16 names of 25 letters with their marks.
const CHANNELS_PER_LINE: usize = 16;

/// How much of a text that is no line is shown.
const SHOWN: usize = 64;
