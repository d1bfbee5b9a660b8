//! JOIN and PART of one connection: who may come in, what they are told first, and how many rooms they may have.

use types::UserId;

use crate::chat::LARGEST_LISTED_ROOM;
use crate::chat::Stage;
use crate::chat::identity::{self, Identity};
use crate::chat::limit;
use crate::chat::line::{Line, Needs};
use crate::chat::moderation::{room_state, whole_state_tags};
use crate::chat::restriction;
use crate::chat::said::Dropped;
use crate::chat::say::user_state;
use crate::irc::session::{Guest, Session};
use crate::mischief::kind::JoinRefusal;
use crate::world::channel::Channel;
use crate::world::user::User;

impl Session {
    /// One name of a JOIN line.
    pub(super) fn join(&self, stage: &mut Stage<'_>, guest: &Guest, name: &str) {
        if !may_try(stage, guest) {
            return;
        }
        let Some(owner) = stage.world.users.by_login(name) else {
            // A channel that does not exist is answered with silence.
            return;
        };
        let Some(channel) = stage.world.channels.get(&owner.id) else {
            return;
        };
        let mischief = &mut stage.chat.outboxes.mischief;
        let refused = match mischief.refuses_join(guest.user(), &owner.id) {
            Some(JoinRefusal::Silence) => return,
            Some(JoinRefusal::Suspended) => Some(restriction::suspended_channel()),
            Some(JoinRefusal::Banned) => Some(restriction::banned(owner)),
            None => shut_out(owner, channel, guest).or_else(|| too_many(stage, guest, channel)),
        };
        if let Some(refused) = refused {
            let channel = (self.id, &owner.id);
            stage.chat.tell_dropped(stage.world, channel, &refused);
            return;
        }
        let channel = owner.id.clone();
        let was_present = guest
            .user()
            .is_some_and(|user| stage.chat.is_present(&channel, user));
        if stage.chat.join(&channel, self.id, guest.user()) {
            self.greet(stage, guest, &channel);
            if let Some(user) = guest.user().filter(|_| !was_present) {
                stage
                    .chat
                    .tell_presence(stage.world, &channel, (user, "JOIN"));
            }
        }
    }

    /// One name of a PART line.
    pub(super) fn part(&self, stage: &mut Stage<'_>, guest: &Guest, name: &str) {
        let Some(owner) = stage.world.users.by_login(name) else {
            return;
        };
        let channel = owner.id.clone();
        if stage.chat.part(&channel, self.id) {
            let nick = guest.nick();
            let line = format_args!(":{nick}!{nick}@{nick}.tmi.twitch.tv PART #{name}");
            self.write(stage, &Line::new(Needs::Nothing, line));
            tell_left(stage, guest.user(), &channel);
        }
    }

    /// The connection is gone from all rooms.
    pub(super) fn leave_all(&self, stage: &mut Stage<'_>) {
        let user = self.guest().and_then(Guest::user);
        for channel in stage.chat.part_all(self.id) {
            tell_left(stage, user, &channel);
        }
    }

    /// What whoever comes in is told: that they are in, who is here, what they are here, and the room's modes.
    fn greet(&self, stage: &mut Stage<'_>, guest: &Guest, channel: &UserId) {
        let (Some(owner), Some(room)) = (
            stage.world.users.get(channel.as_str()),
            stage.world.channels.get(channel),
        ) else {
            return;
        };
        let (nick, name) = (guest.nick(), &owner.login);
        let outboxes = &mut stage.chat.outboxes;
        let echo = format_args!(":{nick}!{nick}@{nick}.tmi.twitch.tv JOIN #{name}");
        outboxes.write(self.id, &Line::new(Needs::Nothing, echo));
        for names in self.names(stage, guest, channel) {
            let line = format_args!(":{nick}.tmi.twitch.tv 353 {nick} = #{name} :{names}");
            stage
                .chat
                .outboxes
                .write(self.id, &Line::new(Needs::Nothing, line));
        }
        let outboxes = &mut stage.chat.outboxes;
        let end = format_args!(":{nick}.tmi.twitch.tv 366 {nick} #{name} :End of /NAMES list");
        outboxes.write(self.id, &Line::new(Needs::Nothing, end));
        let user = guest
            .user()
            .and_then(|user| stage.world.users.get(user.as_str()));
        if let Some(user) = user {
            let tags = Identity::new(room, user).state_tags(None, None);
            outboxes.write(self.id, &user_state(tags, owner));
        }
        let tags = whole_state_tags(channel, &room.settings);
        outboxes.write(self.id, &room_state(tags, owner));
    }

