//! One connection's machine: it decides when to open, log in, join, ask, answer and begin anew, and performs nothing.
//! What it shares with other connections of the account is handed in; who stands in when it goes is decided above it.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use types::{Login, Secret};

use super::account::Account;
use super::action::Action;
use super::backoff::Backoff;
use super::event::{Disconnection, Event, Health, JoinFailure, Pulse, Unreadable, Unsaid};
use super::probe::{Due, Probe};
use super::random::Random;
use super::roster::Roster;
use super::settings::{Identity, Settings};
use crate::batch::Batch;
use crate::line::Line;
use crate::outgoing::{Capability, ClientTags, Outgoing};
use crate::owned::OwnedMessage;
use crate::splitter::{Piece, Splitter};

mod lines;

/// A connection that is kept up until it is shut down.
///
/// After every input its owner lets it [`join_more`](Self::join_more) and drains [`poll_action`](Self::poll_action).
#[derive(Debug)]
pub(crate) struct Link {
    identity: Identity,
    membership: bool,
    in_batches: bool,
    on_reconnect: OnReconnect,
    duty: Duty,
    random: Random,
    state: State,
    backoff: Backoff,
    roster: Roster,
    splitter: Splitter,
    /// How many bytes came together with the line that is being handled.
    together: usize,
    /// When the server last answered, whatever has happened since.
    proven_at: Option<Instant>,
    round_trip: Option<Duration>,
    actions: VecDeque<Action>,
}

/// What depends on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    /// Its channels.
    Serve,
    /// The same, but another one stands by; so it is waited for however long it does not answer.
    ServeStoodBy,
    /// Nothing any more; it is only heard until it goes.
    Leave,
}

/// What a link does when the server asks for a reconnect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnReconnect {
    /// Closes and begins anew, because nobody could stand in.
    BeginAnew,
    /// Goes on as long as it can, until an heir has taken over.
    AwaitHeir,
}

/// Where the link is in its life.
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
    notice: GoingNotice,
}

/// Whether the server said that it goes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GoingNotice {
    None,
    Given,
}

impl Link {
    /// A link that wants to be opened at the next timeout, which is due at once.
    pub(crate) fn new(
        now: Instant,
        settings: &Settings,
        on_reconnect: OnReconnect,
        seed: u64,
    ) -> Self {
        Self {
            identity: settings.identity.clone(),
            membership: settings.membership,
            in_batches: settings.in_batches,
            on_reconnect,
            duty: Duty::Serve,
            random: Random::new(seed),
            state: State::Waiting { until: now },
            backoff: Backoff::default(),
            roster: Roster::default(),
            splitter: Splitter::new(),
            together: 0,
            proven_at: None,
            round_trip: None,
            actions: VecDeque::new(),
        }
    }

    /// A link that wants the same channels and is to stand in for this one.
    pub(crate) fn heir(&mut self, now: Instant) -> Self {
        let pause = self.pause_before_reconnect();
        Self {
            identity: self.identity.clone(),
            membership: self.membership,
            in_batches: self.in_batches,
            on_reconnect: self.on_reconnect,
            duty: Duty::Serve,
            random: Random::new(self.random.next()),
            state: State::Waiting { until: now + pause },
            backoff: self.backoff.clone(),
            roster: self.roster.heir(),
            splitter: Splitter::new(),
            together: 0,
            proven_at: None,
            round_trip: None,
            actions: VecDeque::new(),
        }
    }

