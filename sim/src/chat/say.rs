//! The one pipeline that every message takes, whatever door it came by: read, count, judge, number, deliver.

use std::sync::Arc;

use types::{MessageId, Timestamp, UserId};

use crate::chat::Chat;
use crate::chat::automod::{self, Finding};
use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::limit;
use crate::chat::line::{Line, Needs, Tags};
use crate::chat::outbox::IrcId;
use crate::chat::privmsg::{Privmsg, Source};
use crate::chat::restriction::Candidate;
use crate::chat::room::{Author, Remembered};
use crate::chat::said::{Dropped, Outcome, Refusal, Said, SaidBy, Stop};
use crate::chat::text::Spoken;
use crate::world::World;
use crate::world::channel::Channel;
use crate::world::discipline::Suspicion;
use crate::world::user::User;

/// A message that passed all checks.
struct Passed<'a> {
    channel: &'a Channel,
    owner: &'a User,
    identity: Identity<'a>,
    spoken: Spoken,
    /// The text with the name in front if it is an answer.
    text: String,
    emotes: Emotes,
    parent: Option<Arc<Remembered>>,
}

/// What the other rooms of a shared session are shown of a message.
struct Copied {
    source: Source,
    spoken: Spoken,
    parent: Option<Arc<Remembered>>,
}

impl Passed<'_> {
    /// Whether moderators keep others from seeing what this person says.
    fn is_restricted(&self, world: &World) -> bool {
        let discipline = world.disciplines.get(&self.channel.broadcaster);
        let suspicion =
            discipline.and_then(|discipline| discipline.suspicious.get(&self.identity.user.id));
        suspicion == Some(&Suspicion::Restricted)
    }
}

impl Chat {
    /// Says something in a room, and tells what became of it.
    ///
    /// Answers to the sender's own connection (USERSTATE or NOTICE) are written here too, because they come between the lines of the room.
    pub(crate) fn say(&mut self, world: &mut World, said: &Said) -> Outcome {
        let outcome = Outcome::from(self.attempt(world, said));
        if let (SaidBy::Irc(id), Outcome::Dropped(dropped)) = (said.door, &outcome) {
            self.tell_dropped(world, (id, &said.channel), dropped);
        }
        self.count(said, &outcome);
        outcome
    }

    /// Brings a line that was made elsewhere into a room, as said by a viewer; a message that can be answered is remembered.
    pub(crate) fn relay(&mut self, channel: &UserId, line: &Line, message: Option<Remembered>) {
        let text = message.as_ref().map(|message| Arc::clone(&message.text));
        self.statistics
            .note_viewer_line(text.as_deref().unwrap_or_default());
        if let Some(message) = message {
            self.room(channel).memory.insert(message);
        }
        self.tell_room(channel, line);
    }

    /// Gives a connection the NOTICE that belongs to a drop, if there is one.
    pub(crate) fn tell_dropped(
        &mut self,
        world: &World,
        (id, channel): (IrcId, &UserId),
        dropped: &Dropped,
    ) {
        if let (Some(notice), Some(owner)) = (dropped.notice, world.users.get(channel.as_str())) {
            self.outboxes
                .write(id, &notice_line(notice, owner, &dropped.text));
        }
    }

    fn attempt(&mut self, world: &mut World, said: &Said) -> Result<MessageId, Stop> {
        // Drawn before it is known whether it is needed, because the judgement borrows the world.
        let id = message_id(&mut world.random);
        let passed = self.judge(world, said)?;
        self.hold(world, said, (&id, &passed))?;
        let copied = self.deliver(world, said, (&id, passed));
        self.copy(world, &said.sender, copied);
        Ok(id)
    }

    /// Lets a message through that AutoMod held back; false if nobody can decide about it any more.
    pub(crate) fn release(&mut self, world: &mut World, id: &MessageId) -> bool {
        let Some(said) = self.held.settle(world.now, id) else {
            return false;
        };
        let Ok(passed) = self.read(world, &said) else {
            return false;
        };
        // Whoever typed it gets it like everybody else now.
        let again = Said {
            door: SaidBy::Control,
            ..said.clone()
        };
        let copied = self.deliver(world, &again, (id, passed));
        self.copy(world, &said.sender, copied);
        let message_id = id.clone();
        self.count(&said, &Outcome::Sent { message_id });
        true
    }

