//! What AutoMod held back, and how long a moderator can decide about it. What is said then is the business of `say`.

use std::collections::VecDeque;
use std::time::Duration;

use types::{MessageId, Timestamp};

use crate::chat::said::Said;

/// A message that waits for a moderator, or waited.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: MessageId,
    pub(crate) said: Said,
    pub(crate) held_at: Timestamp,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Decided,
}

/// All such messages, the newest last.
#[derive(Debug, Default)]
pub(crate) struct HeldMessages(VecDeque<Held>);

impl HeldMessages {
    /// Keeps a message until a moderator decides.
    pub(crate) fn keep(&mut self, now: Timestamp, id: &MessageId, said: &Said) {
        self.0.push_back(Held {
            id: id.clone(),
            said: said.clone(),
            held_at: now,
            state: State::Waiting,
        });
        if self.0.len() > MOST_HELD {
            self.0.pop_front();
        }
    }

    /// Takes note of a decision, and returns what was said; `None` if it is too late.
    pub(crate) fn settle(&mut self, now: Timestamp, id: &MessageId) -> Option<Said> {
        let mut held = self.0.iter_mut();
        let held = held.find(|held| held.id == *id && held.is_open(now))?;
        held.state = State::Decided;
        Some(held.said.clone())
    }

    /// The message that was held under this id, whatever became of it.
    pub(crate) fn get(&self, id: &MessageId) -> Option<&Held> {
        self.0.iter().find(|held| held.id == *id)
    }

    /// What can still be decided about.
    pub(crate) fn waiting(&self, now: Timestamp) -> impl Iterator<Item = &Held> {
        self.0.iter().filter(move |held| held.is_open(now))
    }
}

impl Held {
    fn is_open(&self, now: Timestamp) -> bool {
        self.state == State::Waiting && now.since(self.held_at) < WAITS_FOR
    }
}

/// How long a moderator has; after that the message is gone.
const WAITS_FOR: Duration = Duration::from_secs(5 * 60);
/// More than that are never decided about by anybody.
const MOST_HELD: usize = 1_000;
