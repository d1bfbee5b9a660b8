//! How a message looks on the line: PRIVMSG with all its tags, in the alphabetical order in which Twitch writes them.

use std::sync::Arc;

use types::{MessageId, Timestamp, UserId};

use crate::chat::emote::Emotes;
use crate::chat::identity::{self, Identity};
use crate::chat::line::{Line, Needs, Tags};
use crate::chat::room::Remembered;
use crate::chat::said::Payment;
use crate::chat::text::Spoken;
use crate::world::user::User;

/// A message in one room.
#[derive(Debug)]
pub(crate) struct Privmsg<'a> {
    pub(crate) room: &'a User,
    pub(crate) identity: &'a Identity<'a>,
    pub(crate) id: &'a MessageId,
    pub(crate) spoken: &'a Spoken,
    /// The text with the name in front if it is an answer.
    pub(crate) text: &'a str,
    pub(crate) emotes: &'a Emotes,
    pub(crate) client_nonce: Option<&'a str>,
    pub(crate) parent: Option<&'a Arc<Remembered>>,
    pub(crate) is_first: bool,
    pub(crate) at: Timestamp,
    pub(crate) source: Option<&'a Source>,
    pub(crate) payment: Option<&'a Payment>,
}

/// Where a message of a shared chat session was said.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) message: MessageId,
    pub(crate) room: UserId,
    pub(crate) badges: String,
    pub(crate) badge_info: String,
    /// Whether it stays there.
    pub(crate) is_only: bool,
    /// Whether the sender wears the badge of a chat bot with it, in every room.
    pub(crate) wears_bot_badge: bool,
}

impl Privmsg<'_> {
    /// The line that everybody in the room gets.
    pub(crate) fn line(&self) -> Line {
        let user = self.identity.user;
        let tags = self
            .identity
            .badge_tags()
            .maybe(self.bits(), |tags, bits| tags.plain("bits", bits))
            .maybe(self.client_nonce, |tags, nonce| {
                tags.text("client-nonce", nonce)
            });
        let tags = self
            .identity
            .color_tag(tags)
            .maybe(self.reward(), |tags, reward| {
                tags.word("custom-reward-id", reward)
            })
            .text("display-name", &user.display_name)
            .maybe(self.emotes.is_all.then_some(1), |tags, one| {
                tags.plain("emote-only", one)
            })
            .word("emotes", &self.emotes.tag)
            .flag("first-msg", self.is_first)
            .word("flags", "")
            .word("id", self.id.as_str())
            .flag("mod", self.identity.is_moderator)
            .maybe(self.parent, reply_tags)
            .flag("returning-chatter", false)
            .word("room-id", self.room.id.as_str())
            .maybe(self.source, Source::tags)
            .flag("subscriber", self.identity.is_subscriber)
            .plain("tmi-sent-ts", self.at.as_unix_millis())
            .flag("turbo", identity::has_turbo(user))
            .word("user-id", user.id.as_str())
            .word("user-type", self.identity.user_type())
            .maybe(self.identity.is_vip.then_some(1), |tags, one| {
                tags.plain("vip", one)
            });
        let login = &user.login;
        tags.line(
            Needs::Nothing,
            format_args!(
                ":{login}!{login}@{login}.tmi.twitch.tv PRIVMSG #{} :{}",
                self.room.login,
                self.spoken.on_the_wire(self.text)
            ),
        )
    }

    fn bits(&self) -> Option<u32> {
        match self.payment {
            Some(Payment::Bits(bits)) => Some(*bits),
            Some(Payment::Reward(_)) | None => None,
        }
    }

    fn reward(&self) -> Option<&str> {
        match self.payment {
            Some(Payment::Reward(id)) => Some(id),
            Some(Payment::Bits(_)) | None => None,
        }
    }
}

impl Source {
    /// The tags that all copies carry, the one in the room of origin too.
    pub(crate) fn tags(tags: Tags, source: &Self) -> Tags {
        tags.text("source-badge-info", &source.badge_info)
            .text("source-badges", &source.badges)
            .word("source-id", source.message.as_str())
            .maybe(source.is_only.then_some(1), |tags, one| {
                tags.plain("source-only", one)
            })
            .word("source-room-id", source.room.as_str())
    }
}

fn reply_tags(tags: Tags, parent: &Arc<Remembered>) -> Tags {
    let root = parent.root.as_ref().unwrap_or(parent);
    tags.text("reply-parent-display-name", &parent.author.display_name)
        .text("reply-parent-msg-body", &parent.text)
        .word("reply-parent-msg-id", parent.id.as_str())
        .word("reply-parent-user-id", parent.author.id.as_str())
        .word("reply-parent-user-login", parent.author.login.as_str())
        .text(
            "reply-thread-parent-display-name",
            &root.author.display_name,
        )
        .word("reply-thread-parent-msg-id", root.id.as_str())
        .word("reply-thread-parent-user-id", root.author.id.as_str())
        .word("reply-thread-parent-user-login", root.author.login.as_str())
}
