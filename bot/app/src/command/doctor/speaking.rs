//! Whether the bot may speak in a channel, as far as the logins allow asking: moderator, ban, and the modes of the room.

use types::{Login, ScopeSet, UserId};

use super::finding::Finding;
use crate::accounts::LoggedIn;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::features;

/// A channel of the config.
pub(super) struct Channel {
    pub(super) login: Login,
    pub(super) id: UserId,
    /// Who can be asked about moderators and bans, with what they allow.
    pub(super) broadcaster: Option<(helix::Client, ScopeSet)>,
}

/// Looks whether the bot may speak there.
pub(super) async fn look(helix: &helix::Client, bot: &LoggedIn, channel: &Channel) -> Vec<Finding> {
    let place = format!("#{}", channel.login);
    if bot.user_id == channel.id {
        let text = format!("{place} is the bot's own, so it may say everything");
        return vec![Finding::ok("channel", text)];
    }
    if let Some(ban) = ban(bot, channel).await {
        return vec![ban];
    }
    let is_moderator = match is_moderator(bot, channel).await {
        Ok(is_moderator) => is_moderator,
        Err(finding) => return vec![finding],
    };
    if is_moderator == Some(true) {
        let text = format!("{} is a moderator in {place} and may speak", bot.login);
        return vec![Finding::ok("channel", text)];
    }
    let modes = match helix.get_chat_settings(&channel.id).await {
        Ok(settings) => settings
            .into_iter()
            .next()
            .map_or_else(Vec::new, |room| modes(&room)),
        Err(error) => return vec![Finding::mild("channel", &explain::helix(&error))],
    };
    vec![not_moderator(bot, channel, (is_moderator, &modes))]
}

fn not_moderator(
    bot: &LoggedIn,
    channel: &Channel,
    (is_moderator, modes): (Option<bool>, &[String]),
) -> Finding {
    let (login, place) = (&bot.login, &channel.login);
    let known = match is_moderator {
        Some(_) => format!("{login} is no moderator in #{place}"),
        None => format!("whether {login} is a moderator in #{place} cannot be asked"),
    };
    let advice = match is_moderator {
        Some(_) => format!("type /mod {login} in the chat of #{place}"),
        None => format!(
            "run `streamhand login broadcaster --channel {place}`, or make sure with /mods in the chat"
        ),
    };
    if modes.is_empty() {
        return Finding::warning("channel", known, advice).meaning(
            "It may speak, but Twitch lets those who are no moderators say 20 messages in 30 s instead of 100.",
        );
    }
    Finding::warning(
        "channel",
        format!("{known}, and the chat is {}", modes.join(", ")),
        advice,
    )
    .meaning("What it says may not appear there; moderators are exempt.")
}

/// Asked with the broadcaster's login; nothing is known without it.
async fn is_moderator(bot: &LoggedIn, channel: &Channel) -> Result<Option<bool>, Finding> {
    let Some(broadcaster) = allowed(channel, "moderator-check") else {
        return Ok(None);
    };
    let moderators = broadcaster
        .get_moderators(&channel.id)
        .user_id(&bot.user_id)
        .await;
    match moderators {
        Ok(page) => Ok(Some(!page.data.is_empty())),
        Err(error) => Err(Finding::mild("channel", &explain::helix(&error))),
    }
}

/// The finding that the bot is banned, if it is.
async fn ban(bot: &LoggedIn, channel: &Channel) -> Option<Finding> {
    let broadcaster = allowed(channel, "ban-check")?;
    let bans = broadcaster
        .get_banned_users(&channel.id)
        .user_id(&bot.user_id)
        .await;
    let bans = match bans {
        Ok(page) => page.data,
        Err(error) => return Some(Finding::mild("channel", &explain::helix(&error))),
    };
    bans.first()?;
    let failure = Failure::new(
        Status::Refused,
        format!("{} is banned or timed out in #{}", bot.login, channel.login),
    )
    .meaning("Nothing that it says appears there.")
    .advice(format!(
        "type /unban {} in the chat of #{}",
        bot.login, channel.login
    ));
    Some(Finding::red("channel", &failure))
}

/// Who can be asked for this feature.
fn allowed<'channel>(channel: &'channel Channel, id: &str) -> Option<&'channel helix::Client> {
    let (client, scopes) = channel.broadcaster.as_ref()?;
    let feature = features::FEATURES.iter().find(|feature| feature.id == id)?;
    feature.missing(scopes).is_empty().then_some(client)
}

/// The modes that keep somebody silent who is no moderator.
fn modes(room: &helix::chat::ChatSettings) -> Vec<String> {
    let modes = [
        (room.follower_mode, "for followers only"),
        (room.subscriber_mode, "for subscribers only"),
        (room.emote_mode, "for emotes only"),
        (room.unique_chat_mode, "for unique messages only"),
        (room.slow_mode, "in slow mode"),
    ];
    let on = modes.into_iter().filter(|(is_on, _)| *is_on);
    on.map(|(_, words)| words.to_owned()).collect()
}
