//! How a connection is kept alive and how it ends by itself: the server's PING, the missing PONG, the announced end.

use std::time::Duration;

use types::Timestamp;

/// The timers of one connection.
#[derive(Debug)]
pub(super) struct Keepalive {
    next: Next,
    /// When a connection that was told RECONNECT is closed.
    ends_at: Option<Timestamp>,
}

/// What comes next if nothing else happens.
#[derive(Debug)]
enum Next {
    PingAt(Timestamp),
    /// A PING was sent, and the client has to show life until then.
    AnswerBy(Timestamp),
}

/// What a timer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// A PING is to be sent.
    Ping,
    /// The connection is to be closed.
    End,
}

impl Keepalive {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            next: Next::PingAt(now.plus(PING_EVERY)),
            ends_at: None,
        }
    }

    /// The client sent a line, whatever it was; that it lives is all that a PING asks.
    pub(super) fn note_life(&mut self, now: Timestamp) {
        if let Next::AnswerBy(_) = self.next {
            self.next = Next::PingAt(now.plus(PING_EVERY));
        }
    }

    /// The connection is closed in a while.
    pub(super) fn end_at(&mut self, end: Timestamp) {
        self.ends_at = Some(end);
    }

    pub(super) fn next_deadline(&self) -> Timestamp {
        let (Next::PingAt(next) | Next::AnswerBy(next)) = self.next;
        self.ends_at.map_or(next, |end| end.min(next))
    }

    /// What is due, if anything is.
    ///
    /// Time that jumps is at `until` before the client hears of a PING, so it has from then on to answer it.
    pub(super) fn handle_timeout(&mut self, now: Timestamp, until: Timestamp) -> Option<Due> {
        if self.ends_at.is_some_and(|end| end <= now) {
            return Some(Due::End);
        }
        match self.next {
            Next::PingAt(due) if due <= now => {
                self.next = Next::AnswerBy(now.max(until).plus(ANSWER_WITHIN));
                Some(Due::Ping)
            }
            Next::AnswerBy(due) if due <= now => Some(Due::End),
            Next::PingAt(_) | Next::AnswerBy(_) => None,
        }
    }
}

const PING_EVERY: Duration = Duration::from_secs(5 * 60);
/// Twitch documents no deadline; this one is chosen.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
