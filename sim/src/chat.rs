//! Chat rooms: who is in them, and everything that happens in them. It knows connections by number only; the IRC door decides who may have one.

pub(crate) mod automod;
pub(crate) mod emote;
pub(crate) mod held;
pub(crate) mod identity;
pub(crate) mod limit;
pub(crate) mod line;
pub(crate) mod moderation;
pub(crate) mod occasion;
pub(crate) mod outbox;
pub(crate) mod pin;
mod pinning;
pub(crate) mod privmsg;
pub(crate) mod restriction;
pub(crate) mod room;
pub(crate) mod said;
pub(crate) mod say;
pub(crate) mod shared;
pub(crate) mod shared_session;
pub(crate) mod statistics;
pub(crate) mod text;
pub(crate) mod user_notice;
pub(crate) mod whisper;

use std::collections::BTreeMap;

use types::UserId;

use crate::world::World;
use held::HeldMessages;
use limit::Account;
use line::{Line, Needs};
use outbox::{IrcId, Outboxes};
use pin::Pin;
use room::Room;
use shared_session::SharedSession;
use statistics::Statistics;

/// All rooms, and what waits for the connections in them.
#[derive(Debug, Default)]
pub(crate) struct Chat {
    pub(crate) outboxes: Outboxes,
    pub(crate) statistics: Statistics,
    rooms: BTreeMap<UserId, Room>,
    /// What each account used up of its limits, over all its connections and all doors.
    accounts: BTreeMap<UserId, Account>,
    /// Channels that share their chat; each is in one such session at most.
    shared_sessions: Vec<SharedSession>,
    /// What is pinned in each room; some of it may be over.
    pins: BTreeMap<UserId, Pin>,
    pub(crate) held: HeldMessages,
}

/// The rooms and the world around them, which every door to chat needs together.
#[derive(Debug)]
pub(crate) struct Stage<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) chat: &'a mut Chat,
}

/// Whether something changed for the others in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Changed,
    AsBefore,
}

impl Chat {
    /// A connection joins a room; `user` is not set for an anonymous one. False if it was there already.
    pub(crate) fn join(&mut self, channel: &UserId, id: IrcId, user: Option<&UserId>) -> bool {
        self.room(channel).join(id, user.cloned())
    }

    /// A connection leaves a room; false if it was not there.
    pub(crate) fn part(&mut self, channel: &UserId, id: IrcId) -> bool {
        self.room(channel).part(id)
    }

    /// A connection is gone from all rooms, which are returned.
    pub(crate) fn part_all(&mut self, id: IrcId) -> Vec<UserId> {
        let mut left = Vec::new();
        for (channel, room) in &mut self.rooms {
            if room.part(id) {
                left.push(channel.clone());
            }
        }
        left
    }

    /// Somebody without a connection is in a room from now on, as scripted viewers are.
    pub(crate) fn enter(&mut self, world: &World, channel: &UserId, user: &UserId) {
        let room = self.room(channel);
        let presence = Presence::of_change(room, user, |room| {
            room.guests.insert(user.clone());
        });
        if presence == Presence::Changed {
            self.tell_presence(world, channel, (user, "JOIN"));
        }
    }

    /// Somebody without a connection has left.
    pub(crate) fn leave(&mut self, world: &World, channel: &UserId, user: &UserId) {
        let room = self.room(channel);
        let presence = Presence::of_change(room, user, |room| {
            room.guests.remove(user);
        });
        if presence == Presence::Changed {
            self.tell_presence(world, channel, (user, "PART"));
        }
    }

    /// Tells those who asked for it that somebody came (`JOIN`) or went (`PART`), except that person's own connections.
    ///
    /// Large rooms are not told, as Twitch does it.
    pub(crate) fn tell_presence(
        &mut self,
        world: &World,
        channel: &UserId,
        (user, what): (&UserId, &str),
    ) {
        let (Some(room), Some(owner), Some(user)) = (
            self.rooms.get(channel),
            world.users.get(channel.as_str()),
            world.users.get(user.as_str()),
        ) else {
            return;
        };
        if room.people().len() > LARGEST_LISTED_ROOM {
            return;
        }
        let login = &user.login;
        let line = Line::new(
            Needs::Membership,
            format_args!(
                ":{login}!{login}@{login}.tmi.twitch.tv {what} #{}",
                owner.login
            ),
        );
        for (id, member) in &room.connections {
            if member.as_ref() != Some(&user.id) {
                self.outboxes.write(*id, &line);
            }
        }
    }

    /// Who is in a room, in order of id; anonymous connections are nobody.
    pub(crate) fn present(&self, channel: &UserId) -> Vec<UserId> {
        let people = self.rooms.get(channel).map(Room::people);
        people.unwrap_or_default().into_iter().collect()
    }

    /// Whether a person is in a room.
    pub(crate) fn is_present(&self, channel: &UserId, user: &UserId) -> bool {
        self.rooms.get(channel).is_some_and(|room| room.holds(user))
    }

    /// The rooms in which an account has at least one connection.
    pub(crate) fn joined_by<'a>(&'a self, user: &'a UserId) -> impl Iterator<Item = &'a UserId> {
        let joined = self.rooms.iter().filter(|(_, room)| {
            room.connections
                .values()
                .any(|member| member.as_ref() == Some(user))
        });
        joined.map(|(channel, _)| channel)
    }

    /// The rooms in which a connection is.
    pub(crate) fn joined_on(&self, id: IrcId) -> impl Iterator<Item = &UserId> {
        let joined = self.rooms.iter();
        let joined = joined.filter(move |(_, room)| room.connections.contains_key(&id));
        joined.map(|(channel, _)| channel)
    }

    /// How many times somebody is in a room through a connection.
    pub(crate) fn joined(&self) -> usize {
        let rooms = self.rooms.values();
        rooms.map(|room| room.connections.len()).sum()
    }

    /// What an account used up of its limits.
    pub(crate) fn account(&mut self, user: &UserId) -> &mut Account {
        if !self.accounts.contains_key(user) {
            self.accounts.insert(user.clone(), Account::default());
        }
        self.accounts
            .get_mut(user)
            .expect("it was inserted if it was not there")
    }

    /// Gives a line to everybody in a room.
    pub(crate) fn tell_room(&mut self, channel: &UserId, line: &Line) {
        self.tell_others(channel, None, line);
    }

    /// Gives a line to everybody in a room but one connection.
    fn tell_others(&mut self, channel: &UserId, except: Option<IrcId>, line: &Line) {
        let Some(room) = self.rooms.get(channel) else {
            return;
        };
        for id in room.connections.keys() {
            if Some(*id) != except {
                self.outboxes.write(*id, line);
            }
        }
    }

    fn room(&mut self, channel: &UserId) -> &mut Room {
        if !self.rooms.contains_key(channel) {
            self.rooms.insert(channel.clone(), Room::default());
        }
        self.rooms
            .get_mut(channel)
            .expect("it was inserted if it was not there")
    }
}

impl Presence {
    fn of_change(room: &mut Room, user: &UserId, change: impl FnOnce(&mut Room)) -> Self {
        let before = room.holds(user);
        change(room);
        if room.holds(user) == before {
            Self::AsBefore
        } else {
            Self::Changed
        }
    }
}

/// Of rooms with more people Twitch tells neither the list nor who comes and goes.
pub(crate) const LARGEST_LISTED_ROOM: usize = 1_000;
