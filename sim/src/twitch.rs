//! The whole of it as one machine: requests, chat bytes and moments in; answers and chat bytes out. It performs no I/O and reads no clock.

use std::fmt;

use types::{Login, Timestamp};

use crate::chat::Chat;
use crate::irc::{Door, IrcId, IrcOutput};
use crate::viewers::Viewers;
use crate::world::World;

/// A small Twitch.
pub struct Twitch {
    world: World,
    chat: Chat,
    irc: Door,
    viewers: Option<Viewers>,
}

/// What a Twitch starts from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The same seed gives the same people, ids, tokens and chat.
    pub seed: u64,
    /// The moment at which it begins.
    pub started_at: Timestamp,
    /// Where its pages are reached, such as `http://localhost:8090`; it stands in the links that it hands out.
    pub origin: String,
    /// Who consents to every login that comes; a person has to if not set.
    pub consent: Option<Login>,
}

impl Twitch {
    /// A Twitch with its default people.
    pub fn new(settings: Settings) -> Self {
        Self {
            world: World::new(settings.started_at, settings.seed),
            chat: Chat::default(),
            irc: Door::default(),
            viewers: None,
        }
    }

    /// Moves time forward to `now` and does everything that was due until then, in order; time never goes back.
    pub fn set_now(&mut self, now: Timestamp) {
        while let Some(due) = self.next_deadline().filter(|due| *due <= now) {
            self.world.now = self.world.now.max(due);
            self.handle_timeouts();
        }
        self.world.now = self.world.now.max(now);
    }

    /// Lets scripted viewers chat from now on.
    pub fn start_viewers(&mut self, viewers: Viewers) {
        self.viewers = Some(viewers);
    }

    /// A client connects to chat.
    pub fn open_irc(&mut self) -> IrcId {
        self.irc.open(&self.world)
    }

    /// Takes bytes that a chat client sent, cut anywhere.
    pub fn handle_irc(&mut self, id: IrcId, bytes: &[u8]) {
        self.irc.handle(id, bytes, &mut self.world, &mut self.chat);
        self.irc.deliver(&self.world, &mut self.chat);
    }

    /// Takes what is to be written to a chat client, and whether the connection ends after that.
    pub fn poll_irc(&mut self, id: IrcId) -> IrcOutput {
        self.irc.poll(id)
    }

    /// A chat client is gone.
    pub fn close_irc(&mut self, id: IrcId) {
        self.irc.close(id, &self.world, &mut self.chat);
        self.irc.deliver(&self.world, &mut self.chat);
    }

    /// The chat clients for which `poll_irc` has something since the last time this was asked.
    pub fn take_ready_irc(&mut self) -> Vec<IrcId> {
        self.irc.take_ready()
    }

    /// When something is due without anybody asking.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let viewers = self.viewers.as_ref().and_then(Viewers::next_at);
        [viewers, self.irc.next_deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// The moment it is here.
    pub fn now(&self) -> Timestamp {
        self.world.now
    }

    fn handle_timeouts(&mut self) {
        if let Some(viewers) = &mut self.viewers {
            viewers.tick(&mut self.world, &mut self.chat);
        }
        self.irc.handle_timeout(&mut self.world, &mut self.chat);
        self.irc.deliver(&self.world, &mut self.chat);
    }
}

impl fmt::Debug for Twitch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The world holds every token, so only the time is shown.
        formatter
            .debug_struct("Twitch")
            .field("now", &self.world.now)
            .finish_non_exhaustive()
    }
}
