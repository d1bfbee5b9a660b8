//! The judge: takes events, decides, and answers with actions. What a command says is decided in its own file.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use types::UserId;

use crate::action::{Action, Question, Reason, ReplyTo, Ticket, Verdict};
use crate::asks::{Ask, Asker, Asks, Wish};
use crate::breaker::Breaker;
use crate::builtin::{Builtin, GROUP, Plan, Scene};
use crate::command::Command;
use crate::commands::{BUILTINS, uptime};
use crate::cooldowns::{Cooldowns, Use};
use crate::event::{Answer, Channel, ChatLine, Event};
use crate::expiring::Keys;
use crate::invocation::{self, Invocation, split_word};
use crate::level::Level;
use crate::priority::Priority;
use crate::room::Room;
use crate::seen::Seen;
use crate::settings::Settings;
use crate::template::{self, Values};
use crate::text;

/// All that the bot knows and decides, for all of its channels.
#[derive(Debug)]
pub struct Engine {
    started: Instant,
    settings: Settings,
    /// In boxes, because a table that grows has room for twice as many.
    rooms: HashMap<UserId, Box<Room>>,
    seen: Seen,
    cooldowns: Cooldowns,
    breaker: Breaker,
    asks: Asks,
    keys: Keys,
}

/// A line that calls a command.
#[derive(Debug)]
struct Call<'a> {
    line: &'a ChatLine,
    /// What the sender may do.
    level: Level,
    target: Target,
    arguments: &'a str,
}

/// The command that is called.
#[derive(Debug)]
enum Target {
    Builtin(&'static Builtin),
    Own(Command),
}

/// Whether an answer is shown as a reply to the line that led to it.
#[derive(Debug, Clone, Copy)]
enum Form {
    Reply,
    Plain,
}

impl Engine {
    /// An engine without channels. The seed varies what nobody should be able to foresee.
    pub fn new(now: Instant, settings: Settings, seed: u64) -> Self {
        let keys = Keys::new(seed);
        Self {
            started: now,
            breaker: Breaker::new(settings.loops.clone(), keys),
            settings,
            rooms: HashMap::new(),
            seen: Seen::new(now),
            cooldowns: Cooldowns::new(keys),
            asks: Asks::new(),
            keys,
        }
    }

    /// Takes one event and decides what is to be done, in that order.
    pub fn handle(&mut self, now: Instant, event: Event) -> Vec<Action> {
        match event {
            Event::ChannelAdded(channel) => self.add_channel(channel),
            Event::ChannelRemoved { channel } => {
                self.rooms.remove(&channel);
            }
            Event::CommandsLoaded { channel, commands } => {
                if let Some(room) = self.rooms.get_mut(&channel) {
                    room.load(commands);
                }
            }
            Event::Chat(line) => return self.judge_line(now, &line),
            Event::Answer { ticket, answer } => return self.use_answer(now, ticket, answer),
            Event::Timeout => return self.tell_delays(now),
        }
        Vec::new()
    }

    fn add_channel(&mut self, channel: Channel) {
        match self.rooms.get_mut(&channel.id) {
            Some(room) => room.channel = channel,
            None => {
                let id = channel.id.clone();
                self.rooms.insert(id, Box::new(Room::new(channel)));
            }
        }
    }

    fn judge_line(&mut self, now: Instant, line: &ChatLine) -> Vec<Action> {
        let Some(room) = self.rooms.get(&line.channel) else {
            return Vec::new();
        };
        let is_own = line.sender == room.channel.bot;
        let is_copy = line
            .source_channel
            .as_ref()
            .is_some_and(|source| *source != line.channel);
        if is_own || is_copy {
            return Vec::new();
        }
        let Some(invocation) = invocation::find(line) else {
            return Vec::new();
        };
        let key = self.keys.key(&[line.channel.as_str(), line.id.as_str()]);
        if !self.seen.insert(now, key) {
            return Vec::new();
        }
        self.judge_command(now, line, &invocation)
    }

