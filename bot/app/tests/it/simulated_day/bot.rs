//! The bot without sockets: the machines of chat, tokens and decisions, connected as the program connects them. The world is asked by orders.

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

use auth::{Account, Credential, NetworkError, Token};
use bytes::Bytes;
use engine::{Action, Answer, Engine, Event, Question, Ticket};
use helix::Destination;
use http::Response;
use irc::{Connection, Identity, Message};
use types::{ClientId, Login, Role, Secret, UserId};

use super::call::{self, Call, Outcome, What};
use super::inbound;
use super::order::{Errand, News, Order};
use super::source::files::outbox::outgoing::Outgoing;
use super::source::files::outbox::{Outbox, Turn};

/// The bot.
pub(crate) struct Bot {
    chat: Connection,
    account: Account,
    engine: Engine,
    outbox: Outbox,
    channels: BTreeMap<UserId, Login>,
    id: UserId,
    client: ClientId,
    helix: String,
    lent: Option<Token>,
    /// Chat waits for a token, and not for this one.
    chat_waits: Option<Option<Secret>>,
    calls_waiting: Vec<Call>,
    orders: VecDeque<Order>,
}

impl Bot {
    /// A bot that has logged in and begins to connect.
    pub(crate) fn new(
        now: Instant,
        (settings, credential): (auth::Settings, Credential),
        (channels, helix): (Vec<engine::Channel>, String),
        seed: u64,
    ) -> Self {
        let mut chat = irc::Settings::new(Identity::Account {
            login: credential.login.clone(),
        });
        chat.channels = channels.iter().map(|it| it.login.clone()).collect();
        let names = channels.iter().map(|it| (it.id.clone(), it.login.clone()));
        let names = names.collect();
        let mut engine = Engine::new(now, engine::Settings::default(), seed);
        for channel in channels {
            let commands = Vec::new();
            let id = channel.id.clone();
            engine.handle(now, Event::ChannelAdded(channel));
            let channel = id;
            engine.handle(now, Event::CommandsLoaded { channel, commands });
        }
        let mut bot = Self {
            chat: Connection::new(now, chat, seed),
            account: Account::new(settings, seed),
            engine,
            outbox: Outbox::default(),
            channels: names,
            id: credential.user_id.clone(),
            client: credential.client_id.clone(),
            helix,
            lent: None,
            chat_waits: None,
            calls_waiting: Vec::new(),
            orders: VecDeque::new(),
        };
        bot.account.handle_stored(now, credential);
        bot.settle(now);
        bot
    }

    pub(crate) fn handle_opened(&mut self, now: Instant) {
        self.chat.handle_opened(now);
        self.settle(now);
    }

    pub(crate) fn handle_open_failed(&mut self, now: Instant) {
        self.chat.handle_open_failed(now, "unreachable");
        self.settle(now);
    }

