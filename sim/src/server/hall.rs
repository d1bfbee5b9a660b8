//! The one place where every connection meets the machine: a lock held for one input, and the waking of those it concerns.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use types::Timestamp;

use super::clock::Ticking;
use crate::chat::outbox::{Farewell, IrcId};
use crate::twitch::Twitch;

/// What all connections share.
pub(super) struct Hall {
    inside: Mutex<Inside>,
    /// Wakes the timer when something is due earlier than it waits for.
    earlier: Notify,
    stop: watch::Sender<bool>,
}

struct Inside {
    twitch: Twitch,
    clock: Ticking,
    /// Whom to wake when a chat connection has something to write.
    writers: BTreeMap<IrcId, Arc<Notify>>,
    /// What the timer waits for.
    armed: Option<Timestamp>,
}

impl Hall {
    pub(super) fn new(twitch: Twitch, clock: Ticking) -> Self {
        Self {
            inside: Mutex::new(Inside {
                twitch,
                clock,
                writers: BTreeMap::new(),
                armed: None,
            }),
            earlier: Notify::new(),
            stop: watch::Sender::new(false),
        }
    }

    /// Gives the machine one input at the present moment, and wakes whomever it concerns.
    pub(super) fn with<Answer>(&self, input: impl FnOnce(&mut Twitch) -> Answer) -> Answer {
        self.enter(&mut self.lock(), input)
    }

    fn enter<Answer>(
        &self,
        inside: &mut Inside,
        input: impl FnOnce(&mut Twitch) -> Answer,
    ) -> Answer {
        inside.twitch.set_now(inside.clock.now());
        let answer = input(&mut inside.twitch);
        inside.clock.catch_up(inside.twitch.now());
        for id in inside.twitch.take_ready_irc() {
            if let Some(writer) = inside.writers.get(&id) {
                writer.notify_one();
            }
        }
        let next = inside.twitch.next_deadline();
        let is_earlier = next.is_some_and(|next| inside.armed.is_none_or(|armed| next < armed));
        if is_earlier {
            self.earlier.notify_one();
        }
        answer
    }

    /// Opens a chat connection; the notification tells when there is something to write.
    pub(super) fn open_irc(&self) -> (IrcId, Arc<Notify>) {
        let mut inside = self.lock();
        let id = self.enter(&mut inside, Twitch::open_irc);
        let writer = Arc::new(Notify::new());
        inside.writers.insert(id, Arc::clone(&writer));
        (id, writer)
    }

    pub(super) fn close_irc(&self, id: IrcId) {
        let mut inside = self.lock();
        inside.writers.remove(&id);
        self.enter(&mut inside, |twitch| twitch.close_irc(id));
    }

    /// Lets somebody write to a chat client for as long as it may take; none if the connection has to end before.
    pub(super) async fn wait_for_client<Written>(
        &self,
        (id, writer): (IrcId, &Notify),
        farewell: Farewell,
        writing: impl Future<Output = Written>,
    ) -> Option<Written> {
        let mut writing = pin!(writing);
        let mut gives_up = farewell != Farewell::Polite;
        let mut was_notified = false;
        loop {
            tokio::select! {
                // Whoever takes everything at once gets it, however the connection ends.
                biased;
                written = writing.as_mut() => {
                    if was_notified {
                        // There may be more to write, of which nobody else will be told.
                        writer.notify_one();
                    }
                    return Some(written);
                }
                () = std::future::ready(()), if gives_up => return None,
                () = writer.notified() => {
                    was_notified = true;
                    gives_up = self.with(|twitch| twitch.gives_up_irc(id));
                }
                () = self.stopped() => return None,
            }
        }
    }

    /// Moves time whenever something is due, until the end.
    pub(super) async fn keep_time(&self) {
        loop {
            let wait = self.arm();
            tokio::select! {
                () = wait_for(wait) => self.with(|_| ()),
                () = self.earlier.notified() => {}
            }
        }
    }

    fn arm(&self) -> Option<Duration> {
        let mut inside = self.lock();
        inside.armed = inside.twitch.next_deadline();
        inside.armed.and_then(|due| inside.clock.wait_for(due))
    }

    /// A panic in one request must not take everybody else's Twitch away, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells every connection to end.
    pub(super) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until connections have to end.
    pub(super) async fn stopped(&self) {
        // The sender lives as long as the hall, so waiting cannot fail.
        let _ = self.stop.subscribe().wait_for(|stopped| *stopped).await;
    }
}

async fn wait_for(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