    fn judge_command(
        &mut self,
        now: Instant,
        line: &ChatLine,
        invocation: &Invocation<'_>,
    ) -> Vec<Action> {
        let note = |command, verdict| Action::Note {
            channel: line.channel.clone(),
            cause: line.id.clone(),
            command,
            verdict,
        };
        let Some((target, arguments)) = self.find_target(&line.channel, invocation) else {
            let verdict = Verdict::Ignored(Reason::Unknown);
            return vec![note(invocation.word.to_string(), verdict)];
        };
        let call = Call {
            line,
            level: Level::of(&line.sender, line.roles, &line.channel),
            target,
            arguments,
        };
        let command = call.target.name();
        if let Err(reason) = self.admit(now, &call, &command) {
            return vec![note(command, Verdict::Ignored(reason))];
        }
        let mut actions = vec![note(command, Verdict::Obeyed)];
        actions.extend(self.obey(now, &call));
        actions
    }

    /// Decides whether this person may use this command now, and if so lets it rest from now on.
    fn admit(&mut self, now: Instant, call: &Call<'_>, command: &str) -> Result<(), Reason> {
        let Call {
            line,
            level,
            target,
            ..
        } = call;
        if !target.is_enabled() {
            return Err(Reason::Disabled);
        }
        let needed = target.level();
        if *level < needed {
            return Err(Reason::LevelTooLow { needed });
        }
        if self.breaker.is_open(now, &line.channel, &line.sender) {
            return Err(Reason::LoopSuspected);
        }
        let (for_all, for_person) = target.cooldowns();
        let usage = Use {
            channel: line.channel.as_str(),
            command,
            person: line.sender.as_str(),
            for_all,
            // Moderators use a command for others, again and again; it rests for all, but not for them in person.
            for_person: if *level < Level::Moderator {
                for_person
            } else {
                Duration::ZERO
            },
        };
        let started = self.cooldowns.start(now, &usage);
        started.map_err(|left| Reason::CoolingDown { left })?;
        // Whoever sets up a channel types many commands in a row.
        let person = (*level < Level::Broadcaster).then_some(&line.sender);
        self.breaker.count(now, &line.channel, person);
        Ok(())
    }

    fn obey(&mut self, now: Instant, call: &Call<'_>) -> Vec<Action> {
        let asker = Asker::of(call.line);
        match &call.target {
            Target::Builtin(builtin) => match self.plan(now, call, builtin) {
                Some(plan) => self.perform(now, asker, plan),
                None => Vec::new(),
            },
            Target::Own(command) => {
                let values = Values {
                    user: &asker.name,
                    arguments: call.arguments,
                };
                let text = template::fill(&command.reply, &values);
                self.say(now, &asker, (&text, Form::Plain))
            }
        }
    }

    fn perform(&mut self, now: Instant, asker: Asker, plan: Result<Plan, String>) -> Vec<Action> {
        let channel = asker.channel.clone();
        let (wish, question) = match plan {
            Ok(Plan::Reply(text)) | Err(text) => {
                return self.say(now, &asker, (&text, Form::Reply));
            }
            Ok(Plan::TellUptime { .. } | Plan::Remember { .. }) if self.asks.is_full() => {
                let text = "I have too much to do right now; please try again in a minute.";
                return self.say(now, &asker, (text, Form::Reply));
            }
            Ok(Plan::TellUptime { asked_at }) => {
                (Wish::Uptime { asked_at }, Question::StreamStart { channel })
            }
            Ok(Plan::Remember { change, .. })
                if self.asks.is_changing(now, &channel, change.name()) =>
            {
                let name = change.name();
                let text = format!("I am still saving !{name}; please try again in a moment.");
                return self.say(now, &asker, (&text, Form::Reply));
            }
            Ok(Plan::Remember { change, done }) => {
                let question = Question::Remember {
                    channel,
                    change: change.clone(),
                };
                (Wish::Change { change, done }, question)
            }
        };
        let deadline = now + self.settings.answer_deadline;
        let ticket = self.asks.open(deadline, Ask { asker, wish });
        vec![Action::Ask { ticket, question }]
    }

