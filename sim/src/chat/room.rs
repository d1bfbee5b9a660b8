//! One room: who is in it, who spoke last, and which messages can still be answered or deleted. It judges nothing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use types::{Login, MessageId, Timestamp, UserId};

use crate::chat::outbox::IrcId;
use crate::world::user::User;

/// The room of one channel.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The connections that joined, and whose they are; nobody's if anonymous.
    pub(crate) connections: BTreeMap<IrcId, Option<UserId>>,
    /// People who are here without a connection of ours.
    pub(crate) guests: BTreeSet<UserId>,
    /// Everybody who ever spoke here, with their last message.
    pub(crate) speakers: BTreeMap<UserId, LastMessage>,
    /// What was said since unique chat was switched on.
    pub(crate) unique_texts: BTreeSet<String>,
    pub(crate) memory: Memory,
}

/// The last message of somebody that reached the room.
#[derive(Debug, Clone)]
pub(crate) struct LastMessage {
    pub(crate) text: String,
    pub(crate) at: Timestamp,
}

/// A message that can still be answered or deleted.
#[derive(Debug, Clone)]
pub(crate) struct Remembered {
    pub(crate) id: MessageId,
    pub(crate) author: Arc<Author>,
    pub(crate) text: Arc<str>,
    pub(crate) at: Timestamp,
    /// The first message of the thread, if this one is an answer.
    pub(crate) root: Option<Arc<Self>>,
}

/// Who said a message, as they were called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) id: UserId,
    pub(crate) login: Login,
    pub(crate) display_name: String,
}

/// The newest messages of a room.
///
/// Every line is written here and hardly any is looked up, so there is no index: whoever looks walks back from the newest,
/// over fingerprints that lie side by side.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    messages: VecDeque<(u64, Arc<Remembered>)>,
}

impl Room {
    /// A connection joins; false if it was here already.
    pub(crate) fn join(&mut self, id: IrcId, user: Option<UserId>) -> bool {
        self.connections.insert(id, user).is_none()
    }

    /// A connection leaves; false if it was not here.
    pub(crate) fn part(&mut self, id: IrcId) -> bool {
        self.connections.remove(&id).is_some()
    }

    /// Remembers who said what last.
    pub(crate) fn note_speaker(&mut self, user: &UserId, text: &str, at: Timestamp) {
        // Nearly every message is from somebody who spoke before; their entry is written over.
        if let Some(last) = self.speakers.get_mut(user) {
            text.clone_into(&mut last.text);
            last.at = at;
        } else {
            let text = text.to_owned();
            self.speakers.insert(user.clone(), LastMessage { text, at });
        }
    }

    /// Whether somebody is here, with a connection or without.
    pub(crate) fn holds(&self, user: &UserId) -> bool {
        let is_connected = |member: &Option<UserId>| member.as_ref() == Some(user);
        self.guests.contains(user) || self.connections.values().any(is_connected)
    }

    /// Everybody who is here.
    pub(crate) fn people(&self) -> BTreeSet<UserId> {
        let connected = self.connections.values().flatten();
        connected.chain(&self.guests).cloned().collect()
    }

    /// The connections of one person.
    pub(crate) fn connections_of(&self, user: &UserId) -> Vec<IrcId> {
        let theirs = self
            .connections
            .iter()
            .filter(|(_, member)| member.as_ref() == Some(user));
        theirs.map(|(id, _)| *id).collect()
    }
}

impl Remembered {
    /// The first message of the thread that an answer to this one belongs to.
    pub(crate) fn thread(self: &Arc<Self>) -> Arc<Self> {
        Arc::clone(self.root.as_ref().unwrap_or(self))
    }
}

impl Author {
    /// Somebody as they are called now.
    pub(crate) fn of(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            login: user.login.clone(),
            display_name: user.display_name.clone(),
        }
    }
}

impl Memory {
    /// Remembers a message and forgets the oldest if there are too many.
    pub(crate) fn insert(&mut self, message: Remembered) {
        if self.messages.len() == LARGEST_MEMORY {
            self.messages.pop_front();
        }
        let fingerprint = fingerprint(&message.id);
        self.messages.push_back((fingerprint, Arc::new(message)));
    }

    /// Forgets a message, which cannot be answered then.
    pub(crate) fn remove(&mut self, id: &MessageId) -> Option<Arc<Remembered>> {
        let position = self.position(id)?;
        self.messages.remove(position).map(|(_, message)| message)
    }

    pub(crate) fn clear(&mut self) {
        self.messages.clear();
    }

    pub(crate) fn get(&self, id: &MessageId) -> Option<&Arc<Remembered>> {
        let (_, message) = self.messages.get(self.position(id)?)?;
        Some(message)
    }

    fn position(&self, id: &MessageId) -> Option<usize> {
        let wanted = fingerprint(id);
        self.messages
            .iter()
            .rposition(|(fingerprint, message)| *fingerprint == wanted && message.id == *id)
    }
}

/// The last bytes of an id, which tell random ids apart nearly always.
fn fingerprint(id: &MessageId) -> u64 {
    let last = id.as_str().as_bytes().last_chunk::<8>();
    last.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Twitch counts hours instead; this many keeps a second of the fastest flood and hours of a usual chat.
const LARGEST_MEMORY: usize = 1 << 18;
