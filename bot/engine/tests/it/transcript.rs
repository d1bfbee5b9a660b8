//! Plays a written scene: what happens goes in, what the bot does comes out, both as text. It judges nothing itself.
//!
//! ```text
//! 0s ann/mod: !addcom hi Hello      somebody writes; /sub /vip /mod /owner are roles in this room
//! > ask 1: put hi = Hello           what the bot does
//! 1s * stored 1                     what the hall tells: stored, failed, live N SECONDS, offline, timeout
//! > reply: Added !hi.
//! ```
//! Further forms: `ann from other: text` is copied from another room of a shared chat, `ann to Bob: text` is a reply,
//! `ann again: text` is the message before, delivered once more; `ann=Anna: text` is shown under another name.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use streamhand_engine::{
    Action, Answer, Change, Channel, ChatLine, Engine, Event, Question, Reason, Reply, Settings,
    Ticket, Verdict,
};
use types::{MessageId, Role, Roles, Timestamp, UserId};

pub(crate) const CHANNEL: &str = "1001";
pub(crate) const BOT: &str = "5005";

/// A channel with its bot, at the beginning of time.
pub(crate) struct Stage {
    pub(crate) engine: Engine,
    pub(crate) start: Instant,
    tickets: Vec<Ticket>,
    messages: u32,
}

/// Plays a scene in a channel whose commands are loaded, of which there are none.
pub(crate) fn check(scene: &str) {
    let mut stage = Stage::new(Settings::default());
    stage.engine.handle(
        stage.start,
        Event::CommandsLoaded {
            channel: UserId::new(CHANNEL),
            commands: Vec::new(),
        },
    );
    stage.check(scene);
}