    fn use_answer(&mut self, now: Instant, ticket: Ticket, answer: Answer) -> Vec<Action> {
        let Some(Ask { asker, wish }) = self.asks.close(ticket) else {
            return Vec::new();
        };
        let text = match (wish, answer) {
            (Wish::Uptime { asked_at }, Answer::StreamStart(started_at)) => {
                uptime::tell(started_at, asked_at)
            }
            (Wish::Change { change, done }, Answer::Stored) => {
                if let Some(room) = self.rooms.get_mut(&asker.channel) {
                    room.apply(change);
                }
                done
            }
            // An answer to another question is a mistake of the hall; nothing is known to have happened.
            (wish, Answer::Failed | Answer::Stored | Answer::StreamStart(_)) => wish.failure(),
        };
        self.say(now, &asker, (&text, Form::Reply))
    }

    fn tell_delays(&mut self, now: Instant) -> Vec<Action> {
        let expired = self.asks.expire(now);
        let said = expired
            .iter()
            .flat_map(|Ask { asker, wish }| self.say(now, asker, (&wish.delay(), Form::Reply)));
        said.collect()
    }

    /// Says it in as many messages as it takes.
    fn say(&mut self, now: Instant, asker: &Asker, (words, form): (&str, Form)) -> Vec<Action> {
        let Some(room) = self.rooms.get_mut(&asker.channel) else {
            return Vec::new();
        };
        let most = match form {
            Form::Reply => text::room_in_reply(&asker.name),
            Form::Plain => text::MAX_LENGTH,
        };
        let parts = room.say(now, words, (&asker.name, most)).into_iter();
        let said = parts.map(|text| Action::Say {
            channel: asker.channel.clone(),
            text,
            reply_to: match form {
                Form::Reply => Some(ReplyTo {
                    message: asker.message.clone(),
                    name: asker.name.clone(),
                }),
                Form::Plain => None,
            },
            priority: Priority::Reply,
            cause: asker.message.clone(),
        });
        said.collect()
    }

    /// When [`Event::Timeout`] is wanted, if nothing else happens before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.asks.poll_timeout()
    }

    /// The command that is called, and the arguments that are left for it.
    fn find_target<'a>(
        &self,
        channel: &UserId,
        invocation: &Invocation<'a>,
    ) -> Option<(Target, &'a str)> {
        let Invocation { word, arguments } = invocation;
        let word = word.as_str();
        if GROUP.contains(&word) {
            let (subword, behind) = split_word(arguments);
            let subword = subword.to_lowercase();
            let mut builtins = BUILTINS.iter();
            if let Some(builtin) = builtins.find(|it| it.subwords.contains(&subword.as_str())) {
                return Some((Target::Builtin(builtin), behind));
            }
        }
        if let Some(builtin) = BUILTINS.iter().find(|it| it.words.contains(&word)) {
            return Some((Target::Builtin(builtin), arguments));
        }
        let commands = self.rooms.get(channel)?.commands.as_ref()?;
        let command = commands.get(word)?.clone();
        Some((Target::Own(command), arguments))
    }

    fn plan(
        &self,
        now: Instant,
        call: &Call<'_>,
        builtin: &Builtin,
    ) -> Option<Result<Plan, String>> {
        let scene = Scene {
            now,
            started: self.started,
            settings: &self.settings,
            builtins: BUILTINS,
            room: self.rooms.get(&call.line.channel)?,
            line: call.line,
            level: call.level,
            arguments: call.arguments,
        };
        Some((builtin.run)(&scene))
    }
}

impl Target {
    fn name(&self) -> String {
        match self {
            Self::Builtin(builtin) => builtin.call(),
            Self::Own(command) => command.name.to_string(),
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Builtin(builtin) => builtin.level,
            Self::Own(command) => command.level,
        }
    }

    /// How long it rests for all, and for the person who used it.
    fn cooldowns(&self) -> (Duration, Duration) {
        match self {
            Self::Builtin(builtin) => (builtin.cooldown, builtin.user_cooldown),
            Self::Own(command) => (command.cooldown, command.user_cooldown),
        }
    }

    fn is_enabled(&self) -> bool {
        match self {
            Self::Builtin(_) => true,
            Self::Own(command) => command.is_enabled,
        }
    }
}
