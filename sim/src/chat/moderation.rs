//! What moderators do to a room, and the lines by which everybody learns of it. Who may do it is checked at the doors.

use std::sync::Arc;
use std::time::Duration;

use types::{MessageId, Timestamp, UserId};

use crate::chat::Chat;
use crate::chat::line::{Line, Needs, Tags};
use crate::chat::restriction;
use crate::chat::room::Remembered;
use crate::chat::say::notice_line;
use crate::world::World;
use crate::world::channel::{Ban, Channel, ChatSettings};
use crate::world::user::User;

/// A ban, or a timeout if it has a length.
#[derive(Debug, Clone)]
pub(crate) struct Banning {
    pub(crate) channel: UserId,
    pub(crate) user: UserId,
    pub(crate) moderator: UserId,
    pub(crate) duration: Option<Duration>,
    pub(crate) reason: String,
}

/// Why somebody cannot be banned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BanRefusal {
    /// The broadcaster never can, and a moderator only by the broadcaster.
    Protected,
    /// A ban cannot become a timeout, nor be given twice.
    AlreadyBanned,
}

/// Whether `moderator` can ban somebody, or time them out.
pub(crate) fn check_ban(
    channel: &Channel,
    (user, moderator): (&UserId, &UserId),
    now: Timestamp,
) -> Result<(), BanRefusal> {
    let is_protected = channel.broadcaster == *user
        || channel.moderators.contains(user) && channel.broadcaster != *moderator;
    if is_protected {
        return Err(BanRefusal::Protected);
    }
    let before = channel.ban_of(user, now);
    if before.is_some_and(|ban| ban.ends_at.is_none()) {
        return Err(BanRefusal::AlreadyBanned);
    }
    Ok(())
}

impl Chat {
    /// Empties a chat.
    pub(crate) fn clear(&mut self, world: &World, channel: &UserId) {
        let Some(owner) = world.users.get(channel.as_str()) else {
            return;
        };
        self.room(channel).memory.clear();
        self.pins.remove(channel);
        let line = Tags::default()
            .plain("room-id", channel)
            .plain("tmi-sent-ts", world.now.as_unix_millis())
            .line(
                Needs::Commands,
                format_args!(":tmi.twitch.tv CLEARCHAT #{}", owner.login),
            );
        self.tell_room(channel, &line);
    }

    /// Shuts somebody out; who is banned for ever is also taken out of the room.
    pub(crate) fn ban(&mut self, world: &mut World, banning: Banning) {
        let Banning {
            channel,
            user,
            duration,
            ..
        } = banning;
        let ban = Ban {
            moderator: banning.moderator,
            reason: banning.reason,
            created_at: world.now,
            ends_at: duration.map(|duration| world.now.plus(duration)),
        };
        if let Some(channel) = world.channels.get_mut(&channel) {
            channel.bans.insert(user.clone(), ban);
        }
        let (Some(owner), Some(target)) = (
            world.users.get(channel.as_str()),
            world.users.get(user.as_str()),
        ) else {
            return;
        };
        let line = Tags::default()
            .maybe(duration, |tags, duration| {
                tags.plain("ban-duration", duration.as_secs())
            })
            .plain("room-id", &channel)
            .plain("target-user-id", &user)
            .plain("tmi-sent-ts", world.now.as_unix_millis())
            .line(
                Needs::Commands,
                format_args!(
                    ":tmi.twitch.tv CLEARCHAT #{} :{}",
                    owner.login, target.login
                ),
            );
        self.tell_room(&channel, &line);
        if duration.is_none() {
            self.expel(world, owner, target);
        }
    }

    /// Takes back a ban or timeout, which chat is not told; false if there was none.
    pub(crate) fn unban(&mut self, world: &mut World, channel: &UserId, user: &UserId) -> bool {
        let channel = world.channels.get_mut(channel);
        channel.is_some_and(|channel| channel.bans.remove(user).is_some())
    }

    /// A message that can still be answered or deleted.
    pub(crate) fn message(&mut self, channel: &UserId, id: &MessageId) -> Option<Arc<Remembered>> {
        self.room(channel).memory.get(id).map(Arc::clone)
    }

    /// Deletes one message, and returns it if it was still known.
    pub(crate) fn delete(
        &mut self,
        world: &World,
        channel: &UserId,
        id: &MessageId,
    ) -> Option<Arc<Remembered>> {
        let owner = world.users.get(channel.as_str())?;
        let message = self.room(channel).memory.remove(id)?;
        // What is gone cannot stay pinned.
        if self
            .pins
            .get(channel)
            .is_some_and(|pin| pin.message.id == *id)
        {
            self.pins.remove(channel);
        }
        // Twitch leaves `room-id` empty here.
        let line = Tags::default()
            .plain("login", &message.author.login)
            .plain("room-id", "")
            .plain("target-msg-id", id)
            .plain("tmi-sent-ts", world.now.as_unix_millis())
            .line(
                Needs::Commands,
                format_args!(":tmi.twitch.tv CLEARMSG #{} :{}", owner.login, message.text),
            );
        self.tell_room(channel, &line);
        Some(message)
    }

