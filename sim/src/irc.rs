//! The IRC door: connections that are fed bytes and give bytes. What happens in the rooms is the business of `chat`.

mod keepalive;
mod line;
mod login;
mod misbehave;
mod observer;
pub(crate) mod order;
mod rooms;
mod session;
mod speak;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use types::Timestamp;

use crate::chat::Stage;
use crate::chat::outbox::{Farewell, IrcId};
use observer::Observer;
use session::Session;

/// All open connections.
#[derive(Debug, Default)]
pub(crate) struct Door {
    sessions: BTreeMap<IrcId, Session>,
    observer: Observer,
}

impl Door {
    /// A client connects.
    pub(crate) fn open(&mut self, stage: &mut Stage<'_>) -> IrcId {
        let id = stage.chat.outboxes.open();
        self.sessions.insert(id, Session::new(id, stage.world.now));
        id
    }

    /// Takes bytes of a client, cut anywhere; bytes for a connection that has ended are passed over.
    pub(crate) fn handle(&mut self, stage: &mut Stage<'_>, id: IrcId, bytes: &[u8]) {
        if stage.chat.outboxes.is_dead(id) {
            return;
        }
        if let Some(session) = self.sessions.get_mut(&id) {
            session.handle(stage, bytes);
        }
    }

    /// A client is gone.
    pub(crate) fn close(&mut self, stage: &mut Stage<'_>, id: IrcId) {
        if let Some(session) = self.sessions.remove(&id) {
            session.leave_all(stage);
        }
        stage.chat.outboxes.remove(id);
    }

    /// Tells all connections that the server goes away soon, and ends them a while later.
    pub(crate) fn order_reconnect(&mut self, stage: &mut Stage<'_>) {
        let observer = self.observer.id();
        for (id, session) in &mut self.sessions {
            if Some(*id) != observer {
                session.order_reconnect(stage, ENDS_AFTER_RECONNECT);
            }
        }
    }

    /// Ends all connections without a word, as when a cable is pulled.
    pub(crate) fn cut(&mut self, stage: &mut Stage<'_>) {
        let observer = self.observer.id();
        for id in self.sessions.keys().filter(|id| Some(**id) != observer) {
            stage.chat.outboxes.break_off(*id, Farewell::Cut);
        }
    }

    /// When a connection wants to be looked after.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        self.sessions
            .values()
            .filter_map(Session::next_deadline)
            .min()
    }

    /// Does what is due on the way to the moment `until`: PINGs, and the ends of connections that did not answer.
    pub(crate) fn handle_timeout(&mut self, stage: &mut Stage<'_>, until: Timestamp) {
        for session in self.sessions.values_mut() {
            session.handle_timeout(stage, until);
        }
    }

    /// Lets the built-in observer read what it received, and join rooms that are new; wanted after everything that may have made lines.
    pub(crate) fn observe(&mut self, stage: &mut Stage<'_>) {
        let id = match self.observer.id() {
            Some(id) => id,
            None => {
                let id = self.open(stage);
                stage.chat.outboxes.exempt(id);
                self.observer.start(id);
                id
            }
        };
        // What it says is made of what it heard, and is heard through the same code as everybody's words.
        while let Some(words) = self.observer.next_words(stage) {
            self.handle(stage, id, words.as_bytes());
        }
    }

    /// How many clients are connected, the observer not counted.
    pub(crate) fn connections(&self) -> usize {
        let observer = usize::from(self.observer.id().is_some());
        self.sessions.len() - observer
    }
}

/// Twitch does not tell how long; this one is chosen.
const ENDS_AFTER_RECONNECT: Duration = Duration::from_secs(30);