    /// The names for the 353 lines: everybody for those who asked for membership, otherwise only oneself.
    fn names(&self, stage: &Stage<'_>, guest: &Guest, channel: &UserId) -> Vec<String> {
        let mut lines = vec![guest.nick().to_owned()];
        let people = stage.chat.present(channel);
        let is_listed = stage.chat.outboxes.capabilities(self.id).membership
            && people.len() <= LARGEST_LISTED_ROOM;
        if !is_listed {
            return lines;
        }
        for user in people.iter().filter(|user| Some(*user) != guest.user()) {
            let Some(user) = stage.world.users.get(user.as_str()) else {
                continue;
            };
            match lines.last_mut() {
                Some(line) if line.len() < LONGEST_NAMES => {
                    line.push(' ');
                    line.push_str(user.login.as_str());
                }
                _ => lines.push(user.login.to_string()),
            }
        }
        lines
    }
}

/// Counts an attempt to join; beyond the limit it is dropped without a word.
fn may_try(stage: &mut Stage<'_>, guest: &Guest) -> bool {
    // The limit is one of accounts, and an anonymous connection has none.
    let Some(user) = guest.user() else {
        return true;
    };
    let is_verified = stage
        .world
        .users
        .get(user.as_str())
        .is_some_and(|user| user.is_verified_bot);
    let limit = if is_verified {
        limit::VERIFIED_JOINS
    } else {
        limit::JOINS
    };
    let may = stage
        .chat
        .account(user)
        .joins
        .try_add(stage.world.now, limit);
    stage.chat.statistics.joins_dropped += u64::from(!may);
    may
}

fn shut_out(owner: &User, channel: &Channel, guest: &Guest) -> Option<Dropped> {
    if !owner.is_active() {
        return Some(restriction::suspended_channel());
    }
    let ban = guest.user().and_then(|user| channel.bans.get(user))?;
    ban.ends_at.is_none().then(|| restriction::banned(owner))
}

/// Whether an account is in so many rooms that it may not have another; its own and those it moderates are free.
fn too_many(stage: &Stage<'_>, guest: &Guest, channel: &Channel) -> Option<Dropped> {
    let user = guest.user()?;
    if identity::is_at_home(channel, user) || stage.chat.is_present(&channel.broadcaster, user) {
        return None;
    }
    let channels = &stage.world.channels;
    let counted = stage.chat.joined_by(user).filter(|joined| {
        !channels
            .get(*joined)
            .is_some_and(|channel| identity::is_at_home(channel, user))
    });
    (counted.count() >= limit::JOINED_CHANNELS).then(|| {
        refused(
            "msg_concurrent_channel_limit_reached",
            "You have reached the limit of channels that you can be in at the same time.",
        )
    })
}

fn tell_left(stage: &mut Stage<'_>, user: Option<&UserId>, channel: &UserId) {
    if let Some(user) = user.filter(|user| !stage.chat.is_present(channel, user)) {
        stage
            .chat
            .tell_presence(stage.world, channel, (user, "PART"));
    }
}

fn refused(notice: &'static str, text: &str) -> Dropped {
    Dropped {
        code: "send_error",
        notice: Some(notice),
        text: text.to_owned(),
    }
}

/// IRC's old limit of 512 bytes, less the longest beginning of the line.
const LONGEST_NAMES: usize = 380;