    /// Switches a room's modes, and tells each that changed.
    pub(crate) fn change_settings(
        &mut self,
        world: &mut World,
        channel: &UserId,
        settings: &ChatSettings,
    ) {
        let Some(state) = world.channels.get_mut(channel) else {
            return;
        };
        let before = std::mem::replace(&mut state.settings, settings.clone());
        if settings.is_unique_chat && !before.is_unique_chat {
            self.room(channel).unique_texts.clear();
        }
        let Some(owner) = world.users.get(channel.as_str()) else {
            return;
        };
        let modes = modes(&before).into_iter().zip(modes(settings));
        for (_, new) in modes.filter(|(old, new)| old.value != new.value) {
            // In alphabetical order, as all tags are.
            let tags = if new.tag < "room-id" {
                Tags::default()
                    .plain(new.tag, new.value)
                    .plain("room-id", channel)
            } else {
                Tags::default()
                    .plain("room-id", channel)
                    .plain(new.tag, new.value)
            };
            self.tell_room(channel, &room_state(tags, owner));
            let (notice, text) = new.announcement();
            self.tell_room(channel, &notice_line(notice, owner, &text));
        }
    }

    /// Takes all connections of somebody out of a room.
    fn expel(&mut self, world: &World, owner: &User, target: &User) {
        let banned = restriction::banned(owner);
        let login = &target.login;
        let part = Line::new(
            Needs::Nothing,
            format_args!(
                ":{login}!{login}@{login}.tmi.twitch.tv PART #{}",
                owner.login
            ),
        );
        for id in self.room(&owner.id).connections_of(&target.id) {
            self.tell_dropped(world, (id, &owner.id), &banned);
            self.outboxes.write(id, &part);
            self.room(&owner.id).part(id);
        }
        self.room(&owner.id).guests.remove(&target.id);
        self.tell_presence(world, &owner.id, (&target.id, "PART"));
    }
}

/// ROOMSTATE for one room.
pub(crate) fn room_state(tags: Tags, owner: &User) -> Line {
    tags.line(
        Needs::Commands,
        format_args!(":tmi.twitch.tv ROOMSTATE #{}", owner.login),
    )
}

/// All tags of ROOMSTATE, as whoever joins gets them.
pub(crate) fn whole_state_tags(channel: &UserId, settings: &ChatSettings) -> Tags {
    let [emote_only, followers_only, unique, slow, subscribers_only] = modes(settings);
    Tags::default()
        .plain(emote_only.tag, emote_only.value)
        .plain(followers_only.tag, followers_only.value)
        .plain(unique.tag, unique.value)
        .plain("room-id", channel)
        .plain(slow.tag, slow.value)
        .plain(subscribers_only.tag, subscribers_only.value)
}

/// One mode as ROOMSTATE tells it.
struct Mode {
    tag: &'static str,
    value: i64,
}

impl Mode {
    /// The NOTICE for a change to this value.
    fn announcement(&self) -> (&'static str, String) {
        let value = self.value;
        match (self.tag, value) {
            ("emote-only", 0) => (
                "emote_only_off",
                "This room is no longer in emote-only mode.".to_owned(),
            ),
            ("emote-only", _) => (
                "emote_only_on",
                "This room is now in emote-only mode.".to_owned(),
            ),
            ("followers-only", -1) => (
                "followers_off",
                "This room is no longer in followers-only mode.".to_owned(),
            ),
            ("followers-only", 0) => (
                "followers_on_zero",
                "This room is now in followers-only mode.".to_owned(),
            ),
            ("followers-only", _) => (
                "followers_on",
                format!("This room is now in {value} minutes followers-only mode."),
            ),
            ("r9k", 0) => (
                "r9k_off",
                "This room is no longer in unique-chat mode.".to_owned(),
            ),
            ("r9k", _) => ("r9k_on", "This room is now in unique-chat mode.".to_owned()),
            ("slow", 0) => (
                "slow_off",
                "This room is no longer in slow mode.".to_owned(),
            ),
            ("slow", _) => (
                "slow_on",
                format!(
                    "This room is now in slow mode. You may send messages every {value} seconds."
                ),
            ),
            (_, 0) => (
                "subs_off",
                "This room is no longer in subscribers-only mode.".to_owned(),
            ),
            (_, _) => (
                "subs_on",
                "This room is now in subscribers-only mode.".to_owned(),
            ),
        }
    }
}

/// The modes in the order in which ROOMSTATE names them.
fn modes(settings: &ChatSettings) -> [Mode; 5] {
    let followers_only = settings
        .followers_only
        .map_or(-1, |needed| whole(needed.as_secs() / 60));
    let slow = settings.slow_mode.map_or(0, |wait| whole(wait.as_secs()));
    [
        ("emote-only", i64::from(settings.is_emote_only)),
        ("followers-only", followers_only),
        ("r9k", i64::from(settings.is_unique_chat)),
        ("slow", slow),
        ("subs-only", i64::from(settings.is_subscribers_only)),
    ]
    .map(|(tag, value)| Mode { tag, value })
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
