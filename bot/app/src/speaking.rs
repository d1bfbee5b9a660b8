//! Whether the bot may speak in a channel, as far as those who are logged in may ask: moderator, ban, and the modes of
//! the chat. Whoever asks decides what to do about it.

use std::time::Duration;

use helix::chat::ChatSettings;
use types::UserId;

use crate::spoken;

/// What is known about the bot in a channel.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// What it is there.
    pub rank: Rank,
    /// Whether it is shut out; nothing if that cannot be asked.
    pub is_banned: Option<bool>,
    /// What the chat asks of those who are no moderators.
    pub modes: Modes,
    /// Questions that Twitch did not answer.
    pub unanswered: Vec<helix::Error>,
}

/// What the bot is in a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Moderator, or the owner.
    Moderator,
    /// Anything less.
    Viewer,
    /// Nobody who is logged in may ask.
    #[default]
    Unclear,
}

/// What a chat asks of those who are no moderators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Modes {
    followers_for: Option<Duration>,
    slow: Option<Duration>,
    is_subscribers_only: bool,
    is_emotes_only: bool,
    is_unique: bool,
}

/// Whom to ask about a channel.
#[derive(Debug)]
pub(crate) struct Asked<'asked> {
    /// The bot itself, which everybody may ask for the modes of a chat.
    pub bot: &'asked helix::Client,
    /// Who may ask for moderators.
    pub moderators: Option<&'asked helix::Client>,
    /// Who may ask for bans.
    pub bans: Option<&'asked helix::Client>,
}

impl Standing {
    /// Asks what can be asked; what cannot stays unclear.
    pub(crate) async fn ask(asked: &Asked<'_>, bot: &UserId, channel: &UserId) -> Self {
        if bot == channel {
            return Self {
                rank: Rank::Moderator,
                is_banned: Some(false),
                ..Self::default()
            };
        }
        let mut standing = Self::default();
        if let Some(owner) = asked.moderators {
            let moderators = owner.get_moderators(channel).user_id(bot).await;
            if let Some(page) = standing.note(moderators) {
                standing.rank = match page.data.is_empty() {
                    true => Rank::Viewer,
                    false => Rank::Moderator,
                };
            }
        }
        if let Some(owner) = asked.bans {
            let bans = owner.get_banned_users(channel).user_id(bot).await;
            let bans = standing.note(bans);
            standing.is_banned = bans.map(|page| !page.data.is_empty());
        }
        if standing.rank != Rank::Moderator {
            let settings = asked.bot.get_chat_settings(channel).await;
            let settings = standing.note(settings);
            let room = settings.and_then(|rooms| rooms.into_iter().next());
            standing.modes = room.as_ref().map(Modes::of).unwrap_or_default();
        }
        standing
    }

    fn note<T>(&mut self, answer: Result<T, helix::Error>) -> Option<T> {
        answer.map_err(|error| self.unanswered.push(error)).ok()
    }
}

impl Rank {
    /// Whether it is a moderator, where that is known.
    pub(crate) fn is_moderator(self) -> Option<bool> {
        match self {
            Self::Moderator => Some(true),
            Self::Viewer => Some(false),
            Self::Unclear => None,
        }
    }
}

impl Modes {
    fn of(settings: &ChatSettings) -> Self {
        let seconds = |count: Option<i64>| {
            Duration::from_secs(u64::try_from(count.unwrap_or_default()).unwrap_or_default())
        };
        Self {
            followers_for: settings
                .follower_mode
                .then(|| seconds(settings.follower_mode_duration) * 60),
            slow: settings
                .slow_mode
                .then(|| seconds(settings.slow_mode_wait_time)),
            is_subscribers_only: settings.subscriber_mode,
            is_emotes_only: settings.emote_mode,
            is_unique: settings.unique_chat_mode,
        }
    }

    /// What keeps somebody silent who is no moderator, a sentence each.
    pub(crate) fn sentences(self) -> Vec<String> {
        let mut sentences = Vec::new();
        match self.followers_for {
            Some(Duration::ZERO) => sentences.push("The chat is for followers only; let the bot's account follow the channel, or make it a moderator.".to_owned()),
            Some(time) => sentences.push(format!("The chat is for those who have followed for {}; let the bot's account follow the channel and wait, or make it a moderator.", spoken::duration(time))),
            None => {}
        }
        if self.is_subscribers_only {
            sentences
                .push("The chat is for subscribers only; make the bot a moderator.".to_owned());
        }
        if self.is_emotes_only {
            sentences.push("The chat takes emotes only, which no answer of the bot consists of; make it a moderator.".to_owned());
        }
        if let Some(wait) = self.slow {
            sentences.push(format!("The chat is in slow mode: one message every {}; answers that come faster are dropped.", spoken::duration(wait)));
        }
        if self.is_unique {
            sentences.push(
                "The chat takes no message twice; answers that repeat are dropped.".to_owned(),
            );
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_that_may_keep_the_bot_silent_is_named() {
        let closed = Modes {
            followers_for: Some(Duration::from_secs(600)),
            slow: Some(Duration::from_secs(30)),
            is_subscribers_only: true,
            is_emotes_only: true,
            is_unique: true,
        };
        let sentences = closed.sentences();
        let expected = ["10 min", "subscribers", "emotes", "30 s", "twice"];
        assert_eq!(sentences.len(), expected.len(), "{sentences:?}");
        for (sentence, part) in sentences.iter().zip(expected) {
            assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
        }
        assert!(Modes::default().sentences().is_empty());
    }
}
