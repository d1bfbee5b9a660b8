//! The whole of it as one machine: requests, chat bytes and moments in; answers and chat bytes out. It performs no I/O and reads no clock.

use std::fmt;

use http::{Request, Response, StatusCode};
use types::{Login, Timestamp};

use crate::chat::Chat;
use crate::control::env::Env;
use crate::irc::{Door, IrcId, IrcOutput};
use crate::places::Places;
use crate::statistics::Statistics;
use crate::viewers::Viewers;
use crate::world::World;
use crate::world::blueprint::Blueprint;

/// A small Twitch.
pub struct Twitch {
    world: World,
    chat: Chat,
    irc: Door,
    viewers: Option<Viewers>,
    places: Places,
    requests: u64,
}

/// What a Twitch starts from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The same seed gives the same people, ids, tokens and chat.
    pub seed: u64,
    /// The moment at which it begins.
    pub started_at: Timestamp,
    /// Where its doors are reached; it stands in the links that it hands out.
    pub places: Places,
    /// The people and channels; the usual ones if not set.
    pub world: Option<Blueprint>,
    /// Who consents to every login that comes; a person has to if not set.
    pub consent: Option<Login>,
}

impl Twitch {
    /// A Twitch at its first moment.
    pub fn new(settings: Settings) -> Self {
        Self {
            world: World::build(
                settings.world.unwrap_or_default(),
                settings.started_at,
                settings.seed,
            ),
            chat: Chat::default(),
            irc: Door::default(),
            viewers: None,
            places: settings.places,
            requests: 0,
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

    /// Answers a request to any of the HTTP doors.
    pub fn handle_http(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.requests += 1;
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
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

    /// Everything that a client under test needs, with tokens minted for it.
    pub fn env(&mut self) -> Env {
        Env::mint(&mut self.world, &self.places).expect("every world has people and an application")
    }

    /// What happened so far.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            tokens_refreshed: self.world.tokens.refreshed,
            requests: self.requests,
            ..Statistics::default()
        }
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
