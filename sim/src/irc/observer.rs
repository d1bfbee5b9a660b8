//! A client of our own that listens in every room, so that somebody can say which messages reached others. It comes in through the same door as everybody.

use types::UserId;

use crate::chat::Stage;
use crate::chat::outbox::IrcId;
use crate::chat::statistics::Statistics;

/// The built-in listener.
#[derive(Debug, Default)]
pub(super) struct Observer {
    connection: Option<IrcId>,
    /// What it has not said yet.
    words: Vec<String>,
    /// How many channels it knows of.
    channels: usize,
}

impl Observer {
    /// Its connection, once it has one.
    pub(super) fn id(&self) -> Option<IrcId> {
        self.connection
    }

    /// Gets its connection and logs in.
    pub(super) fn start(&mut self, id: IrcId) {
        self.connection = Some(id);
        self.words
            .push("CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan1\r\n".to_owned());
    }

    /// Reads what it received and returns the next thing that it says.
    pub(super) fn next_words(&mut self, stage: &mut Stage<'_>) -> Option<String> {
        let id = self.connection?;
        for line in stage.chat.outboxes.poll(id).lines {
            self.hear(&line, &mut stage.chat.statistics);
        }
        if self.channels != stage.world.channels.len() {
            self.channels = stage.world.channels.len();
            let users = &stage.world.users;
            let owners = stage
                .world
                .channels
                .keys()
                .filter_map(|id: &UserId| users.get(id.as_str()));
            let joins = owners.map(|owner| format!("JOIN #{}\r\n", owner.login));
            self.words.push(joins.collect());
        }
        if self.words.is_empty() {
            return None;
        }
        Some(self.words.remove(0))
    }

    fn hear(&mut self, line: &[u8], statistics: &mut Statistics) {
        if line.starts_with(b"PING") {
            self.words.push("PONG :tmi.twitch.tv\r\n".to_owned());
            return;
        }
        let Some(tags) = line.strip_prefix(b"@") else {
            return;
        };
        statistics.observed_lines += 1;
        if statistics.accounts.is_empty() {
            return;
        }
        // Nearly all lines are those of viewers, so the account is looked at before anything else.
        let Some(user) = tag(tags, b";user-id=") else {
            return;
        };
        if statistics.accounts.contains_key(user)
            && let Some(message) = tag(tags, b";id=")
        {
            statistics.note_seen(user, message);
        }
    }
}

/// The value behind a key that is written with the sign before and the sign after it.
fn tag<'line>(tags: &'line [u8], key: &[u8]) -> Option<&'line str> {
    let start = memchr::memmem::find(tags, key)? + key.len();
    let value = tags.get(start..)?;
    let end = memchr::memchr2(b';', b' ', value)?;
    std::str::from_utf8(value.get(..end)?).ok()
}