    /// Holds back what AutoMod has doubts about.
    fn hold(
        &mut self,
        world: &World,
        said: &Said,
        (id, passed): (&MessageId, &Passed<'_>),
    ) -> Result<(), Stop> {
        let identity = &passed.identity;
        if identity.is_broadcaster || identity.is_moderator {
            return Ok(());
        }
        let discipline = world.disciplines.get(&said.channel);
        let Some(finding) =
            discipline.and_then(|discipline| automod::find(discipline, &passed.text))
        else {
            return Ok(());
        };
        if finding == Finding::Doubtful {
            self.held.keep(world.now, id, said);
        }
        Err(Stop::Dropped(finding.dropped()))
    }

    /// Brings a message to everybody who is meant to see it in its room, and tells what other rooms are to see.
    fn deliver(
        &mut self,
        world: &World,
        said: &Said,
        (id, passed): (&MessageId, Passed<'_>),
    ) -> Option<Copied> {
        let source = self.source(&passed, said, id);
        let is_first = self.is_first(&passed);
        let line = Privmsg {
            room: passed.owner,
            identity: &passed.identity,
            id,
            spoken: &passed.spoken,
            text: &passed.text,
            emotes: &passed.emotes,
            client_nonce: said.client_nonce.as_deref(),
            parent: passed.parent.as_ref(),
            is_first,
            at: world.now,
            source: source.as_ref(),
            payment: said.payment.as_ref(),
        }
        .line();
        let sender = match said.door {
            SaidBy::Irc(sender) => Some(sender),
            SaidBy::Rest | SaidBy::Viewer | SaidBy::Control => None,
        };
        let is_shown = !passed.is_restricted(world);
        if is_shown {
            self.remember(&passed, id, world.now);
            self.tell_others(&said.channel, sender, &line);
        }
        if let Some(sender) = sender {
            let identity = &passed.identity;
            let tags = identity.state_tags(Some(id.as_str()), said.client_nonce.as_deref());
            self.outboxes.write(sender, &user_state(tags, passed.owner));
        }
        let source = source.filter(|source| is_shown && !source.is_only)?;
        Some(Copied {
            source,
            spoken: passed.spoken,
            parent: passed.parent,
        })
    }

    /// Shows a message in the other rooms of its session.
    fn copy(&mut self, world: &mut World, sender: &UserId, copied: Option<Copied>) {
        if let Some(copied) = copied {
            let what = (&copied.spoken, copied.parent.as_ref());
            self.mirror(world, (sender, &copied.source), what);
        }
    }

    /// Everything that may stop a message, but for AutoMod.
    fn judge<'a>(&mut self, world: &'a World, said: &Said) -> Result<Passed<'a>, Stop> {
        let passed = self.read(world, said)?;
        if said.door != SaidBy::Viewer {
            self.count_attempt(&passed.identity, world.now)?;
        }
        let candidate = Candidate {
            channel: passed.channel,
            owner: passed.owner,
            identity: &passed.identity,
            text: &passed.text,
            emotes: &passed.emotes,
            is_warned: world.is_warned(&said.channel, &said.sender),
            now: world.now,
        };
        let room = self.room(&said.channel);
        candidate
            .check_person()
            .and_then(|()| candidate.check_modes(room))
            .and_then(|()| match said.door {
                SaidBy::Viewer => Ok(()),
                SaidBy::Irc(_) | SaidBy::Rest | SaidBy::Control => candidate.check_pace(room),
            })
            .map_err(Stop::Dropped)?;
        Ok(passed)
    }