    pub(crate) fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        self.chat.handle_bytes(now, bytes);
        self.settle(now);
    }

    pub(crate) fn handle_closed(&mut self, now: Instant) {
        self.chat.handle_closed(now, "reset");
        self.settle(now);
    }

    pub(crate) fn handle_answer(
        &mut self,
        now: Instant,
        errand: Errand,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        match errand {
            Errand::Token(ticket) => self.account.handle_response(now, ticket, result),
            Errand::Call(call) => self.finish_call(now, call, result),
        }
        self.settle(now);
    }

    pub(crate) fn handle_saved(&mut self, now: Instant, ticket: auth::Ticket) {
        self.account.handle_saved(now, ticket, Ok(()));
        self.settle(now);
    }

    pub(crate) fn handle_begun(&mut self, now: Instant, ticket: auth::Ticket, kept: Credential) {
        let (kept, was_cut_off) = (Some(kept), false);
        let begun = auth::Begun { kept, was_cut_off };
        self.account.handle_begun(now, ticket, Ok(begun));
        self.settle(now);
    }

    pub(crate) fn handle_loaded(&mut self, now: Instant, ticket: auth::Ticket, kept: Credential) {
        self.account.handle_loaded(now, ticket, Ok(Some(kept)));
        self.settle(now);
    }

    pub(crate) fn handle_remembered(&mut self, now: Instant, ticket: Ticket) {
        let answer = Answer::Stored;
        self.feed(now, Event::Answer { ticket, answer });
        self.settle(now);
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        let is_due = |timeout: Option<Instant>| timeout.is_some_and(|due| due <= now);
        if is_due(self.chat.poll_timeout()) {
            self.chat.handle_timeout(now);
        }
        if is_due(self.account.poll_timeout()) {
            self.account.handle_timeout(now);
        }
        if is_due(self.engine.poll_timeout()) {
            self.feed(now, Event::Timeout);
        }
        self.settle(now);
    }

    pub(crate) fn poll_order(&mut self) -> Option<Order> {
        self.orders.pop_front()
    }

    pub(crate) fn poll_timeout(&self, now: Instant) -> Option<Instant> {
        let machines = [
            self.chat.poll_timeout(),
            self.account.poll_timeout(),
            self.engine.poll_timeout(),
            self.outbox.poll_timeout(now),
        ];
        machines.into_iter().flatten().min()
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Lets every machine do what the others made possible.
    fn settle(&mut self, now: Instant) {
        loop {
            self.drain_account();
            self.lend_to_chat(now);
            self.start_waiting_calls(now);
            self.take_turns(now);
            let Some(action) = self.chat.poll_action() else {
                return;
            };
            match action {
                irc::Action::Open => self.order(Order::Open),
                irc::Action::Write(line) => self.order(Order::Write(line)),
                irc::Action::Close => self.order(Order::Close),
                irc::Action::NeedToken { refused } => self.chat_waits = Some(refused),
                irc::Action::Event(event) => self.hear(now, event),
            }
        }
    }

    fn drain_account(&mut self) {
        while let Some(action) = self.account.poll_action() {
            use auth::account::action::Action;
            match action {
                Action::Send { ticket, request } => {
                    self.order(Order::Ask(Errand::Token(ticket), request));
                }
                Action::Begin { ticket, .. } => self.order(Order::Begin(ticket)),
                // Nobody else is there who could refresh.
                Action::End { .. } => {}
                Action::Load { ticket, .. } => self.order(Order::Load(ticket)),
                Action::Save { ticket, credential } => self.order(Order::Save(ticket, credential)),
                Action::Lend(token) => {
                    self.lent.clone_from(&token);
                    self.order(Order::Tell(News::Lent(token)));
                }
                Action::Report(event) => self.order(Order::Tell(News::Account(event))),
            }
        }
    }

    /// As the program does it: a refused token is reported, and chat waits for another one.
    fn lend_to_chat(&mut self, now: Instant) {
        let Some(refused) = &self.chat_waits else {
            return;
        };
        match &self.lent {
            Some(token) if refused.as_ref() == Some(token.secret()) => {
                let generation = token.generation();
                self.account.report_unauthorized(now, generation);
                self.drain_account();
            }
            Some(token) => {
                let secret = token.secret().clone();
                self.chat_waits = None;
                self.chat.handle_token(now, secret);
            }
            None if refused.is_none() && self.is_stuck() => {
                self.chat_waits = None;
                self.chat.handle_no_token(now);
            }
            None => {}
        }
    }

    /// Whether waiting for a token is no use for somebody in a hurry.
    fn is_stuck(&self) -> bool {
        use auth::Status;
        let status = self.account.status();
        matches!(
            status,
            Status::Waiting(_) | Status::Suspect(_) | Status::Lost(_)
        )
    }

    fn hear(&mut self, now: Instant, event: irc::Event) {
        if let irc::Event::Message(message) = &event {
            match message.message() {
                Message::Privmsg(said) => {
                    let line = inbound::chat_line(&said).expect("the simulator tells all ids");
                    self.order(Order::Tell(News::Chat(event.clone())));
                    return self.feed(now, Event::Chat(line));
                }
                Message::UserState(state) => {
                    let id = self
                        .channels
                        .iter()
                        .find(|(_, login)| login.as_str() == state.channel);
                    let id = id.map(|(id, _)| id.clone());
                    let is_privileged = state.user.roles().contains(Role::Moderator);
                    if let Some(id) = id {
                        self.outbox.set_privileged(&id, is_privileged);
                    }
                }
                _ => {}
            }
        }
        self.order(Order::Tell(News::Chat(event)));
    }

    fn feed(&mut self, now: Instant, event: Event) {
        for action in self.engine.handle(now, event) {
            match action {
                Action::Say {
                    channel,
                    text,
                    reply_to,
                    priority,
                    cause,
                } => {
                    let text = text.as_str().to_owned();
                    let outgoing = Outgoing {
                        channel,
                        text,
                        reply_to,
                        priority,
                        cause,
                    };
                    self.outbox.push(now, outgoing);
                }
                Action::Ask {
                    ticket,
                    question: Question::StreamStart { channel },
                } => {
                    self.call(now, Call::new(What::StreamStart(ticket, channel)));
                }
                Action::Ask {
                    ticket,
                    question: Question::Remember { change, .. },
                } => {
                    self.order(Order::Remember(ticket, change));
                }
                Action::Note {
                    cause,
                    command,
                    verdict,
                    ..
                } => {
                    self.order(Order::Tell(News::Judged(cause, command, verdict)));
                }
            }
        }
    }

    fn take_turns(&mut self, now: Instant) {
        while let Some(turn) = self.outbox.poll(now) {
            match turn {
                Turn::Send(outgoing) => self.call(now, Call::new(What::Say(outgoing))),
                Turn::Expired(outgoing, _) | Turn::Refuse(outgoing, _) => {
                    self.order(Order::Tell(News::Outcome(outgoing.cause, Outcome::TooLate)));
                }
            }
        }
    }

    /// Makes a call with the token that is lent, or waits for one.
    fn call(&mut self, now: Instant, mut call: Call) {
        let Some(token) = self.lent.clone() else {
            if self.is_stuck() {
                return self.end_call(now, call, Err(Outcome::NoToken));
            }
            return self.calls_waiting.push(call);
        };
        if call.refused == Some(token.generation()) {
            let why = Outcome::Refused("401 though the token lives".to_owned());
            return self.end_call(now, call, Err(why));
        }
        call.carries = Some(token.generation());
        let destination = Destination {
            base_url: &self.helix,
            client_id: &self.client,
            token: Some(token.secret()),
        };
        let request = call.request(&self.id, destination);
        self.order(Order::Ask(Errand::Call(call), request));
    }

    fn start_waiting_calls(&mut self, now: Instant) {
        if self.lent.is_some() || self.is_stuck() {
            for call in std::mem::take(&mut self.calls_waiting) {
                self.call(now, call);
            }
        }
    }

    fn finish_call(
        &mut self,
        now: Instant,
        mut call: Call,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        if call.may_be_retried(&result) {
            let generation = call.carries.expect("a call that was sent carries a token");
            self.account.report_unauthorized(now, generation);
            self.drain_account();
            call.refused = Some(generation);
            self.order(Order::Tell(News::Retried));
            return self.call(now, call);
        }
        let end = call::success(result);
        self.end_call(now, call, end);
    }

    fn end_call(&mut self, now: Instant, call: Call, end: Result<Response<Bytes>, Outcome>) {
        match call.what {
            What::Say(outgoing) => {
                self.outbox.note_outcome(now, &outgoing.channel);
                let outcome = end.map_or_else(|outcome| outcome, |answer| call::outcome(&answer));
                if outcome == Outcome::Sent {
                    self.outbox.note_said(now, &outgoing);
                }
                self.order(Order::Tell(News::Outcome(outgoing.cause, outcome)));
            }
            What::StreamStart(ticket, _) => {
                let started_at = end.map(|answer| call::stream_start(&answer));
                let answer = started_at.map_or(Answer::Failed, Answer::StreamStart);
                self.feed(now, Event::Answer { ticket, answer });
            }
        }
    }

    fn order(&mut self, order: Order) {
        self.orders.push_back(order);
    }
}
