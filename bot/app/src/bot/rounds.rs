//! The loop of a running bot: one input at a time goes to the engine, what the engine wants is performed. It judges nothing itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{Action, Answer, Engine, Event, Question, Ticket, Verdict};
use irc::{Disconnection, Event as ChatEvent, JoinFailure};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::MissedTickBehavior;
use types::{Login, MessageId, UserId};

use super::connection::{Connection, News};
use super::flights::Flights;
use super::health::{BEAT, Vitals};
use super::new_name;
use super::parts;
use super::rest;
use crate::clock;
use crate::confirmation::{self, Confirmation};
use crate::counters::Counters;
use crate::drop_code::{self, ours};
use crate::inbound::{self, Heard};
use crate::outbound::{self, Chat, Ways};
use crate::outbox::outgoing::Outgoing;
use crate::outbox::{Outbox, Turn};
use crate::outcome::{Outcome, Tally};
use crate::outcome_log::OutcomeLog;
use crate::renamed::Renamed;
use crate::screen::shown::{Shown, What};
use crate::shown_ids::ShownIds;
use crate::supervision::stop_of;

/// Where news of the bot goes.
#[derive(Debug, Clone)]
pub(super) struct Outlets {
    pub(super) counters: Arc<Counters>,
    pub(super) show: mpsc::Sender<Shown>,
    /// Whether chat is shown, or only what scripts may act on.
    pub(super) shows_chat: bool,
    /// Where outcomes are remembered.
    pub(super) outcomes: OutcomeLog,
    /// Becomes true with the first joined channel.
    pub(super) ready: watch::Sender<bool>,
    /// Shows that the loop goes on.
    pub(super) vitals: watch::Sender<Vitals>,
    /// Says that the network is back.
    pub(super) link_up: Arc<Notify>,
}

/// Everything that the loop holds.
pub(super) struct Rounds {
    engine: Engine,
    outbox: Outbox,
    ways: Ways,
    outlets: Outlets,
    logins: BTreeMap<UserId, Login>,
    /// What is under way: lookups and messages.
    work: JoinSet<Done>,
    flights: Flights,
    /// When something was last seen in a channel that says that its chat is shared.
    shared: BTreeMap<UserId, Instant>,
    tally: Tally,
    asking: BTreeMap<Id, Ticket>,
    /// When the commands arrived that may still be answered.
    arrivals: VecDeque<(MessageId, Instant)>,
    /// The messages of the bot itself that were shown.
    own_words: ShownIds,
    /// The channels that were renamed, of which the chat connection has not heard yet.
    moved: Vec<Moved>,
    /// What came from chat since the last sign of life.
    heard: u64,
}

/// What a task brings back.
#[derive(Debug)]
enum Done {
    Sent(Outcome),
    Answered(Ticket, Answer),
    LookedFor(Option<Moved>),
}

/// A channel that has another name by now.
#[derive(Debug)]
struct Moved {
    id: UserId,
    was: Login,
    login: Login,
}

impl Rounds {
    pub(super) fn new(
        engine: Engine,
        ways: Ways,
        outlets: Outlets,
        logins: BTreeMap<UserId, Login>,
    ) -> Self {
        Self {
            engine,
            outbox: Outbox::new(ways.outbox),
            ways,
            outlets,
            logins,
            work: JoinSet::new(),
            flights: Flights::default(),
            shared: BTreeMap::new(),
            tally: Tally::default(),
            asking: BTreeMap::new(),
            arrivals: VecDeque::new(),
            own_words: ShownIds::default(),
            moved: Vec::new(),
            heard: 0,
        }
    }

