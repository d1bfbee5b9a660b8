//! What a built-in command is: its words, who may use it, its help, and the function that decides the answer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use types::Timestamp;

use crate::action::Change;
use crate::command::{Command, CommandName};
use crate::event::ChatLine;
use crate::level::Level;
use crate::room::Room;
use crate::settings::Settings;

/// One built-in command; the table [`BUILTINS`](crate::BUILTINS) is what help, lists and docs are made from.
#[derive(Debug)]
pub struct Builtin {
    /// The words that call it, without the `!`; the first is the one that is shown.
    pub words: &'static [&'static str],
    /// The words that call it behind one of [`GROUP`], as in `!cmd add`.
    pub subwords: &'static [&'static str],
    /// What has to be typed behind the words, as help shows it; empty if nothing.
    pub usage: &'static str,
    /// What it does, in one sentence fit for chat.
    pub help: &'static str,
    /// Who may use it.
    pub level: Level,
    /// How long it rests for everybody.
    pub cooldown: Duration,
    /// How long it rests for the person who used it; moderators and the broadcaster are exempt.
    pub user_cooldown: Duration,
    /// Decides what to do and changes nothing; an error is the sentence that tells the sender what is wrong.
    pub(crate) run: fn(&Scene<'_>) -> Result<Plan, String>,
}

/// All that a command can see when it decides.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) now: Instant,
    /// When the bot started.
    pub(crate) started: Instant,
    pub(crate) settings: &'a Settings,
    pub(crate) builtins: &'static [Builtin],
    pub(crate) room: &'a Room,
    pub(crate) line: &'a ChatLine,
    /// What the sender of the line may do.
    pub(crate) level: Level,
    /// What stands behind the command's words.
    pub(crate) arguments: &'a str,
}

/// What a command decided.
#[derive(Debug)]
pub(crate) enum Plan {
    /// Answer the sender.
    Reply(String),
    /// Ask since when the stream is live, then tell the sender.
    TellUptime { asked_at: Timestamp },
    /// Store a change, then tell the sender that it is done.
    Remember {
        change: Change,
        /// What to tell once it is stored.
        done: String,
    },
}

impl Builtin {
    /// The words that call it, without the `!`: `addcom`, `cmd options`.
    pub fn call(&self) -> String {
        match (self.words, self.subwords) {
            ([word, ..], _) => (*word).to_owned(),
            ([], [subword, ..]) => format!("cmd {subword}"),
            ([], []) => String::new(),
        }
    }

    /// How to type it, for help and for complaints: `!addcom NAME TEXT`.
    pub fn usage_line(&self) -> String {
        format!("!{} {}", self.call(), self.usage)
            .trim_end()
            .to_owned()
    }
}

impl Scene<'_> {
    /// The channel's own commands, or the sentence that they are not there yet.
    pub(crate) fn commands(&self) -> Result<&BTreeMap<CommandName, Command>, String> {
        self.room.commands.as_ref().ok_or_else(|| {
            "I am still reading this channel's commands; please try again in a moment.".to_owned()
        })
    }

    /// The channel's own command of that name, if the sender may change it, or the sentence that says why not.
    pub(crate) fn changeable(&self, name: &CommandName) -> Result<&Command, String> {
        let Some(command) = self.commands()?.get(name) else {
            return Err(match self.builtin(name) {
                Some(_) => format!("The command !{name} is built in and cannot be changed."),
                None => format!("There is no command !{name}."),
            });
        };
        if self.level < command.level {
            return Err(format!("Only a {} may change !{name}.", command.level));
        }
        Ok(command)
    }

    /// The built-in command that this word calls.
    pub(crate) fn builtin(&self, name: &CommandName) -> Option<&'static Builtin> {
        self.builtins
            .iter()
            .find(|builtin| builtin.words.contains(&name.as_str()))
    }
}

/// The words behind which commands are managed: `!cmd add`, `!command add`, `!commands add`.
pub const GROUP: &[&str] = &["commands", "command", "cmd"];
