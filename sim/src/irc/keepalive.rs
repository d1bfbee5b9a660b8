//! How a connection is kept alive and how it ends by itself: the server's PING, the missing PONG, the announced end.

use std::time::Duration;

use types::Timestamp;

use crate::chat::Stage;
use crate::chat::line::{Line, Needs};
use crate::irc::session::{Session, State};

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
    pub(super) fn end_soon(&mut self, now: Timestamp) {
        self.ends_at = Some(now.plus(ENDS_AFTER_RECONNECT));
    }

    fn next_deadline(&self) -> Timestamp {
        let (Next::PingAt(next) | Next::AnswerBy(next)) = self.next;
        self.ends_at.map_or(next, |end| end.min(next))
    }
}

impl Session {
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        match self.state {
            State::Over => None,
            State::Registering { .. } | State::Ready(_) => Some(self.keepalive.next_deadline()),
        }
    }

    /// Does what is due.
    pub(super) fn handle_timeout(&mut self, stage: &mut Stage<'_>) {
        let now = stage.world.now;
        if self.next_deadline().is_none_or(|due| due > now) {
            return;
        }
        match self.keepalive.next {
            Next::PingAt(due) if due <= now => {
                let ping = Line::new(Needs::Nothing, format_args!("PING :tmi.twitch.tv"));
                self.write(stage, &ping);
                self.keepalive.next = Next::AnswerBy(now.plus(ANSWER_WITHIN));
            }
            Next::AnswerBy(due) if due <= now => self.end(stage),
            Next::PingAt(_) | Next::AnswerBy(_) => {}
        }
        if self.keepalive.ends_at.is_some_and(|end| end <= now) {
            self.end(stage);
        }
    }
}

const PING_EVERY: Duration = Duration::from_secs(5 * 60);
/// Twitch documents no deadline; this one is chosen.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Twitch does not tell how long; this one is chosen.
const ENDS_AFTER_RECONNECT: Duration = Duration::from_secs(30);
