//! What each line of the server means for the connection that it came through.

use std::time::{Duration, Instant};

use super::super::account::Account;
use super::super::event::{Disconnection, Event, Health, LoginRefusal, Unreadable};
use super::super::probe::{Answer, Probe};
use super::super::refusal;
use super::{GoingNotice, Link, Live, OnReconnect, Pass, State};
use crate::line::Line;
use crate::message::Message;
use crate::message::notice::Notice;
use crate::message::room_state::RoomState;
use crate::message::session::Verdict;
use crate::outgoing::Outgoing;
use crate::splitter::Piece;

impl Link {
    pub(super) fn handle_piece(&mut self, now: Instant, piece: Piece<'_>, account: &mut Account) {
        match piece {
            Piece::Line(text) => match Line::parse(&text) {
                Ok(line) => self.handle_line(now, &line, account),
                Err(why) => self.tell(Event::Unreadable(Unreadable::NotALine {
                    text: text.chars().take(SHOWN).collect(),
                    why,
                })),
            },
            Piece::TooLong { beginning, length } => {
                let beginning = beginning.into_owned();
                self.tell(Event::Unreadable(Unreadable::TooLong { beginning, length }));
            }
            Piece::Unfinished { beginning, length } => {
                let beginning = beginning.into_owned();
                self.tell(Event::Unreadable(Unreadable::Unfinished {
                    beginning,
                    length,
                }));
            }
        }
    }

    fn handle_line(&mut self, now: Instant, line: &Line<'_>, account: &mut Account) {
        let message = match line.command() {
            // Nearly everything that comes, and nothing that concerns the connection: not worth reading here.
            "PRIVMSG" | "USERNOTICE" | "CLEARCHAT" | "CLEARMSG" | "USERSTATE" => {
                return self.tell_message(line);
            }
            _ => Message::from(*line),
        };
        match message {
            Message::Ping(ping) => return self.answer_ping(ping.text),
            Message::Pong(pong) => return self.handle_pong(now, pong.text),
            _ => self.tell_message(line),
        }
        match message {
            Message::Welcome(welcome) => self.handle_welcome(now, welcome.login, account),
            Message::Capabilities(answer) if answer.verdict == Verdict::Refused => {
                let names = answer.names.to_owned();
                self.tell(Event::CapabilitiesRefused { names });
            }
            Message::Notice(notice) => self.handle_notice(now, &notice, account),
            Message::RoomState(room) => self.handle_room_state(&room),
            Message::Join(join) if self.is_own(join.login) => self.handle_joined(join.channel),
            Message::Part(part) if self.is_own(part.login) => self.handle_left(now, part.channel),
            Message::Reconnect => self.handle_reconnect(now),
            _ => {}
        }
    }

    fn answer_ping(&mut self, text: &str) {
        if self.is_open() {
            self.write(Outgoing::pong(text));
        }
    }

    fn handle_pong(&mut self, now: Instant, text: &str) {
        let State::Live(live) = &mut self.state else {
            return;
        };
        let answer = live.probe.handle_pong(now, text, &mut self.random);
        self.proven_at = Some(now);
        if now >= live.since + PROVEN {
            self.backoff.reset();
        } else if now >= live.since + PROMISING {
            self.backoff.ease();
        }
        match answer {
            Some(Answer::Well(round_trip)) => {
                self.round_trip = Some(round_trip);
                self.set_health(Health::Up);
            }
            Some(Answer::Late(text)) => self.write(Outgoing::ping(&text)),
            None => {}
        }
    }

    fn handle_welcome(&mut self, now: Instant, login: &str, account: &mut Account) {
        let State::LoggingIn { nick, pass, .. } = &self.state else {
            return;
        };
        if let Pass::Token(token) = pass {
            account.refused.forgive(token);
        }
        let login = login.parse().unwrap_or_else(|_| nick.clone());
        self.proven_at = Some(now);
        self.state = State::Live(Live {
            since: now,
            login: login.clone(),
            probe: Probe::new(now, &mut self.random),
            health: Health::Down,
            notice: GoingNotice::None,
        });
        self.tell(Event::Ready { login });
        // The answer to a login is a round trip like any other.
        self.set_health(Health::Up);
        self.join_more(now, account);
    }

    fn handle_notice(&mut self, now: Instant, notice: &Notice<'_>, account: &mut Account) {
        let (Some(channel), Some(id)) = (notice.channel, notice.id) else {
            return self.handle_login_notice(now, notice.text, account);
        };
        let Some(why) = refusal::of_join(id) else {
            return;
        };
        if self.roster.refuse(now, channel, why) {
            self.tell_of(channel, |channel| Event::JoinFailed { channel, why });
        }
    }

    /// A NOTICE instead of a welcome. If it is not known what it means, the deadline or the server decides.
    fn handle_login_notice(&mut self, now: Instant, text: &str, account: &mut Account) {
        let State::LoggingIn { pass, .. } = &mut self.state else {
            return;
        };
        let why = refusal::of_login(text);
        let text = text.to_owned();
        let pass = match why {
            LoginRefusal::Unknown => Pass::Nothing,
            _ => std::mem::replace(pass, Pass::Nothing),
        };
        self.tell(Event::LoginRefused { why, text });
        match (why, pass) {
            (LoginRefusal::Unknown, _) => return,
            (LoginRefusal::BadToken | LoginRefusal::MalformedToken, Pass::Token(token)) => {
                account.refused.note(now, token);
            }
            _ => {}
        }
        self.drop_transport(now, Disconnection::LoginRefused);
    }

    fn handle_room_state(&mut self, room: &RoomState<'_>) {
        if let Some(id) = room.room_id {
            self.roster.note_room(room.channel, id);
        }
        // A channel that was renamed is still the one that is wanted; whoever left it would hear no more of it.
        let is_renamed = |id| !self.roster.is_wanted(room.channel) && self.roster.has_room(id);
        if !room.room_id.is_some_and(is_renamed) {
            self.handle_joined(room.channel);
        }
    }

    fn handle_joined(&mut self, channel: &str) {
        if !self.is_live() {
            return;
        }
        if self.roster.confirm(channel) {
            self.tell_of(channel, |channel| Event::Joined { channel });
        } else if !self.roster.is_wanted(channel)
            && let Ok(channel) = channel.parse()
        {
            // A PART was lost, or crossed with the answer to a JOIN: what is wanted is the truth.
            self.write(Outgoing::part(&[channel]));
        }
    }

    /// We are out of a channel: because we wanted to, or because the server put us out and we try again.
    fn handle_left(&mut self, now: Instant, channel: &str) {
        if self.is_live() {
            self.roster.lose(now, channel);
            self.tell_of(channel, |channel| Event::Left { channel });
        }
    }

    fn handle_reconnect(&mut self, now: Instant) {
        let State::Live(live) = &mut self.state else {
            return;
        };
        match self.on_reconnect {
            OnReconnect::AwaitHeir => live.notice = GoingNotice::Given,
            OnReconnect::BeginAnew => self.begin_anew(now),
        }
    }
}

/// How long a connection must have worked before earlier failures are forgotten.
const PROVEN: Duration = Duration::from_secs(60);

/// How long a connection must have worked before each further proof halves what is held against it.
/// Without that, somebody who is cut off every minute would wait ever longer, up to a minute out of two.
const PROMISING: Duration = Duration::from_secs(35);

/// How much of a text that is no line is shown.
const SHOWN: usize = 64;
