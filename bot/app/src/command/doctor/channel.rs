//! Whether the bot may speak in a channel of the config, as findings.

use types::{Login, ScopeSet, UserId};

use super::finding::Finding;
use crate::accounts::LoggedIn;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::features;
use crate::speaking::{Asked, Rank, Standing};

/// A channel of the config.
pub(super) struct Channel {
    pub(super) login: Login,
    pub(super) id: UserId,
    /// Who can be asked about moderators and bans, with what they allow.
    pub(super) broadcaster: Option<(helix::Client, ScopeSet)>,
}

/// Looks whether the bot may speak there.
pub(super) async fn look(helix: &helix::Client, bot: &LoggedIn, channel: &Channel) -> Vec<Finding> {
    let asked = Asked {
        bot: helix,
        moderators: allowed(channel, "moderator-check"),
        bans: allowed(channel, "ban-check"),
    };
    let standing = Standing::ask(&asked, &bot.user_id, &channel.id).await;
    let unanswered = standing.unanswered.iter();
    let mut findings: Vec<_> = unanswered
        .map(|error| Finding::mild("channel", &explain::helix(error)))
        .collect();
    findings.push(match (standing.is_banned, standing.rank) {
        (Some(true), _) => banned(bot, channel),
        (_, Rank::Moderator) => free(bot, channel),
        (_, Rank::Viewer | Rank::Unclear) => not_moderator(bot, channel, &standing),
    });
    findings
}

fn banned(bot: &LoggedIn, channel: &Channel) -> Finding {
    let failure = Failure::new(
        Status::Refused,
        format!("{} is banned or timed out in #{}", bot.login, channel.login),
    )
    .meaning("Nothing that it says appears there.")
    .advice(format!(
        "type /unban {} in the chat of #{}",
        bot.login, channel.login
    ));
    Finding::red("channel", &failure)
}

fn free(bot: &LoggedIn, channel: &Channel) -> Finding {
    let place = &channel.login;
    Finding::ok(
        "channel",
        match bot.user_id == channel.id {
            true => format!("#{place} is the bot's own, so it may say everything"),
            false => format!("{} is a moderator in #{place} and may speak", bot.login),
        },
    )
}

fn not_moderator(bot: &LoggedIn, channel: &Channel, standing: &Standing) -> Finding {
    let (login, place) = (&bot.login, &channel.login);
    let (known, advice) = match standing.rank {
        Rank::Unclear => (
            format!("whether {login} is a moderator in #{place} cannot be asked"),
            format!(
                "run `streamhand login broadcaster --channel {place}`, or make sure with /mods in the chat"
            ),
        ),
        Rank::Viewer | Rank::Moderator => (
            format!("{login} is no moderator in #{place}"),
            format!("type /mod {login} in the chat of #{place}"),
        ),
    };
    let modes = standing.modes.sentences();
    Finding::warning("channel", known, advice).meaning(if modes.is_empty() {
        "It may speak, but Twitch lets those who are no moderators say 20 messages in 30 s instead of 100.".to_owned()
    } else {
        format!("Moderators are exempt from what the chat asks. {}", modes.join(" "))
    })
}

/// Who can be asked for this feature.
fn allowed<'channel>(channel: &'channel Channel, id: &str) -> Option<&'channel helix::Client> {
    let (client, scopes) = channel.broadcaster.as_ref()?;
    let feature = features::FEATURES.iter().find(|feature| feature.id == id)?;
    feature.missing(scopes).is_empty().then_some(client)
}
