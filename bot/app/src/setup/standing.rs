//! Whether the bot may speak in the channel, as far as those who are logged in may ask.

use std::time::Duration;

use helix::chat::ChatSettings;
use serde_json::json;

use super::plan::{Rank, Step};
use super::sitting::Sitting;
use crate::failure::Failure;
use crate::spoken;

/// What is known about the bot in the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    rank: Rank,
    ban: Ban,
    modes: Modes,
}

/// Whether the bot is shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ban {
    None,
    Banned,
    Unclear,
}

/// What the chat asks of those who are no moderators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Modes {
    followers_for: Option<Duration>,
    slow: Option<Duration>,
    is_subscribers_only: bool,
    is_emotes_only: bool,
    is_unique: bool,
}

/// Looks, and tells what it means.
///
/// # Errors
/// None: what cannot be asked stays unclear, and says so.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let standing = look(sitting).await;
    sitting.known.rank = Some(standing.rank);
    let sentences = standing.sentences();
    let facts = json!({
        "is_moderator": match standing.rank {
            Rank::Moderator => Some(true),
            Rank::Viewer => Some(false),
            Rank::Unclear => None,
        },
        "is_banned": match standing.ban {
            Ban::Banned => Some(true),
            Ban::None => Some(false),
            Ban::Unclear => None,
        },
    });
    sitting.done(Step::LookAtStanding, &sentences.join("\n  "), facts);
    Ok(())
}

async fn look(sitting: &Sitting) -> Standing {
    let (Some(bot), Some(channel)) = (&sitting.bot, &sitting.channel_id) else {
        return Standing {
            rank: Rank::Unclear,
            ban: Ban::Unclear,
            modes: Modes::default(),
        };
    };
    let modes = match sitting.helix(bot).get_chat_settings(channel).await {
        Ok(settings) => settings.first().map(Modes::of).unwrap_or_default(),
        Err(error) => {
            tracing::info!(%error, "cannot ask for the modes of the chat");
            Modes::default()
        }
    };
    let (rank, ban) = if bot.user_id == *channel {
        (Rank::Moderator, Ban::None)
    } else if let Some(owner) = &sitting.broadcaster {
        let helix = sitting.helix(owner);
        let moderators = helix.get_moderators(channel).user_id(&bot.user_id).await;
        let bans = helix.get_banned_users(channel).user_id(&bot.user_id).await;
        (
            moderators.map_or(Rank::Unclear, |page| match page.data.is_empty() {
                true => Rank::Viewer,
                false => Rank::Moderator,
            }),
            bans.map_or(Ban::Unclear, |page| match page.data.is_empty() {
                true => Ban::None,
                false => Ban::Banned,
            }),
        )
    } else {
        (Rank::Unclear, Ban::Unclear)
    };
    Standing { rank, ban, modes }
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
}

impl Standing {
    /// What it means for the bot, the worst first.
    fn sentences(self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.ban == Ban::Banned {
            sentences.push("The bot is banned or timed out in the channel, so nobody will see its answers; `/unban` in the channel's chat mends that.".to_owned());
        }
        match self.rank {
            Rank::Moderator => {
                sentences.push("The bot may speak freely there: it is a moderator or the owner.".to_owned());
                return sentences;
            }
            Rank::Viewer => sentences.push("The bot is no moderator there, so Twitch lets it write less often.".to_owned()),
            Rank::Unclear => sentences.push("Whether the bot is a moderator there, only the channel's owner may ask; `/mod` in the channel's chat makes it one.".to_owned()),
        }
        sentences.extend(self.modes.sentences());
        sentences
    }
}

impl Modes {
    /// What keeps somebody silent who is no moderator.
    fn sentences(self) -> Vec<String> {
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

    fn check(standing: Standing, expected: &[&str]) {
        let sentences = standing.sentences();
        assert_eq!(sentences.len(), expected.len(), "{sentences:?}");
        for (sentence, part) in sentences.iter().zip(expected) {
            assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
        }
    }

    #[test]
    fn everything_that_may_keep_the_bot_silent_is_named() {
        let free = Standing {
            rank: Rank::Viewer,
            ban: Ban::None,
            modes: Modes::default(),
        };
        let closed = Modes {
            followers_for: Some(Duration::from_secs(600)),
            slow: Some(Duration::from_secs(30)),
            is_subscribers_only: true,
            is_emotes_only: true,
            is_unique: true,
        };
        check(free, &["no moderator"]);
        check(
            Standing {
                modes: closed,
                ban: Ban::Banned,
                ..free
            },
            &[
                "banned",
                "no moderator",
                "10 min",
                "subscribers",
                "emotes",
                "30 s",
                "twice",
            ],
        );
        check(
            Standing {
                rank: Rank::Unclear,
                ..free
            },
            &["only the channel's owner"],
        );
        check(
            Standing {
                rank: Rank::Moderator,
                modes: closed,
                ..free
            },
            &["speak freely"],
        );
    }
}
