//! A chat connection that stands alone: one transport at a time, kept up until it is shut down.
//! Several of them, and the hand-over from one to the next, are the business of a fleet.

use std::time::Instant;

use types::{Login, MessageId, Secret};

pub(crate) mod account;
pub(crate) mod action;
mod backoff;
pub(crate) mod event;
pub(crate) mod link;
pub(crate) mod probe;
pub(crate) mod random;
mod refusal;
mod refused_token;
pub(crate) mod roster;
pub(crate) mod settings;
mod sliding_log;

use account::Account;
use action::Action;
use event::Pulse;
use link::{Link, OnReconnect};
use settings::Settings;

use crate::outgoing::ClientTags;

/// One connection to chat that is kept up until it is shut down.
///
/// Feed it with what happens (`handle_…`, and the wishes `join`, `part`, `say`, `shut_down`), drain
/// [`poll_action`](Self::poll_action) after every input, and call [`handle_timeout`](Self::handle_timeout)
/// when [`poll_timeout`](Self::poll_timeout) says so; too early or twice does no harm.
/// After an [`Action::Close`] nothing more is to be fed from the transport that was closed.
///
/// When the server asks for a reconnect it closes and begins anew, and hears nothing in between;
/// a [`Fleet`](crate::Fleet) has a second connection ready before the first one goes.
#[derive(Debug)]
pub struct Connection {
    link: Link,
    account: Account,
}

impl Connection {
    /// A connection that wants to be opened at once.
    pub fn new(now: Instant, settings: Settings, seed: u64) -> Self {
        let mut link = Link::new(now, &settings, OnReconnect::BeginAnew, seed);
        for channel in settings.channels {
            link.join(channel);
        }
        let account = Account::new(settings.limits, settings.used);
        let mut connection = Self { link, account };
        connection.handle_timeout(now);
        connection
    }

    /// The transport is open: logs in.
    pub fn handle_opened(&mut self, now: Instant) {
        self.link.handle_opened(now, &mut self.account);
    }

    /// The transport could not be opened.
    pub fn handle_open_failed(&mut self, now: Instant, reason: impl Into<String>) {
        let account = &mut self.account;
        self.link.handle_open_failed(now, reason.into(), account);
    }

    /// The transport was closed by the other side or broke.
    pub fn handle_closed(&mut self, now: Instant, reason: impl Into<String>) {
        self.link.handle_closed(now, reason.into());
    }

    /// Bytes came, cut anyhow.
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        self.link.handle_bytes(now, bytes, &mut self.account);
        self.join_more(now);
    }

    /// The token that was asked for with [`Action::NeedToken`].
    pub fn handle_token(&mut self, now: Instant, token: Secret) {
        self.link.handle_token(now, token, &mut self.account);
    }

    /// There is no token now; it is asked for again later.
    pub fn handle_no_token(&mut self, now: Instant) {
        self.link.handle_no_token(now);
    }

    /// The computer has a network again: waiting longer makes no sense, and what seems to live is asked whether it does.
    pub fn handle_link_up(&mut self, now: Instant) {
        self.link.handle_link_up(now, &mut self.account);
        self.join_more(now);
    }

    /// A time that was asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.link.handle_timeout(now, &mut self.account);
        self.join_more(now);
    }

    /// Wants to be in a channel, from now on and after every reconnect.
    pub fn join(&mut self, now: Instant, channel: Login) {
        self.link.join(channel);
        self.join_more(now);
    }

    /// Wants to be in a channel no more.
    pub fn part(&mut self, now: Instant, channel: &Login) {
        self.link.part(channel);
        self.join_more(now);
    }

    /// Says something now or not at all.
    pub fn say(&mut self, channel: Login, text: &str, reply_to: Option<&MessageId>) {
        let tags = ClientTags::of_reply(reply_to);
        let said = self.link.say(channel, text, &tags);
        self.link.push(match said {
            Ok(line) => Action::Write(line),
            Err(not_said) => Action::Event(not_said),
        });
    }

    /// Ends it for good; nothing but one [`Action::Close`] follows.
    pub fn shut_down(&mut self) {
        self.link.shut_down(&mut self.account);
    }

    /// The next thing to be done.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.link.poll_action()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.link.poll_timeout(&self.account)
    }

    /// Whether it can be relied on, and when the server last proved it.
    pub fn health(&self) -> Pulse {
        let (wanted, joined, parked) = self.link.roster().counts();
        Pulse {
            wanted,
            joined,
            parked,
            obstacle: self.link.roster().obstacle(),
            ..self.link.pulse()
        }
    }

    /// Whether the server has welcomed us and the connection has not ended since.
    pub const fn is_live(&self) -> bool {
        self.link.is_live()
    }

    /// Whether it was shut down.
    pub const fn is_closed(&self) -> bool {
        self.link.is_closed()
    }

    fn join_more(&mut self, now: Instant) {
        self.link.join_more(now, &mut self.account);
    }
}
