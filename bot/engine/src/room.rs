//! What the engine knows about one channel: who speaks there, its commands, and what was said last.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::action::Change;
use crate::command::{Command, CommandName};
use crate::event::Channel;
use crate::text::OutgoingText;

/// One channel that is served.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) channel: Channel,
    /// The channel's own commands; `None` until they are loaded, so that nothing is overwritten unseen.
    pub(crate) commands: Option<BTreeMap<CommandName, Command>>,
    last_said: Option<(OutgoingText, Instant)>,
}

impl Room {
    pub(crate) fn new(channel: Channel) -> Self {
        Self {
            channel,
            commands: None,
            last_said: None,
        }
    }

    pub(crate) fn load(&mut self, commands: Vec<Command>) {
        let commands = commands
            .into_iter()
            .map(|command| (command.name.clone(), command));
        self.commands = Some(commands.collect());
    }

    /// Puts a change in force that is stored.
    pub(crate) fn apply(&mut self, change: Change) {
        // A list that was never loaded will be loaded with the change in it.
        let Some(commands) = &mut self.commands else {
            return;
        };
        match change {
            Change::Put(command) => {
                commands.insert(command.name.clone(), command);
            }
            Change::Delete(name) => {
                commands.remove(&name);
            }
        }
    }

    /// The words in as many texts as it takes, which differ from what was said just before, because Twitch drops a message that repeats it.
    ///
    /// The difference is the name of whom it is for, which is visible and tells something; invisible characters would be a trick.
    pub(crate) fn say(
        &mut self,
        now: Instant,
        words: &str,
        (name, most): (&str, usize),
    ) -> Vec<OutgoingText> {
        let mut parts = OutgoingText::parts(words, most);
        let is_repeated = self.last_said.as_ref().is_some_and(|(last, said_at)| {
            parts.first() == Some(last) && now.saturating_duration_since(*said_at) < REPEAT_WINDOW
        });
        if is_repeated {
            parts = OutgoingText::parts(&format!("@{name} {words}"), most);
        }
        if let Some(last) = parts.last() {
            self.last_said = Some((last.clone(), now));
        }
        parts
    }
}

/// Twitch drops a message that equals the one before it for this long.
const REPEAT_WINDOW: Duration = Duration::from_secs(30);
