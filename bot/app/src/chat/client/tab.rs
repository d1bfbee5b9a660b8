//! One channel as the client knows it: its log, its modes, who chats there, and what has not been read yet.

use types::{Login, Timestamp, UserId};

use super::chatters::Chatters;
use super::entry::{Badge, Body, Entry, News, Note, Tone};
use super::hearing::Heard;
use super::log::{Log, Taken};
use super::modes::Modes;

/// One channel.
#[derive(Debug)]
pub(super) struct Tab {
    /// Whose it is.
    pub channel: Login,
    /// Its id, as soon as Twitch has told it.
    pub room_id: Option<UserId>,
    /// What happened there.
    pub log: Log,
    /// How its chat is set up.
    pub modes: Modes,
    /// Who chats there.
    pub chatters: Chatters,
    /// What we are there, as far as chat has shown it.
    pub role: Option<Vec<Badge>>,
    /// How much came in since somebody looked.
    pub unread: u64,
    /// Whether somebody named us since then.
    pub is_named: bool,
    /// Whether it is read, or why not.
    pub presence: Presence,
}

/// Whether a channel is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Presence {
    /// Not yet.
    Joining,
    /// It is.
    In,
    /// It is not, for this reason; it is tried again.
    Out(String),
}

impl Tab {
    /// A channel that is about to be joined.
    pub(super) fn new(channel: Login) -> Self {
        Self {
            channel,
            room_id: None,
            log: Log::default(),
            modes: Modes::default(),
            chatters: Chatters::default(),
            role: None,
            unread: 0,
            is_named: false,
            presence: Presence::Joining,
        }
    }

    /// Takes in what was heard. `me` is the account that chats.
    pub(super) fn hear(&mut self, heard: Heard, me: Option<&Login>) {
        match heard {
            Heard::Entry(entry) => self.take(entry, me),
            Heard::Deleted(id) => {
                // What is not here any more needs no mark.
                let _is_here = self.log.strike(&id);
            }
            Heard::Silenced(silenced) => {
                self.log.strike_all_of(&silenced);
                let words = format!("{} was {}", silenced.login, silenced.words);
                self.moderated(silenced.at, words);
            }
            Heard::Cleared(at) => {
                self.log.strike_all();
                self.moderated(at, "the chat was cleared".to_owned());
            }
            Heard::Modes(mut change) => {
                self.room_id = change.room_id.take().or_else(|| self.room_id.take());
                self.modes.change(change);
            }
        }
    }

    /// Says something to whoever reads.
    pub(super) fn tell(&mut self, at: Timestamp, tone: Tone, words: &str) {
        self.log.push(Entry::told(at, tone, words));
    }

    /// Somebody looks at it.
    pub(super) fn is_looked_at(&mut self) {
        self.unread = 0;
        self.is_named = false;
    }

    fn take(&mut self, entry: Entry, me: Option<&Login>) {
        let is_named = entry.note == Some(Note::Mention);
        if let Some(author) = &entry.author
            && entry.is_message()
        {
            self.chatters.note(&author.login, &author.name);
            let is_me = me.is_some_and(|me| author.login == me.as_str());
            // The badges of a copy are those of another room.
            if is_me && entry.source.is_none() {
                self.role = Some(author.badges.clone());
            }
        }
        if self.log.push(entry) == Taken::New {
            self.unread += 1;
            self.is_named |= is_named;
        }
    }

    fn moderated(&mut self, at: Timestamp, words: String) {
        let body = Body::Happened {
            news: News::Moderation,
            words,
            pieces: Vec::new(),
        };
        self.log.push(Entry::new(at, body));
        self.unread += 1;
    }
}
