//! Why somebody may not speak in a room just now: bans, the room's modes, and saying too much or the same. The first reason that holds is told.

use std::time::Duration;

use types::Timestamp;

use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::room::Room;
use crate::chat::said::Dropped;
use crate::world::channel::Channel;
use crate::world::user::User;

/// A message that wants to get into a room.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) channel: &'a Channel,
    /// Whose room it is; their login stands in the sentences.
    pub(crate) owner: &'a User,
    pub(crate) identity: &'a Identity<'a>,
    pub(crate) text: &'a str,
    pub(crate) emotes: &'a Emotes,
    /// Whether a warning waits to be acknowledged.
    pub(crate) is_warned: bool,
    pub(crate) now: Timestamp,
}

impl Candidate<'_> {
    /// Whether the person is shut out, for ever or for a time, or the whole channel is.
    pub(crate) fn check_person(&self) -> Result<(), Dropped> {
        if !self.identity.user.is_active() {
            return Err(dropped(
                "user_suspended",
                "msg_suspended",
                "Your account has been suspended.",
            ));
        }
        if !self.owner.is_active() {
            return Err(suspended_channel());
        }
        let ban = self.channel.ban_of(&self.identity.user.id, self.now);
        match ban.map(|ban| ban.ends_at) {
            Some(None) => Err(banned(self.owner)),
            Some(Some(end)) => Err(dropped(
                "user_timed_out",
                "msg_timedout",
                format!(
                    "You are timed out for {} more seconds.",
                    whole_seconds(end.since(self.now))
                ),
            )),
            None if self.is_warned => Err(dropped(
                "user_warned",
                "msg_warned",
                "You were warned by a moderator and must acknowledge the warning in the browser before you can chat.",
            )),
            None => Ok(()),
        }
    }

    /// Whether the room is closed to such people or such texts; the modes do not hold for privileged people.
    pub(crate) fn check_modes(&self, room: &Room) -> Result<(), Dropped> {
        if self.identity.is_privileged() {
            return Ok(());
        }
        let settings = &self.channel.settings;
        if settings.is_verified_phone_only && !self.identity.user.has_verified_phone {
            // What Send Chat Message calls it is not known; other reasons are called as their notices are.
            return Err(dropped(
                "msg_requires_verified_phone_number",
                "msg_requires_verified_phone_number",
                "A verified phone number is required to chat in this channel. Please visit https://www.twitch.tv/settings/security to verify your phone number.",
            ));
        }
        self.check_followers_only()?;
        let login = &self.owner.login;
        if settings.is_subscribers_only && !self.identity.is_subscriber {
            return Err(dropped(
                "subscribers_only_mode",
                "msg_subsonly",
                format!(
                    "This room is in subscribers only mode. To talk, purchase a channel subscription at https://www.twitch.tv/products/{login}/ticket?ref=subscriber_only_mode_chat"
                ),
            ));
        }
        if settings.is_emote_only && !self.emotes.is_all {
            return Err(dropped(
                "emote_only_mode",
                "msg_emoteonly",
                "This room is in emote-only mode. You can find your currently available emoticons using the smiley in the chat text area.",
            ));
        }
        if settings.is_unique_chat && room.unique_texts.contains(self.text) {
            return Err(dropped(
                "unique_chat_mode",
                "msg_r9k",
                "This room is in unique-chat mode and the message you attempted to send is not unique.",
            ));
        }
        Ok(())
    }

    /// Whether the person speaks too fast or repeats themselves; nobody stops privileged people.
    pub(crate) fn check_pace(&self, room: &Room) -> Result<(), Dropped> {
        let last = room.speakers.get(&self.identity.user.id);
        let Some(last) = last.filter(|_| !self.identity.is_privileged()) else {
            return Ok(());
        };
        let gap = self.now.since(last.at);
        if gap < SHORTEST_GAP {
            return Err(dropped(
                "msg_ratelimit",
                "msg_ratelimit",
                "Your message was not sent because you are sending messages too quickly.",
            ));
        }
        if let Some(wait) = self.channel.settings.slow_mode.filter(|wait| gap < *wait) {
            let seconds = whole_seconds(wait - gap);
            return Err(dropped(
                "slow_mode",
                "msg_slowmode",
                format!(
                    "This room is in slow mode and you are sending messages too quickly. You will be able to talk again in {seconds} seconds."
                ),
            ));
        }
        if gap < DUPLICATES_WITHIN && last.text == self.text {
            return Err(dropped(
                "msg_duplicate",
                "msg_duplicate",
                "Your message was not sent because it is identical to the previous one you sent, less than 30 seconds ago.",
            ));
        }
        Ok(())
    }

    fn check_followers_only(&self) -> Result<(), Dropped> {
        let Some(needed) = self.channel.settings.followers_only else {
            return Ok(());
        };
        let login = &self.owner.login;
        let minutes = needed.as_secs() / 60;
        let (notice, text) = match self.channel.followers.get(&self.identity.user.id) {
            Some(since) if self.now.since(*since) >= needed => return Ok(()),
            Some(since) => (
                "msg_followersonly_followed",
                format!(
                    "This room is in {minutes} minutes followers-only mode. You have been following for {} minutes. Continue following to chat!",
                    self.now.since(*since).as_secs() / 60
                ),
            ),
            None if needed.is_zero() => (
                "msg_followersonly_zero",
                format!(
                    "This room is in followers-only mode. Follow {login} to join the community!"
                ),
            ),
            None => (
                "msg_followersonly",
                format!(
                    "This room is in {minutes} minutes followers-only mode. Follow {login} to join the community!"
                ),
            ),
        };
        Err(dropped("followers_only_mode", notice, text))
    }
}

/// What everybody is told whose message or JOIN is for a channel that is suspended.
pub(crate) fn suspended_channel() -> Dropped {
    dropped(
        "send_error",
        "msg_channel_suspended",
        "This channel does not exist or has been suspended.",
    )
}

/// What somebody is told who is banned for ever, when joining as well as when speaking.
pub(crate) fn banned(owner: &User) -> Dropped {
    dropped(
        "user_banned",
        "msg_banned",
        format!(
            "You are permanently banned from talking in {}.",
            owner.login
        ),
    )
}

fn dropped(code: &'static str, notice: &'static str, text: impl Into<String>) -> Dropped {
    Dropped {
        code,
        notice: Some(notice),
        text: text.into(),
    }
}

/// Rounded up, so that whoever waits as long as they are told has waited long enough.
fn whole_seconds(duration: Duration) -> u128 {
    duration.as_millis().div_ceil(1_000)
}

/// Every room has this slow mode.
const SHORTEST_GAP: Duration = Duration::from_secs(1);
const DUPLICATES_WITHIN: Duration = Duration::from_secs(30);