    /// The transport is open: logs in.
    pub(crate) fn handle_opened(&mut self, now: Instant, account: &mut Account) {
        let State::Opening { deadline, pass } = &mut self.state else {
            return;
        };
        let deadline = *deadline;
        let pass = std::mem::replace(pass, Pass::Nothing);
        account.use_login(now);
        self.splitter = Splitter::new();
        let mut wanted = vec![Capability::Tags, Capability::Commands];
        if self.membership {
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
    pub(crate) fn handle_open_failed(
        &mut self,
        now: Instant,
        reason: String,
        account: &mut Account,
    ) {
        if matches!(self.state, State::Opening { .. }) {
            account.give_login_back();
            self.retry_later(now, Disconnection::NotOpened { reason });
        }
    }

    /// The transport was closed by the other side or broke.
    pub(crate) fn handle_closed(&mut self, now: Instant, reason: String) {
        if self.is_open() {
            self.retry_later(now, Disconnection::Closed { reason });
        }
    }

    /// Bytes came, cut anyhow.
    pub(crate) fn handle_bytes(&mut self, now: Instant, bytes: &[u8], account: &mut Account) {
        if !self.is_open() {
            return;
        }
        self.together = bytes.len();
        let mut splitter = std::mem::take(&mut self.splitter);
        splitter.feed(bytes, |piece| self.handle_piece(now, piece, account));
        // A line may have ended the connection; then what followed it was the end of that stream.
        if self.is_open() {
            self.splitter = splitter;
        } else {
            self.report_unfinished(splitter);
        }
    }

    /// The token that was asked for with [`Action::NeedToken`].
    pub(crate) fn handle_token(&mut self, now: Instant, token: Secret, account: &mut Account) {
        if !self.is_awaiting_token() {
            return;
        }
        if account.refused.has_to_rest(now, &token) {
            self.ask_for_token_later(now);
        } else {
            self.open(now, Pass::Token(token), account);
        }
    }

    /// There is no token now; it is asked for again later.
    pub(crate) fn handle_no_token(&mut self, now: Instant) {
        if self.is_awaiting_token() {
            self.ask_for_token_later(now);
        }
    }

    /// The computer has a network again: waiting longer makes no sense, and what seems to live is asked whether it does.
    pub(crate) fn handle_link_up(&mut self, now: Instant, account: &mut Account) {
        match &mut self.state {
            State::Waiting { until } => {
                *until = now;
                self.backoff.reset();
                self.handle_timeout(now, account);
            }
            // What the system tries to open since before then, it tries ever more seldom.
            State::Opening { deadline, .. } => {
                *deadline = now + LOGIN_TIME;
                self.act(Action::Close);
                self.act(Action::Open);
                self.backoff.reset();
            }
            State::Live(live) => {
                live.probe.hurry(now);
                self.handle_timeout(now, account);
            }
            _ => {}
        }
    }

    /// A time that was asked for has come.
    pub(crate) fn handle_timeout(&mut self, now: Instant, account: &mut Account) {
        match &self.state {
            State::Waiting { until } if now >= *until => self.begin(now, account),
            State::Opening { deadline, .. } if now >= *deadline => {
                account.give_login_back();
                self.drop_transport(now, Disconnection::LoginTimedOut);
            }
            State::LoggingIn { deadline, .. } if now >= *deadline => {
                self.drop_transport(now, Disconnection::LoginTimedOut);
            }
            State::Live(_) => self.handle_live_timeout(now),
            _ => {}
        }
    }

    /// Wants to be in a channel.
    pub(crate) fn join(&mut self, channel: Login) {
        self.roster.want(channel);
    }

    /// Wants to be in a channel no more; whether the server will say that we left.
    pub(crate) fn part(&mut self, channel: &Login) -> bool {
        let is_there = self.roster.unwant(channel) && self.is_live();
        if is_there {
            self.write(Outgoing::part(std::slice::from_ref(channel)));
        }
        is_there
    }

    /// The line that says something now, or why it is not said at all.
    pub(crate) fn say(
        &self,
        channel: Login,
        text: &str,
        tags: &ClientTags,
    ) -> Result<Outgoing, Event> {
        let why = match (&self.identity, self.is_live()) {
            (Identity::Account { .. }, true) => {
                return Ok(Outgoing::say_tagged(&channel, text, tags));
            }
            (Identity::Account { .. }, false) => Unsaid::NotConnected,
            (Identity::Anonymous, _) => Unsaid::Anonymous,
        };
        let text = text.to_owned();
        Err(Event::NotSaid { channel, text, why })
    }

    /// Has something done after all that is to be done already.
    pub(crate) fn push(&mut self, action: Action) {
        self.act(action);
    }

    /// Ends it for good; nothing but one [`Action::Close`] follows.
    pub(crate) fn shut_down(&mut self, account: &mut Account) {
        if matches!(self.state, State::Opening { .. }) {
            account.give_login_back();
        }
        if self.has_transport() {
            self.act(Action::Close);
        }
        self.state = State::Closed;
    }

    /// Closes, because the server asked for it, and begins anew.
    pub(crate) fn begin_anew(&mut self, now: Instant) {
        let retry_in = self.pause_before_reconnect();
        self.act(Action::Close);
        self.wait(now, Disconnection::ServerAsked, retry_in);
    }

    /// Asks for channels, as far as the account may now.
    pub(crate) fn join_more(&mut self, now: Instant, account: &mut Account) {
        if !self.wants_joins() {
            return;
        }
        let batch = self.roster.take_batch(now, account.joins.room(now));
        account.joins.note(now, batch.len());
        for channels in batch.chunks(CHANNELS_PER_LINE) {
            self.write(Outgoing::join(channels));
        }
    }

    /// The next thing to be done.
    pub(crate) fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) or [`join_more`](Self::join_more) is wanted.
    pub(crate) fn poll_timeout(&self, account: &Account) -> Option<Instant> {
        match &self.state {
            State::Waiting { until } => Some(*until),
            State::Opening { deadline, .. } | State::LoggingIn { deadline, .. } => Some(*deadline),
            State::Live(live) => {
                let room = self
                    .wants_joins()
                    .then(|| account.joins.free_at())
                    .flatten();
                let due = [Some(live.probe.timeout()), self.roster.timeout(), room];
                due.into_iter().flatten().min()
            }
            State::AwaitingToken | State::Closed => None,
        }
    }

    /// Whether the server has welcomed us and the link has not ended since.
    pub(crate) const fn is_live(&self) -> bool {
        matches!(self.state, State::Live(_))
    }

    /// Whether it was shut down.
    pub(crate) const fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// Whether it waits for a token.
    pub(crate) const fn is_awaiting_token(&self) -> bool {
        matches!(self.state, State::AwaitingToken)
    }

    /// Whether the server said that it goes away, and the link still works.
    pub(crate) const fn has_notice(&self) -> bool {
        matches!(&self.state, State::Live(live) if matches!(live.notice, GoingNotice::Given))
    }

    /// Whether somebody should stand by: the server said that it goes away, or owes an answer for too long.
    pub(crate) const fn needs_heir(&self) -> bool {
        matches!(self.on_reconnect, OnReconnect::AwaitHeir)
            && (self.has_notice() || self.is_in_doubt())
    }

    /// Whether it owes an answer for too long, or has to catch up after that.
    pub(crate) const fn is_in_doubt(&self) -> bool {
        matches!(&self.state, State::Live(live) if live.probe.is_in_doubt())
    }

    /// Whether it would have been given up, if nobody stood by.
    pub(crate) const fn is_silent(&self) -> bool {
        matches!(&self.state, State::Live(live) if matches!(live.health, Health::Down))
    }

    /// Says what depends on it from now on.
    pub(crate) const fn set_duty(&mut self, duty: Duty) {
        self.duty = duty;
    }

    /// Whether there are channels to be asked for.
    pub(crate) fn wants_joins(&self) -> bool {
        // Whatever is joined here now would have to be joined again by the heir.
        self.is_live() && self.duty != Duty::Leave && !self.needs_heir() && self.roster.has_queued()
    }

    /// When the next attempt begins, if one is waited for.
    pub(crate) const fn waits_until(&self) -> Option<Instant> {
        match &self.state {
            State::Waiting { until } => Some(*until),
            _ => None,
        }
    }

    /// How it is, by what was proven; its channels are not counted here.
    pub(crate) const fn pulse(&self) -> Pulse {
        let health = match &self.state {
            State::Live(live) => live.health,
            _ => Health::Down,
        };
        Pulse {
            health,
            proven_at: self.proven_at,
            round_trip: self.round_trip,
            ..Pulse::NONE
        }
    }

    /// The wanted channels, and how far each of them is.
    pub(crate) const fn roster(&self) -> &Roster {
        &self.roster
    }

    const fn is_open(&self) -> bool {
        matches!(self.state, State::LoggingIn { .. } | State::Live(_))
    }

    const fn has_transport(&self) -> bool {
        self.is_open() || matches!(self.state, State::Opening { .. })
    }

    /// Begins an attempt, as soon as the limit of logins allows.
    fn begin(&mut self, now: Instant, account: &mut Account) {
        if let Some(until) = account.login_wait(now) {
            self.state = State::Waiting { until };
        } else if self.identity == Identity::Anonymous {
            self.open(now, Pass::Nothing, account);
        } else {
            let refused = account.refused.take_news();
            self.state = State::AwaitingToken;
            self.act(Action::NeedToken { refused });
        }
    }

    fn open(&mut self, now: Instant, pass: Pass, account: &mut Account) {
        // While the token was fetched, another link may have taken the last login.
        if let Some(until) = account.login_wait(now) {
            self.state = State::Waiting { until };
            return;
        }
        account.reserve_login();
        let deadline = now + LOGIN_TIME;
        self.state = State::Opening { deadline, pass };
        self.act(Action::Open);
    }

    fn ask_for_token_later(&mut self, now: Instant) {
        let retry_in = self.backoff.next(&mut self.random);
        let until = now + retry_in;
        self.state = State::Waiting { until };
        self.tell(Event::NoToken { retry_in });
    }

    fn handle_live_timeout(&mut self, now: Instant) {
        for channel in self.roster.handle_timeout(now) {
            let why = JoinFailure::NoAnswer;
            self.tell(Event::JoinFailed { channel, why });
        }
        let State::Live(live) = &mut self.state else {
            return;
        };
        match live.probe.handle_timeout(now) {
            Some(Due::Ask(text)) => self.write(Outgoing::ping(&text)),
            Some(Due::Slow) => self.set_health(Health::Slow),
            Some(Due::Dead) if self.duty == Duty::ServeStoodBy => self.insist(now),
            Some(Due::Dead) => self.drop_transport(now, Disconnection::NoPong),
            // Whoever owns it looks whether it is in doubt.
            Some(Due::Doubtful) | None => {}
        }
    }

    /// What is on its way to us may still come; until then this one serves nobody.
    fn insist(&mut self, now: Instant) {
        if let State::Live(live) = &mut self.state {
            let text = live.probe.insist(now);
            self.write(Outgoing::ping(&text));
            self.set_health(Health::Down);
        }
    }

    /// After proven service there is nothing to wait for; a server that asks again and again is met with patience.
    fn pause_before_reconnect(&mut self) -> Duration {
        let is_fresh = self.backoff.is_fresh();
        let pause = self.backoff.next(&mut self.random);
        if is_fresh { Duration::ZERO } else { pause }
    }

    /// Gives the present transport up and tries again later.
    fn drop_transport(&mut self, now: Instant, why: Disconnection) {
        self.act(Action::Close);
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
        match &self.identity {
            Identity::Account { login } => login.clone(),
            Identity::Anonymous => {
                let digits = 10_000 + self.random.next() % 90_000;
                let nick = format!("justinfan{digits}").parse();
                nick.expect("letters and digits make a login")
            }
        }
    }

    /// Adds what is to be done next; a batch that is followed by something else gets no longer.
    fn act(&mut self, action: Action) {
        if let Some(Action::Event(Event::Messages(batch))) = self.actions.back_mut() {
            batch.shrink();
        }
        self.actions.push_back(action);
    }

    fn write(&mut self, line: Outgoing) {
        self.act(Action::Write(line));
    }

    fn tell_message(&mut self, line: &Line<'_>) {
        if !self.in_batches {
            return self.tell(Event::Message(OwnedMessage::from(*line)));
        }
        if let Some(Action::Event(Event::Messages(batch))) = self.actions.back_mut() {
            return batch.push(line);
        }
        let mut batch = Batch::with_capacity(self.together.max(line.as_str().len()));
        batch.push(line);
        self.tell(Event::Messages(batch));
    }

    fn tell(&mut self, event: Event) {
        self.act(Action::Event(event));
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

/// Keeps a JOIN below the 512 bytes that IRC promises: 16 names of 25 letters with their marks.
const CHANNELS_PER_LINE: usize = 16;
