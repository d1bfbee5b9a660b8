//! A world with clients in it, and a short way to say what they send and get.

use std::time::Duration;

use types::{Login, ScopeSet, Timestamp, UserId};

use crate::chat::outbox::IrcId;
use crate::chat::said::{Outcome, Said, SaidBy};
use crate::chat::{Chat, Stage};
use crate::irc::Door;
use crate::irc::order::{Order, OrderError};
use crate::world::World;
use crate::world::blueprint::Blueprint;
use crate::world::channel::Channel;
use crate::world::token::AccessToken;

/// The usual world at ten o'clock, without viewers.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) chat: Chat,
    pub(super) door: Door,
}

impl Scene {
    pub(super) fn new() -> Self {
        let mut scene = Self {
            world: World::build(Blueprint::default(), START, 1),
            chat: Chat::default(),
            door: Door::default(),
        };
        scene.settle();
        scene
    }

    /// Some time passes; what is due on the way is done on time.
    pub(super) fn wait(&mut self, duration: Duration) {
        let end = self.world.now.plus(duration);
        while let Some(due) = self.door.next_deadline().filter(|due| *due <= end) {
            self.world.now = due;
            let (door, mut stage) = self.parts();
            door.handle_timeout(&mut stage, due);
            self.settle();
        }
        self.world.now = end;
    }

    pub(super) fn seconds(&mut self, seconds: u64) {
        self.wait(Duration::from_secs(seconds));
    }

    /// A client that has sent nothing yet.
    pub(super) fn connect(&mut self) -> IrcId {
        let (door, mut stage) = self.parts();
        door.open(&mut stage)
    }

    /// A client of an account, logged in with all capabilities.
    pub(super) fn client(&mut self, login: &str) -> IrcId {
        let id = self.connect();
        let token = self.token(login, "chat:read chat:edit");
        self.send(id, &format!("CAP REQ :twitch.tv/tags twitch.tv/commands twitch.tv/membership\r\nPASS oauth:{token}\r\nNICK {login}"));
        self.read(id);
        id
    }

    /// A client that is in a room and has read all that it was told at first.
    pub(super) fn client_in(&mut self, login: &str, channel: &str) -> IrcId {
        let id = self.client(login);
        self.send(id, &format!("JOIN #{channel}"));
        self.read(id);
        id
    }

    /// A good token of an account.
    pub(super) fn token(&mut self, login: &str, scopes: &str) -> String {
        let token = format!("{login}token{}", scopes.len());
        let client = self
            .world
            .clients
            .keys()
            .next()
            .expect("the usual world has applications");
        let access = AccessToken {
            client: client.clone(),
            user: Some(self.id(login)),
            scopes: ScopeSet::parse(scopes),
            expires_at: self.world.now.plus(Duration::from_secs(14_400)),
        };
        self.world.tokens.access.insert(token.clone(), access);
        token
    }

    /// One line of a client.
    pub(super) fn send(&mut self, id: IrcId, line: &str) {
        let (door, mut stage) = self.parts();
        door.handle(&mut stage, id, format!("{line}\r\n").as_bytes());
        self.settle();
    }

    /// What a client got since the last time, line by line.
    pub(super) fn read(&mut self, id: IrcId) -> Vec<String> {
        let output = self.chat.outboxes.poll(id);
        let text = output
            .lines
            .iter()
            .map(|line| String::from_utf8_lossy(line));
        let text: String = text.collect();
        text.lines().map(str::to_owned).collect()
    }

    /// What a client got, with the tags whose values are not the same in every run left out.
    pub(super) fn transcript(&mut self, id: IrcId) -> Vec<String> {
        self.read(id)
            .iter()
            .map(|line| without_chance(line))
            .collect()
    }

    /// Sends a line and returns the ids of the notices that come back.
    pub(super) fn notices(&mut self, id: IrcId, line: &str) -> Vec<String> {
        self.send(id, line);
        let lines = self.read(id);
        let notices = lines.iter().filter(|line| line.contains(" NOTICE "));
        notices.map(|line| tag(line, "msg-id").to_owned()).collect()
    }

    /// Whether the server ends a connection.
    pub(super) fn is_over(&mut self, id: IrcId) -> bool {
        self.chat.outboxes.poll(id).closes
    }

    /// Says something by REST.
    pub(super) fn rest(&mut self, channel: &str, sender: &str, text: &str) -> Outcome {
        let said = Said::new(self.id(channel), self.id(sender), text, SaidBy::Rest);
        let outcome = self.chat.say(&mut self.world, &said);
        self.settle();
        outcome
    }