    /// Goes its rounds until it is stopped.
    pub(super) async fn run(
        mut self,
        bot: Login,
        mut chat: Connection,
        mut stopped: watch::Receiver<bool>,
    ) {
        let link_up = Arc::clone(&self.outlets.link_up);
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            for Moved { was, login, .. } in self.moved.drain(..) {
                chat.rename(&was, login).await;
            }
            self.take_turns(Instant::now());
            let wake = self.wake_at(Instant::now());
            tokio::select! {
                biased;
                () = stop_of(&mut stopped) => break,
                _ = beat.tick() => self.give_sign_of_life(),
                () = link_up.notified() => chat.link_up().await,
                Some(done) = self.work.join_next_with_id() => self.finish(done, &bot),
                news = chat.next() => match news {
                    News::Event(event) => self.hear(event),
                    News::Renewed(handle) => self.ways.chat = handle,
                },
                () = until(wake) => self.feed(Event::Timeout),
            }
        }
        self.finish_work(&bot, &mut chat).await;
        tracing::info!(outcomes = %self.tally.summary(), "what became of the messages");
        chat.end().await;
    }

    /// Lets what is under way and what may be sent at once come to its end.
    async fn finish_work(&mut self, bot: &Login, chat: &mut Connection) {
        let deadline = tokio::time::Instant::now() + LAST_WORK;
        loop {
            self.take_turns(Instant::now());
            tokio::select! {
                biased;
                () = tokio::time::sleep_until(deadline) => break,
                done = self.work.join_next_with_id() => match done {
                    Some(done) => self.finish(done, bot),
                    None => break,
                },
                // Only for what it says about the message that is under way.
                News::Event(event) = chat.next() => match event {
                    ChatEvent::Message(message) => self.confirm(&message.message()),
                    ChatEvent::Messages(batch) => batch.lines().for_each(|line| self.confirm(&line.into())),
                    ChatEvent::NotSaid { channel, why, .. } => self.confirm_unsaid(&channel, why.to_string()),
                    _ => {}
                },
            }
        }
        for outgoing in self.flights.give_up() {
            let reason = "the bot was stopped before Twitch answered".to_owned();
            self.account_for(&outgoing, &Outcome::Unknown { reason }, bot);
        }
        for outgoing in self.outbox.give_up() {
            self.refuse(&outgoing, ours::STOPPED);
        }
    }

    /// Whoever watches sees by this that the loop goes on, and how chat is.
    fn give_sign_of_life(&mut self) {
        let now = tokio::time::Instant::now().into_std();
        let has_heard = std::mem::take(&mut self.heard) > 0;
        let chat = self.ways.chat.health();
        self.outlets.vitals.send_modify(|vitals| {
            vitals.beat(now, chat);
            if has_heard {
                vitals.last_event_at = Some(now);
            }
        });
    }

    fn hear(&mut self, event: ChatEvent) {
        self.heard += 1;
        match event {
            ChatEvent::Messages(batch) => self.hear_batch(&batch),
            ChatEvent::Message(message) => {
                let count = self.hear_line(message.line());
                self.outlets.counters.chat_lines.add(count);
            }
            ChatEvent::Joined { channel } => {
                self.outlets.ready.send_replace(true);
                let event = serde_json::json!({"event": "joined"});
                self.tell(&channel, format!("joined #{channel}"), event);
            }
            ChatEvent::JoinFailed { channel, why } => {
                self.outlets.counters.errors.increment();
                tracing::error!(%channel, %why, "cannot join the channel");
                let event =
                    serde_json::json!({"event": "join_failed", "happened": why.to_string()});
                self.tell(&channel, format!("cannot join #{channel}: {why}"), event);
                if matches!(why, JoinFailure::NoAnswer | JoinFailure::NotFound) {
                    self.look_for(&channel);
                }
            }
            ChatEvent::Left { channel } => {
                tracing::debug!(%channel, "not in the channel any more");
                // People see it by what becomes of the connection or of the bot's health.
                self.show(Shown::now(
                    Some(&channel),
                    What::Noted(serde_json::json!({"event": "left", "channel": channel})),
                ));
            }
            ChatEvent::LoginRefused { text, .. } => {
                tracing::error!(text, "chat refused the login");
            }
            ChatEvent::Disconnected { why, retry_in } => {
                tracing::warn!(%why, ?retry_in, "lost the connection to chat; it is tried again");
            }
            ChatEvent::HandedOver {
                channels,
                why: Disconnection::ServerAsked,
            } => {
                tracing::info!(
                    channels,
                    "a new connection to chat has taken over, as Twitch asked"
                );
            }
            ChatEvent::HandedOver { channels, why } => {
                tracing::warn!(
                    channels,
                    %why,
                    "a new connection to chat has taken over; some messages may be missing"
                );
            }
            ChatEvent::Dropped { count } => {
                self.outlets.counters.errors.increment();
                self.outlets.counters.chat_lines_dropped.add(count);
                tracing::error!(
                    count,
                    "chat came faster than it could be read; messages were dropped"
                );
            }
            ChatEvent::Unreadable(why) => {
                self.outlets.counters.errors.increment();
                tracing::warn!(%why, "chat sent something that is no line");
            }
            ChatEvent::NotSaid { channel, why, .. } => {
                self.confirm_unsaid(&channel, why.to_string());
            }
            ChatEvent::HealthChanged(health) => {
                tracing::debug!(?health, "news of the chat connection");
                self.give_sign_of_life();
            }
            other => tracing::debug!(event = ?other, "news of the chat connection"),
        }
    }

    fn hear_batch(&mut self, batch: &irc::Batch) {
        let counts = batch.lines().map(|line| self.hear_line(line));
        let count = counts.sum();
        self.outlets.counters.chat_lines.add(count);
    }

    /// Most lines are only to be seen, and are not read any further if nobody is shown them.
    ///
    /// Returns 1 if it is a line of chat.
    fn hear_line(&mut self, line: irc::Line<'_>) -> u64 {
        if !inbound::is_only_to_be_seen(&line) || self.is_own(&line) {
            return self.hear_message(&line.into());
        }
        // A screen that does not keep up has no room.
        if self.outlets.shows_chat && self.outlets.show.capacity() > 0 {
            self.show_message(&line.into());
        }
        1
    }

    /// Whether our own account may have said it; the ids in it tell for sure.
    fn is_own(&self, line: &irc::Line<'_>) -> bool {
        let nick = line.prefix().map(irc::Prefix::nick);
        nick == Some(self.ways.bot_login.as_str())
    }

    fn hear_message(&mut self, message: &irc::Message<'_>) -> u64 {
        self.confirm(message);
        match inbound::heard(message, clock::now()) {
            Heard::Chat(line) => {
                self.show_line(&line, message);
                self.hear_chat(line);
                1
            }
            Heard::Standing {
                channel,
                is_privileged,
            } => {
                if let Some(id) = self.id_of(channel.as_str()) {
                    self.outbox.set_privileged(&id, is_privileged);
                }
                0
            }
            Heard::Nothing => u64::from(self.show_message(message)),
        }
    }

    fn hear_chat(&mut self, line: engine::ChatLine) {
        if line.sender == self.ways.bot
            && let Some(is_privileged) = inbound::standing(&line)
        {
            self.outbox.set_privileged(&line.channel, is_privileged);
        }
        if line.source_channel.is_some() {
            self.shared.insert(line.channel.clone(), Instant::now());
        }
        self.feed(Event::Chat(line));
    }

    /// Not what we said ourselves, if that is shown already.
    fn show_line(&mut self, line: &engine::ChatLine, message: &irc::Message<'_>) {
        if line.sender != self.ways.bot {
            self.show_message(message);
        } else if self.own_words.is_news(&line.id)
            && let Some(mut shown) = inbound::shown(message, clock::now())
        {
            shown.what = shown.what.as_answer();
            self.show(shown);
        }
    }

    /// Shows a message as it is; false if there is nothing to see in it.
    fn show_message(&self, message: &irc::Message<'_>) -> bool {
        let shown = inbound::shown(message, clock::now());
        shown.map(|shown| self.show(shown)).is_some()
    }

    /// A channel that cannot be found by its name may have another one by now.
    fn look_for(&mut self, was: &Login) {
        let Some(id) = self.id_of(was.as_str()) else {
            return;
        };
        let (helix, store, was) = (
            self.ways.helix.clone(),
            self.ways.store.clone(),
            was.clone(),
        );
        self.work.spawn(async move {
            let moved = new_name::find(&helix, &store, (&id, &was)).await;
            Done::LookedFor(moved.map(|login| Moved { id, was, login }))
        });
    }

    /// A channel has another name: whatever is done by name goes by the new one.
    fn rename(&mut self, moved: Moved) {
        let Moved { id, was, login } = &moved;
        if let Some(renamed) = Renamed::new("[[channel]]", (was, login)) {
            self.show(renamed.shown());
        }
        self.logins.insert(id.clone(), login.clone());
        self.feed(Event::ChannelAdded(engine::Channel {
            id: id.clone(),
            login: login.clone(),
            bot: self.ways.bot.clone(),
        }));
        self.moved.push(moved);
    }

    fn id_of(&self, login: &str) -> Option<UserId> {
        let mut logins = self.logins.iter();
        let found = logins.find(|(_, known)| known.as_str() == login);
        found.map(|(id, _)| id.clone())
    }

    /// Passes on what chat says about the messages that are under way, and about its rooms.
    fn confirm(&mut self, message: &irc::Message<'_>) {
        if let irc::Message::RoomState(room) = message {
            // What was refused because of a mode may be welcome now.
            if let Some(id) = self.id_of(room.channel) {
                self.outbox.wake(&id);
            }
        }
        if let Some(said) = confirmation::read(message) {
            self.flights.confirm(said);
        }
    }

    fn confirm_unsaid(&mut self, channel: &Login, why: String) {
        self.flights.confirm(Confirmation {
            channel: channel.as_str(),
            nonce: None,
            outcome: outbound::no_connection(why),
        });
    }

    /// One input to the engine, and everything that it wants done about it.
    fn feed(&mut self, event: Event) {
        let now = Instant::now();
        let actions = self.judge(now, event);
        let never_said = self.answers_never_said(&actions);
        for action in actions {
            match action {
                Action::Say {
                    channel,
                    text,
                    reply_to,
                    priority,
                    cause,
                } => {
                    let outgoing = Outgoing {
                        channel,
                        text: text.as_str().to_owned(),
                        reply_to,
                        priority,
                        cause,
                    };
                    if never_said.contains(&outgoing.cause) {
                        self.refuse(&outgoing, ours::NEVER_SAID);
                    } else {
                        self.say(now, outgoing);
                    }
                }
                Action::Ask { ticket, question } => self.ask(ticket, question),
                Action::Note {
                    cause,
                    command,
                    verdict,
                    ..
                } => self.note(cause, &command, verdict),
            }
        }
    }

    fn say(&mut self, now: Instant, outgoing: Outgoing) {
        if self.ways.is_mute {
            self.refuse(&outgoing, ours::FEATURE_OFF);
        } else {
            self.outbox.push(now, outgoing);
        }
    }

    /// What was asked where the answer, all parts of it together, holds what is never said.
    fn answers_never_said(&self, actions: &[Action]) -> BTreeSet<MessageId> {
        let mut answers: BTreeMap<&MessageId, Vec<&str>> = BTreeMap::new();
        for action in actions {
            if let Action::Say { cause, text, .. } = action {
                answers.entry(cause).or_default().push(text.unmarked());
            }
        }
        let found = answers.into_iter().filter_map(|(cause, parts)| {
            let word = parts::find_blocked(&self.ways.never_say, &parts)?;
            tracing::info!(word, "an answer holds a word that is never said");
            Some(cause.clone())
        });
        found.collect()
    }

    /// What the engine makes of an event. If it breaks down over one, the others are still judged.
    fn judge(&mut self, now: Instant, event: Event) -> Vec<Action> {
        let message = match &event {
            Event::Chat(line) => Some(line.id.clone()),
            _ => None,
        };
        let engine = AssertUnwindSafe(|| self.engine.handle(now, event));
        std::panic::catch_unwind(engine).unwrap_or_else(|_| {
            self.outlets.counters.errors.increment();
            tracing::error!(
                ?message,
                "the engine broke down over an event; it goes on with the next"
            );
            Vec::new()
        })
    }

    fn ask(&mut self, ticket: Ticket, question: Question) {
        let ways = self.ways.clone();
        let task = self
            .work
            .spawn(async move { Done::Answered(ticket, ways.answer(&question).await) });
        self.asking.insert(task.id(), ticket);
    }

    fn note(&mut self, cause: MessageId, command: &str, verdict: Verdict) {
        tracing::debug!(%cause, command, ?verdict, "judged a command");
        if verdict == Verdict::Obeyed {
            self.outlets.counters.commands.increment();
            if self.arrivals.len() == ARRIVALS {
                self.arrivals.pop_front();
            }
            self.arrivals.push_back((cause, Instant::now()));
        }
    }

    /// Sends what may be sent now, and reports what will not be sent.
    fn take_turns(&mut self, now: Instant) {
        while let Some(turn) = self.outbox.poll(now) {
            match turn {
                Turn::Send(outgoing) => self.begin_sending(now, outgoing),
                Turn::Expired(outgoing, wait) => {
                    self.report(&outgoing, &Outcome::Expired { wait });
                }
                Turn::Refuse(outgoing, refusal) => self.report(&outgoing, &refusal.into()),
            }
        }
    }

    fn begin_sending(&mut self, now: Instant, outgoing: Outgoing) {
        let Some(channel) = self.logins.get(&outgoing.channel).cloned() else {
            self.outbox.note_outcome(now, &outgoing.channel);
            return self.refuse(&outgoing, ours::UNKNOWN_CHANNEL);
        };
        // A name may stand in front now, because the message is gone that it was to answer.
        if self.ways.never_say.find(&outgoing.text).is_some() {
            self.outbox.note_outcome(now, &outgoing.channel);
            return self.refuse(&outgoing, ours::NEVER_SAID);
        }
        let (ways, message) = (self.ways.clone(), outgoing.clone());
        let chat = match self.shared.get(&outgoing.channel) {
            Some(seen) if now.saturating_duration_since(*seen) < SHARED_FOR => Chat::Shared,
            _ => Chat::Alone,
        };
        let task = match self.ways.send {
            crate::config::Send::Helix => self
                .work
                .spawn(async move { Done::Sent(ways.send_by_helix(&message, chat).await) }),
            crate::config::Send::Irc => {
                let nonce = format!("{:016x}", rand::random::<u64>());
                let confirmation = self.flights.expect(channel.clone(), nonce.clone());
                let to = (channel.clone(), nonce);
                self.work.spawn(async move {
                    Done::Sent(ways.send_by_irc(&message, to, confirmation).await)
                })
            }
        };
        self.flights.begin(task.id(), outgoing, channel);
    }

    fn finish(&mut self, done: Result<(Id, Done), JoinError>, bot: &Login) {
        match done {
            Ok((id, Done::Sent(outcome))) => {
                if let Some(outgoing) = self.flights.end(id) {
                    self.account_for(&outgoing, &outcome, bot);
                }
            }
            Ok((id, Done::Answered(ticket, answer))) => {
                self.asking.remove(&id);
                if answer == Answer::Failed {
                    self.outlets.counters.errors.increment();
                }
                self.feed(Event::Answer { ticket, answer });
            }
            Ok((_, Done::LookedFor(moved))) => {
                if let Some(moved) = moved {
                    self.rename(moved);
                }
            }
            Err(error) => self.clean_up(&error, bot),
        }
    }

    /// A task broke down; whoever waits for it is told, and the rest goes on.
    fn clean_up(&mut self, error: &JoinError, bot: &Login) {
        tracing::error!(%error, "a task of the bot broke down");
        if let Some(outgoing) = self.flights.end(error.id()) {
            let reason = "the program broke down while sending".to_owned();
            self.account_for(&outgoing, &Outcome::Unknown { reason }, bot);
        } else if let Some(ticket) = self.asking.remove(&error.id()) {
            self.outlets.counters.errors.increment();
            self.feed(Event::Answer {
                ticket,
                answer: Answer::Failed,
            });
        }
    }

    fn refuse(&mut self, outgoing: &Outgoing, code: &str) {
        let code = code.to_owned();
        self.report(outgoing, &Outcome::Refused { code, said: None });
    }

    /// Ends a message that was under way.
    fn account_for(&mut self, outgoing: &Outgoing, outcome: &Outcome, bot: &Login) {
        let now = Instant::now();
        if outgoing.reply_to.is_some() && outbound::is_parent_gone(outcome) {
            let (channel, cause) = (&outgoing.channel, &outgoing.cause);
            tracing::info!(%channel, %cause, "the message to answer is gone; the answer is sent without it");
            return self.outbox.note_parent_gone(now, channel);
        }
        self.outbox.note_outcome(now, &outgoing.channel);
        match outcome {
            Outcome::Sent { id } => {
                self.outbox.note_said(now, outgoing);
                self.note_answer_time(&outgoing.cause);
                self.show_said(outgoing, (bot, id.as_ref()));
            }
            Outcome::Dropped { code, text } => {
                if drop_code::is_only_of_plain_accounts(code) {
                    self.outbox.set_privileged(&outgoing.channel, false);
                }
                if let Some((rest, reason)) = rest::after(clock::now(), code, text) {
                    self.outbox.rest(&outgoing.channel, now + rest, reason);
                }
            }
            Outcome::Unknown { .. } => self.outbox.note_unknown(&outgoing.channel),
            Outcome::Expired { .. } | Outcome::Refused { .. } => {}
        }
        self.report(outgoing, outcome);
    }

    /// Times the answer to a command by the first message of it.
    fn note_answer_time(&mut self, cause: &MessageId) {
        let mut arrivals = self.arrivals.iter();
        let place = arrivals.position(|(arrived, _)| arrived == cause);
        if let Some((_, arrived)) = place.and_then(|place| self.arrivals.remove(place)) {
            self.outlets.counters.note_answer_time(arrived.elapsed());
        }
    }

    /// Records the one outcome of a message: counted, logged, remembered, and told to scripts.
    fn report(&mut self, outgoing: &Outgoing, outcome: &Outcome) {
        let counters = &self.outlets.counters;
        let (channel, cause) = (&outgoing.channel, &outgoing.cause);
        let (code, said) = (outcome.code(), outcome.said());
        match outcome {
            Outcome::Sent { id } => {
                counters.replies_sent.increment();
                tracing::debug!(%channel, %cause, ?id, "said");
            }
            Outcome::Unknown { reason } => {
                counters.errors.increment();
                tracing::error!(%channel, %cause, reason, "nobody knows whether a message appeared");
            }
            Outcome::Dropped { .. } | Outcome::Expired { .. } | Outcome::Refused { .. } => {
                counters.replies_dropped.increment();
                let (meaning, mend) = (outcome.meaning(), outcome.mend());
                tracing::warn!(%channel, %cause, code, said, meaning, mend, "a message was not sent");
            }
        }
        let count = self.tally.count(outcome);
        self.outlets.outcomes.note(clock::now(), outgoing, outcome);
        let login = self.logins.get(channel);
        self.show(Shown::now(
            login,
            What::Noted(outcome.event(outgoing, login, count)),
        ));
    }

    /// Chat shows a connection what its account said elsewhere, but not what was said through itself.
    ///
    /// While one connection takes over from another, each of them is elsewhere for the other.
    fn show_said(&mut self, outgoing: &Outgoing, (bot, id): (&Login, Option<&MessageId>)) {
        let is_by_chat = self.ways.send == crate::config::Send::Irc;
        if is_by_chat && id.is_none_or(|id| self.own_words.is_news(id)) {
            let what = What::Answered {
                name: bot.as_str().into(),
                text: outgoing.text.clone(),
            };
            self.show(Shown::now(self.logins.get(&outgoing.channel), what));
        }
    }

    fn wake_at(&self, now: Instant) -> Option<Instant> {
        let outbox = self.outbox.poll_timeout(now);
        self.engine.poll_timeout().into_iter().chain(outbox).min()
    }

    /// Tells of a channel, people in words and scripts by an object that names it.
    fn tell(&self, channel: &Login, text: String, mut event: serde_json::Value) {
        event["channel"] = channel.as_str().into();
        self.show(Shown::now(Some(channel), What::Told { text, event }));
    }

    /// A screen that does not keep up misses lines; the bot does not wait for it.
    fn show(&self, shown: Shown) {
        let _missed = self.outlets.show.try_send(shown);
    }
}

impl Drop for Rounds {
    /// Where the rounds broke down, what they had in hand has its outcome all the same.
    fn drop(&mut self) {
        for outgoing in self.flights.give_up() {
            let reason = "the program broke down while sending".to_owned();
            self.report(&outgoing, &Outcome::Unknown { reason });
        }
        for outgoing in self.outbox.give_up() {
            self.refuse(&outgoing, ours::STOPPED);
        }
    }
}

async fn until(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake.into()).await,
        None => std::future::pending().await,
    }
}

/// Every line of a shared chat says that it is one, so in a chat that has been silent for longer it may be over.
const SHARED_FOR: Duration = Duration::from_secs(600);

/// Answers that take longer than so many commands are not timed any more.
const ARRIVALS: usize = 1_000;

/// How long the work that is under way may take when everything ends; less than the patience for the whole loop.
const LAST_WORK: Duration = Duration::from_millis(450);
