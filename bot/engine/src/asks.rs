//! Questions that are out, until their answers come or their time is over.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use types::{MessageId, Timestamp, UserId};

use crate::action::{Change, Ticket};
use crate::command::CommandName;
use crate::event::ChatLine;

/// All questions that are out, and the tickets for the next ones.
#[derive(Debug)]
pub(crate) struct Asks {
    next: Ticket,
    // Tickets are given out in the order of time and all have the same deadline, so the first one ends first.
    waiting: BTreeMap<Ticket, (Instant, Ask)>,
    /// Chat has been told that these take too long; a change that is stored after all still has to be put in force.
    late: BTreeMap<Ticket, (Instant, Ask)>,
}

/// One question that is out.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) asker: Asker,
    pub(crate) wish: Wish,
}

/// For whom an answer is.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) channel: UserId,
    /// The chat line that led to it.
    pub(crate) message: MessageId,
    pub(crate) name: String,
}

/// What is to be done with the answer.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// Tell how long the stream has been live.
    Uptime { asked_at: Timestamp },
    /// Put the change in force and say so.
    Change { change: Change, done: String },
}

impl Asker {
    pub(crate) fn of(line: &ChatLine) -> Self {
        Self {
            channel: line.channel.clone(),
            message: line.id.clone(),
            name: line.sender_name().to_owned(),
        }
    }
}

impl Wish {
    /// What chat is told if the answer is that it failed.
    pub(crate) fn failure(&self) -> String {
        match self {
            Self::Uptime { .. } => {
                "I could not find out whether the stream is live; please try again in a minute."
                    .to_owned()
            }
            Self::Change { change, .. } => format!(
                "I could not save !{}, so nothing has changed; please try again in a minute.",
                change.name()
            ),
        }
    }

    /// What chat is told if there is no answer in time.
    pub(crate) fn delay(&self) -> String {
        match self {
            Self::Uptime { .. } => self.failure(),
            Self::Change { change, .. } => format!(
                "Saving !{} takes longer than usual; I tell you when it is done.",
                change.name()
            ),
        }
    }
}

impl Asks {
    pub(crate) fn new() -> Self {
        Self {
            next: Ticket::first(),
            waiting: BTreeMap::new(),
            late: BTreeMap::new(),
        }
    }

    /// Whether so many questions are out that no other should follow.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= CAPACITY
    }

    /// Notes a question.
    pub(crate) fn open(&mut self, deadline: Instant, ask: Ask) -> Ticket {
        let ticket = self.next;
        self.next = ticket.next();
        self.waiting.insert(ticket, (deadline, ask));
        ticket
    }

    /// Takes the question that an answer belongs to.
    pub(crate) fn close(&mut self, ticket: Ticket) -> Option<Ask> {
        let waiting = self.waiting.remove(&ticket);
        let (_, ask) = waiting.or_else(|| self.late.remove(&ticket))?;
        Some(ask)
    }

    /// The questions whose time is over, each of them once.
    pub(crate) fn expire(&mut self, now: Instant) -> Vec<Ask> {
        let mut expired = Vec::new();
        while let Some(entry) = self.waiting.first_entry()
            && entry.get().0 <= now
        {
            let (ticket, (deadline, ask)) = entry.remove_entry();
            if let Wish::Change { .. } = ask.wish {
                self.late.insert(ticket, (deadline, ask.clone()));
            }
            expired.push(ask);
        }
        while self.late.len() > CAPACITY {
            self.late.pop_first();
        }
        expired
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let (_, (deadline, _)) = self.waiting.first_key_value()?;
        Some(*deadline)
    }

    /// Whether a change of this command is on its way; a second one could overtake it, and would be judged by what is about to change.
    pub(crate) fn is_changing(&self, now: Instant, channel: &UserId, name: &CommandName) -> bool {
        let late = self.late.values();
        let late = late.filter(|(deadline, _)| now < *deadline + LATE_FOR);
        self.waiting.values().chain(late).any(|(_, ask)| {
            let changes_it = match &ask.wish {
                Wish::Change { change, .. } => change.name() == name,
                Wish::Uptime { .. } => false,
            };
            changes_it && ask.asker.channel == *channel
        })
    }
}

/// An answer that comes no more must not lock a command for ever.
const LATE_FOR: Duration = Duration::from_secs(60);

/// A database that takes seconds for each change must not fill the memory.
const CAPACITY: usize = 256;