impl Stage {
    pub(crate) fn new(settings: Settings) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "virtual time has to begin somewhere"
        )]
        let start = Instant::now();
        let mut engine = Engine::new(start, settings, 7);
        let channel = Channel {
            id: UserId::new(CHANNEL),
            login: "somechannel".parse().unwrap(),
            bot: UserId::new(BOT),
        };
        engine.handle(start, Event::ChannelAdded(channel));
        Self {
            engine,
            start,
            tickets: Vec::new(),
            messages: 0,
        }
    }

    /// Plays the scene and compares it with what stands in it.
    pub(crate) fn check(&mut self, scene: &str) {
        let expected: Vec<_> = scene
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        let mut played = String::new();
        for line in expected.iter().filter(|line| !line.starts_with('>')) {
            writeln!(played, "{line}").unwrap();
            for action in self.play(line) {
                if let Some(shown) = self.show(&action) {
                    writeln!(played, "> {shown}").unwrap();
                }
            }
        }
        let expected = expected.join("\n") + "\n";
        assert!(
            played == expected,
            "the scene went differently\n--- expected\n{expected}--- played\n{played}"
        );
    }

    fn play(&mut self, line: &str) -> Vec<Action> {
        let (seconds, what) = line.split_once("s ").unwrap();
        let elapsed = Duration::from_secs_f64(seconds.parse().unwrap());
        let now = self.start + elapsed;
        let event = match what.strip_prefix("* ") {
            Some(told) => self.told(told, elapsed),
            None => Event::Chat(self.chat(what, elapsed)),
        };
        self.engine.handle(now, event)
    }

    fn told(&self, told: &str, elapsed: Duration) -> Event {
        let words: Vec<_> = told.split(' ').collect();
        let answer = match words.as_slice() {
            ["timeout"] => return Event::Timeout,
            ["stored", _] => Answer::Stored,
            ["failed", _] => Answer::Failed,
            ["offline", _] => Answer::StreamStart(None),
            ["live", _, seconds] => {
                let live_for: u64 = seconds.parse().unwrap();
                let start = Timestamp::from_unix_millis(
                    moment(elapsed).as_unix_millis() - i64::try_from(live_for).unwrap() * 1_000,
                );
                Answer::StreamStart(Some(start))
            }
            _ => panic!("{told:?} is nothing that the hall tells"),
        };
        let number: usize = words[1].parse().unwrap();
        let ticket = self.tickets[number - 1];
        Event::Answer { ticket, answer }
    }

    fn chat(&mut self, what: &str, elapsed: Duration) -> ChatLine {
        let (head, text) = what.split_once(": ").unwrap();
        let words: Vec<_> = head.split(' ').collect();
        let (name, roles) = words[0].split_once('/').unwrap_or((words[0], ""));
        let (name, shown) = name.split_once('=').unwrap_or((name, name));
        let is_new = !matches!(words.as_slice(), [_, "again"]);
        self.messages += u32::from(is_new);
        ChatLine {
            channel: UserId::new(CHANNEL),
            id: MessageId::new(format!("m{}", self.messages)),
            sender: match name {
                "bot" => UserId::new(BOT),
                _ if roles == "owner" => UserId::new(CHANNEL),
                _ => UserId::new(format!("user-{name}")),
            },
            login: name.to_lowercase(),
            display_name: shown.to_owned(),
            roles: match roles {
                "sub" => Roles::NONE.with(Role::Subscriber),
                "vip" => Roles::NONE.with(Role::Vip),
                "mod" => Roles::NONE.with(Role::Moderator),
                "badge" => Roles::NONE.with(Role::Broadcaster),
                _ => Roles::NONE,
            },
            text: text.replace("\\e", "\u{E0000}"),
            reply: match words.as_slice() {
                [_, "to", parent] => Some(Reply {
                    parent: MessageId::new("parent"),
                    parent_login: parent.to_lowercase(),
                    parent_display_name: parent.replace('_', " "),
                }),
                _ => None,
            },
            source_channel: match words.as_slice() {
                [_, "from", "here"] => Some(UserId::new(CHANNEL)),
                [_, "from", other] => Some(UserId::new(*other)),
                _ => None,
            },
            sent_at: moment(elapsed),
        }
    }

    fn show(&mut self, action: &Action) -> Option<String> {
        match action {
            Action::Say { text, reply_to, .. } => Some(match reply_to {
                Some(_) => format!("reply: {text}"),
                None => format!("say: {text}"),
            }),
            Action::Ask { ticket, question } => {
                self.tickets.push(*ticket);
                let number = self.tickets.len();
                Some(format!("ask {number}: {}", show_question(question)))
            }
            Action::Note {
                command, verdict, ..
            } => match verdict {
                Verdict::Obeyed => None,
                Verdict::Ignored(reason) => {
                    Some(format!("ignore {command}: {}", show_reason(*reason)))
                }
            },
        }
    }
}

fn show_question(question: &Question) -> String {
    match question {
        Question::StreamStart { .. } => "stream start".to_owned(),
        Question::Remember {
            change: Change::Put(command),
            ..
        } => {
            let mut shown = format!("put {} = {}", command.name, command.reply);
            let (all, person) = (command.cooldown.as_secs(), command.user_cooldown.as_secs());
            let state = if command.is_enabled { "" } else { " off" };
            write!(shown, " [{} {all} {person}{state}]", command.level).unwrap();
            shown
        }
        Question::Remember {
            change: Change::Delete(name),
            ..
        } => format!("delete {name}"),
    }
}

fn show_reason(reason: Reason) -> String {
    match reason {
        Reason::Unknown => "unknown".to_owned(),
        Reason::Disabled => "disabled".to_owned(),
        Reason::LevelTooLow { needed } => format!("needs {needed}"),
        Reason::CoolingDown { left } => format!("rests {}s", left.as_secs_f64()),
        Reason::LoopSuspected => "loop suspected".to_owned(),
    }
}

fn moment(elapsed: Duration) -> Timestamp {
    Timestamp::from_unix_millis(1_795_342_800_000).plus(elapsed)
}
