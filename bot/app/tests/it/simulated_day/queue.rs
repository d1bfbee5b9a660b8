//! Everything that is under way in a day, in the order of its moments; what has the same moment keeps its order.

use std::collections::BTreeMap;
use std::time::Duration;

use auth::{Credential, NetworkError};
use bytes::Bytes;
use http::{Request, Response};

use super::faults::Fault;
use super::order::Errand;
use super::wire::SocketId;

/// What is under way.
#[derive(Default)]
pub(crate) struct Queue {
    entries: BTreeMap<(Duration, u64), Happening>,
    added: u64,
}

/// What is under way, until its moment comes.
pub(crate) enum Happening {
    Opened(u64),
    Up(SocketId, Vec<u8>),
    Down(SocketId, Vec<u8>),
    /// Twitch hears that the bot is gone.
    EndUp(SocketId),
    /// The bot hears that Twitch is gone.
    EndDown(SocketId),
    AtTwitch(Errand, Request<Vec<u8>>),
    Answered(Errand, Result<Response<Bytes>, NetworkError>),
    Saved(auth::Ticket, Credential),
    Begun(auth::Ticket),
    Loaded(auth::Ticket),
    Remembered(engine::Ticket),
    Fault(Fault),
    Order(String),
}

impl Queue {
    pub(crate) fn add(&mut self, at: Duration, happening: Happening) {
        self.added += 1;
        self.entries.insert((at, self.added), happening);
    }

    /// The next thing whose moment has come.
    pub(crate) fn take(&mut self, now: Duration) -> Option<Happening> {
        let first = self.entries.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }

    /// The moment of the next thing.
    pub(crate) fn next_at(&self) -> Option<Duration> {
        self.entries.keys().next().map(|(at, _)| *at)
    }
}
