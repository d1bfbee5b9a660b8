//! What stands behind `!addcom` and its kin: options, a name, more options, a text. Whether it may be done is decided elsewhere.

use std::time::Duration;

use crate::builtin::Builtin;
use crate::command::{Command, CommandName};
use crate::invocation::split_word;
use crate::level::Level;
use crate::text::{MAX_LENGTH, collapse, length};

/// A command as somebody typed it.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) name: CommandName,
    pub(crate) tweaks: Tweaks,
    text: &'a str,
}

/// The options that were given.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tweaks {
    level: Option<Level>,
    cooldown: Option<Duration>,
    user_cooldown: Option<Duration>,
    is_enabled: Option<bool>,
}

impl<'a> Draft<'a> {
    /// Reads the arguments of a command; an error is a sentence for chat.
    pub(crate) fn parse(arguments: &'a str, builtin: &Builtin) -> Result<Self, String> {
        let mut tweaks = Tweaks::default();
        let rest = tweaks.take_all(arguments)?;
        let (word, rest) = split_word(rest);
        if word.is_empty() {
            return Err(format!("Please type: {}", builtin.usage_line()));
        }
        let name =
            CommandName::parse(word).map_err(|error| format!("This cannot be a name: {error}."))?;
        let text = tweaks.take_all(rest)?;
        Ok(Self { name, tweaks, text })
    }

    /// The text that was given, in one line.
    pub(crate) fn reply(&self) -> Result<Option<String>, String> {
        let reply = collapse(self.text);
        match length(&reply) {
            0 => Ok(None),
            1..=MAX_LENGTH => Ok(Some(reply)),
            _ => Err(format!("A text has at most {MAX_LENGTH} characters.")),
        }
    }
}

impl Tweaks {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The command with these options instead of its own.
    pub(crate) fn apply_to(&self, command: Command) -> Command {
        Command {
            level: self.level.unwrap_or(command.level),
            cooldown: self.cooldown.unwrap_or(command.cooldown),
            user_cooldown: self.user_cooldown.unwrap_or(command.user_cooldown),
            is_enabled: self.is_enabled.unwrap_or(command.is_enabled),
            ..command
        }
    }

    /// Takes options from the beginning and returns what stands behind them.
    fn take_all<'a>(&mut self, text: &'a str) -> Result<&'a str, String> {
        let mut rest = text.trim_start();
        loop {
            let (word, behind) = split_word(rest);
            if word == END_OF_OPTIONS {
                return Ok(behind);
            }
            let Some(option) = as_option(word) else {
                return Ok(rest);
            };
            rest = match option.split_once('=') {
                Some((key, value)) => {
                    self.set(key, value)?;
                    behind
                }
                None if self.switch(option) => behind,
                None => {
                    let (value, behind) = split_word(behind);
                    self.set(option, value)?;
                    behind
                }
            };
        }
    }

    fn switch(&mut self, option: &str) -> bool {
        match option.to_ascii_lowercase().as_str() {
            "enable" => self.is_enabled = Some(true),
            "disable" => self.is_enabled = Some(false),
            _ => return false,
        }
        true
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key.to_ascii_lowercase().as_str() {
            "ul" | "level" | "userlevel" => {
                let level = value.parse();
                self.level = Some(level.map_err(|error| format!("For -{key}, {error}."))?);
            }
            "cd" | "cooldown" => self.cooldown = Some(read_cooldown(key, value)?),
            "usercd" | "usercooldown" => self.user_cooldown = Some(read_cooldown(key, value)?),
            _ => {
                return Err(format!(
                    "I do not know the option -{key}; I know -ul, -cd, -usercd, -enable and -disable. \
                     A text that begins with a dash goes behind {END_OF_OPTIONS} and a blank."
                ));
            }
        }
        Ok(())
    }
}

/// The option without its dashes, if the word looks like one; ` - ` and `-5` do not.
fn as_option(word: &str) -> Option<&str> {
    let option = word.strip_prefix('-')?;
    let option = option.strip_prefix('-').unwrap_or(option);
    option
        .starts_with(|letter: char| letter.is_ascii_alphabetic())
        .then_some(option)
}

fn read_cooldown(key: &str, value: &str) -> Result<Duration, String> {
    let digits = value.strip_suffix(['s', 'S']).unwrap_or(value);
    match digits.parse::<u32>() {
        Ok(seconds) if seconds <= MAX_COOLDOWN_SECONDS => Ok(Duration::from_secs(seconds.into())),
        _ => Err(format!(
            "-{key} needs a number of seconds, at most {MAX_COOLDOWN_SECONDS} (one day)."
        )),
    }
}

const END_OF_OPTIONS: &str = "--";
const MAX_COOLDOWN_SECONDS: u32 = 86_400;