    /// What somebody said, and where and as whom.
    fn read<'a>(&mut self, world: &'a World, said: &Said) -> Result<Passed<'a>, Stop> {
        let unknown = || Stop::Refused(Refusal::Unknown);
        let channel = world.channels.get(&said.channel).ok_or_else(unknown)?;
        let owner = world.users.get(said.channel.as_str()).ok_or_else(unknown)?;
        let user = world.users.get(said.sender.as_str()).ok_or_else(unknown)?;
        let spoken = Spoken::read(&said.text, said.door)?;
        let parent = self.parent(said)?;
        let text = match &parent {
            Some(parent) => format!("@{} {}", parent.author.display_name, spoken.text),
            None => spoken.text.clone(),
        };
        Ok(Passed {
            channel,
            owner,
            identity: Identity::new(channel, user).with_bot_badge(said.wears_bot_badge),
            spoken,
            emotes: Emotes::find(&text),
            text,
            parent,
        })
    }

    /// Counts an attempt against the account's limit; beyond it messages vanish, and nobody is told on IRC.
    fn count_attempt(&mut self, identity: &Identity<'_>, now: Timestamp) -> Result<(), Stop> {
        let is_privileged = identity.is_privileged();
        let limit = if identity.user.is_verified_bot {
            limit::VERIFIED_MESSAGES
        } else if is_privileged {
            limit::PRIVILEGED_MESSAGES
        } else {
            limit::MESSAGES
        };
        let account = self.account(&identity.user.id);
        let before = account.messages.count(now, limit.window);
        account.messages.add(now);
        if before >= limit.count {
            account.ignored_until = Some(now.plus(limit::IGNORED_FOR));
            return Err(Stop::Dropped(over_limit()));
        }
        let is_ignored = account.ignored_until.is_some_and(|until| until > now);
        if is_ignored && !is_privileged {
            return Err(Stop::Dropped(over_limit()));
        }
        Ok(())
    }

    /// The message that is answered.
    ///
    /// REST refuses an unknown one; on IRC the text is said without being an answer.
    fn parent(&mut self, said: &Said) -> Result<Option<Arc<Remembered>>, Stop> {
        let Some(id) = &said.reply_to else {
            return Ok(None);
        };
        match self.room(&said.channel).memory.get(id) {
            Some(parent) => Ok(Some(Arc::clone(parent))),
            None if matches!(said.door, SaidBy::Irc(_)) => Ok(None),
            None => Err(Stop::Refused(Refusal::ParentUnknown)),
        }
    }

    /// Followers and others who belong to the channel are taken to have spoken on an earlier day.
    fn is_first(&mut self, passed: &Passed<'_>) -> bool {
        let user = &passed.identity.user.id;
        let belongs = passed.identity.is_privileged()
            || passed.identity.is_subscriber
            || passed.channel.followers.contains_key(user);
        !belongs
            && !self
                .room(&passed.channel.broadcaster)
                .speakers
                .contains_key(user)
    }

    fn remember(&mut self, passed: &Passed<'_>, id: &MessageId, now: Timestamp) {
        let user = passed.identity.user;
        let is_unique_chat = passed.channel.settings.is_unique_chat;
        let message = Remembered {
            id: id.clone(),
            author: Arc::new(Author::of(user)),
            text: Arc::from(passed.text.as_str()),
            at: now,
            root: passed.parent.as_ref().map(Remembered::thread),
        };
        let room = self.room(&passed.channel.broadcaster);
        room.note_speaker(&user.id, &passed.text, now);
        room.memory.insert(message);
        if is_unique_chat {
            room.unique_texts.insert(passed.text.clone());
        }
    }

    fn source(&self, passed: &Passed<'_>, said: &Said, id: &MessageId) -> Option<Source> {
        self.is_shared(&said.channel).then(|| Source {
            message: id.clone(),
            room: said.channel.clone(),
            badges: passed.identity.badges.clone(),
            badge_info: passed.identity.badge_info.clone(),
            is_only: said.is_source_only,
            wears_bot_badge: said.wears_bot_badge,
        })
    }

    fn count(&mut self, said: &Said, outcome: &Outcome) {
        match said.door {
            SaidBy::Viewer => {
                if let Outcome::Sent { .. } = outcome {
                    self.statistics.note_viewer_line(&said.text);
                }
            }
            SaidBy::Control => {}
            SaidBy::Irc(_) | SaidBy::Rest => {
                let account = self.statistics.account(&said.sender);
                match outcome {
                    Outcome::Sent { message_id } => account.note_sent(message_id),
                    Outcome::Dropped(dropped) => {
                        account.dropped += 1;
                        account.over_limit += u64::from(dropped.code == OVER_LIMIT);
                    }
                    Outcome::Refused(_) => account.refused += 1,
                }
            }
        }
    }
}

/// USERSTATE for one room.
pub(crate) fn user_state(tags: Tags, owner: &User) -> Line {
    tags.line(
        Needs::Commands,
        format_args!(":tmi.twitch.tv USERSTATE #{}", owner.login),
    )
}

/// NOTICE in one room.
pub(crate) fn notice_line(notice: &str, owner: &User, text: &str) -> Line {
    Tags::default().plain("msg-id", notice).line(
        Needs::Commands,
        format_args!(":tmi.twitch.tv NOTICE #{} :{text}", owner.login),
    )
}

/// A new id in the form of a random UUID.
pub(crate) fn message_id(random: &mut impl rand::Rng) -> MessageId {
    let mut bytes = [0; 16];
    random.fill_bytes(&mut bytes);
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let mut text = [b'-'; 36];
    let mut place = 0;
    for (position, byte) in bytes.iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            place += 1;
        }
        text[place] = HEX[usize::from(byte >> 4)];
        text[place + 1] = HEX[usize::from(byte & 0x0F)];
        place += 2;
    }
    MessageId::new(std::str::from_utf8(&text).expect("hexadecimal digits are ASCII"))
}

fn over_limit() -> Dropped {
    Dropped {
        code: OVER_LIMIT,
        notice: None,
        text: "Your message was not sent because you sent too many messages.".to_owned(),
    }
}

const OVER_LIMIT: &str = "rate_limited";
const HEX: &[u8; 16] = b"0123456789abcdef";
