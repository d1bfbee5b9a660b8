//! One chat connection as a machine: which command goes where. Login, rooms and speaking have files of their own.

use std::time::Duration;

use types::{Secret, Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::line::{Line, Needs};
use crate::chat::outbox::IrcId;
use crate::irc::keepalive::{Due, Keepalive};
use crate::irc::line::{ClientLine, Reader};

/// One chat connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: IrcId,
    pub(super) state: State,
    keepalive: Keepalive,
    reader: Reader,
}

/// How far a connection has come.
#[derive(Debug)]
pub(super) enum State {
    /// PASS may have come, NICK has not.
    Registering {
        pass: Option<Secret>,
    },
    Ready(Guest),
    /// Refused, left or ordered away; whatever still comes in is passed over.
    Over,
}

/// Who somebody turned out to be.
#[derive(Debug, Clone)]
pub(super) enum Guest {
    /// A `justinfan`, who may listen.
    Anonymous { nick: String },
    Account {
        user: UserId,
        login: String,
        may_speak: bool,
    },
}

impl Session {
    pub(super) fn new(id: IrcId, now: Timestamp) -> Self {
        Self {
            id,
            state: State::Registering { pass: None },
            keepalive: Keepalive::new(now),
            reader: Reader::default(),
        }
    }

    /// Takes bytes, cut anywhere.
    pub(super) fn handle(&mut self, stage: &mut Stage<'_>, bytes: &[u8]) {
        for line in self.reader.read(bytes) {
            self.keepalive.note_life(stage.world.now);
            self.handle_line(stage, &line);
        }
    }

    /// When it wants to be looked after.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        match self.state {
            State::Over => None,
            State::Registering { .. } | State::Ready(_) => Some(self.keepalive.next_deadline()),
        }
    }

    /// Does what is due, on the way to the moment `until`.
    pub(super) fn handle_timeout(&mut self, stage: &mut Stage<'_>, until: Timestamp) {
        if matches!(self.state, State::Over) {
            return;
        }
        match self.keepalive.handle_timeout(stage.world.now, until) {
            None => {}
            Some(Due::Ping) => {
                let ping = Line::new(Needs::Nothing, format_args!("PING :tmi.twitch.tv"));
                self.write(stage, &ping);
            }
            Some(Due::End) => {
                self.end(stage);
                stage.chat.outboxes.give_up(self.id);
            }
        }
    }

    fn handle_line(&mut self, stage: &mut Stage<'_>, line: &ClientLine) {
        match (&self.state, line.command.as_str()) {
            (State::Over, _) => {}
            (_, "CAP") => self.capability(stage, line),
            (_, "PING") => self.ping(stage, line),
            (_, "PONG" | "USER") => {}
            (_, "QUIT") => self.end(stage),
            (State::Registering { .. }, "PASS") => {
                let pass = Some(Secret::new(line.param(0)));
                self.state = State::Registering { pass };
            }
            (State::Registering { .. }, "NICK") => self.nick(stage, line.param(0)),
            // Twitch says nothing to those who talk before they log in, nor to those who log in again.
            (State::Registering { .. }, _) | (State::Ready(_), "PASS" | "NICK") => {}
            (State::Ready(guest), _) => {
                let guest = guest.clone();
                self.handle_command(stage, (&guest, line));
            }
        }
    }

    fn handle_command(&mut self, stage: &mut Stage<'_>, (guest, line): (&Guest, &ClientLine)) {
        match line.command.as_str() {
            "JOIN" => {
                for channel in line.channels() {
                    self.join(stage, guest, &channel);
                }
            }
            "PART" => {
                for channel in line.channels() {
                    self.part(stage, guest, &channel);
                }
            }
            "PRIVMSG" => {
                if !stage.chat.outboxes.mischief.loses_words(guest.user()) {
                    self.speak(stage, guest, line);
                }
            }
            "" => {}
            unknown => {
                let nick = guest.nick();
                self.write(
                    stage,
                    &Line::new(
                        Needs::Nothing,
                        format_args!(":tmi.twitch.tv 421 {nick} {unknown} :Unknown command"),
                    ),
                );
            }
        }
    }

    fn ping(&self, stage: &mut Stage<'_>, line: &ClientLine) {
        let answer = match line.param(0) {
            "" => Line::new(Needs::Nothing, format_args!("PONG :tmi.twitch.tv")),
            text => Line::new(
                Needs::Nothing,
                format_args!(":tmi.twitch.tv PONG tmi.twitch.tv :{text}"),
            ),
        };
        self.write(stage, &answer);
    }

    /// Who is on the other side, once that is known.
    pub(super) fn guest(&self) -> Option<&Guest> {
        match &self.state {
            State::Ready(guest) => Some(guest),
            State::Registering { .. } | State::Over => None,
        }
    }

    pub(super) fn write(&self, stage: &mut Stage<'_>, line: &Line) {
        stage.chat.outboxes.write(self.id, line);
    }

    /// Ends the connection after what is still to be written.
    pub(super) fn end(&mut self, stage: &mut Stage<'_>) {
        self.leave_all(stage);
        self.state = State::Over;
        stage.chat.outboxes.finish(self.id);
    }

    /// Tells the client that the server goes away soon.
    pub(super) fn order_reconnect(&mut self, stage: &mut Stage<'_>, closes_in: Duration) {
        self.write(
            stage,
            &Line::new(Needs::Commands, format_args!(":tmi.twitch.tv RECONNECT")),
        );
        self.keepalive.end_at(stage.world.now.plus(closes_in));
    }
}

impl Guest {
    /// The name on this connection's lines.
    pub(super) fn nick(&self) -> &str {
        match self {
            Self::Anonymous { nick } => nick,
            Self::Account { login, .. } => login,
        }
    }

    /// The account, if it is one.
    pub(super) fn user(&self) -> Option<&UserId> {
        match self {
            Self::Anonymous { .. } => None,
            Self::Account { user, .. } => Some(user),
        }
    }
}