    /// Carries out an order written in JSON.
    pub(super) fn order(&mut self, order: &str) -> Result<(), OrderError> {
        let order: Order = serde_json::from_str(order).expect("the test's order is one");
        let (door, mut stage) = self.parts();
        let done = door.order(&mut stage, order).map(|_| ());
        self.settle();
        done
    }

    pub(super) fn id(&self, login: &str) -> UserId {
        let user = self.world.users.by_login(login);
        user.unwrap_or_else(|| panic!("nobody is called {login}"))
            .id
            .clone()
    }

    pub(super) fn channel(&mut self, login: &str) -> &mut Channel {
        let id = self.id(login);
        self.world
            .channels
            .get_mut(&id)
            .expect("everybody has a channel")
    }

    /// The login of a viewer who is nobody special in the usual channel.
    pub(super) fn nobody_special(&self) -> String {
        let owner = self.id("somechannel");
        let channel = &self.world.channels[&owner];
        let special = |id: &UserId| {
            *id == owner
                || channel.moderators.contains(id)
                || channel.vips.contains(id)
                || channel.subscribers.contains_key(id)
                || channel.followers.contains_key(id)
        };
        let mut users = self.world.users.iter();
        let user = users.find(|user| !special(&user.id) && user.login.as_str() != "otherchannel");
        user.expect("the usual world has newcomers")
            .login
            .to_string()
    }

    /// The login of somebody from a set of ids.
    pub(super) fn login_of(&self, ids: impl IntoIterator<Item = UserId>) -> String {
        let id = ids.into_iter().next().expect("the set is not empty");
        let user = self.world.users.get(id.as_str());
        user.expect("ids in the world are people").login.to_string()
    }

    /// So many more channels, named `room0`, `room1` and so on.
    pub(super) fn add_channels(&mut self, count: usize) {
        let pattern_id = self.id("otherchannel");
        let pattern = self
            .world
            .users
            .get(pattern_id.as_str())
            .expect("it is there")
            .clone();
        let room = self.world.channels[&pattern_id].clone();
        for number in 0..count {
            let id = UserId::new(format!("7{number:06}"));
            let login: Login = format!("room{number}").parse().expect("it is a login");
            let mut user = pattern.clone();
            (user.id, user.login) = (id.clone(), login);
            self.world.users.insert(user);
            let mut channel = room.clone();
            channel.broadcaster = id.clone();
            self.world.channels.insert(id, channel);
        }
        self.settle();
    }

    pub(super) fn parts(&mut self) -> (&mut Door, Stage<'_>) {
        let stage = Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        };
        (&mut self.door, stage)
    }

    fn settle(&mut self) {
        let (door, mut stage) = self.parts();
        door.observe(&mut stage);
    }
}

/// The value of a tag of a line.
pub(super) fn tag<'line>(line: &'line str, key: &str) -> &'line str {
    let tags = line.strip_prefix('@').and_then(|rest| rest.split_once(' '));
    let (tags, _) = tags.unwrap_or_else(|| panic!("a line without tags: {line}"));
    let value = tags
        .split(';')
        .find_map(|tag| tag.strip_prefix(key)?.strip_prefix('='));
    value.unwrap_or_else(|| panic!("no {key} in {line}"))
}

/// The part of a line behind the tags.
pub(super) fn bare(line: &str) -> &str {
    match line.strip_prefix('@') {
        Some(tagged) => tagged.split_once(' ').map_or("", |(_, rest)| rest),
        None => line,
    }
}

fn without_chance(line: &str) -> String {
    let Some((tags, rest)) = line.strip_prefix('@').and_then(|line| line.split_once(' ')) else {
        return line.to_owned();
    };
    let tags = tags.split(';').map(|tag| match tag.split_once('=') {
        Some((
            key @ ("id"
            | "source-id"
            | "target-msg-id"
            | "reply-parent-msg-id"
            | "reply-thread-parent-msg-id"
            | "msg-param-origin-id"
            | "msg-param-community-gift-id"),
            value,
        )) if value.len() == 36 => {
            format!("{key}=<uuid>")
        }
        _ => tag.to_owned(),
    });
    format!("@{} {rest}", tags.collect::<Vec<_>>().join(";"))
}

/// 2026-11-22T10:00:00Z
pub(super) const START: Timestamp = Timestamp::from_unix_millis(1_795_341_600_000);
