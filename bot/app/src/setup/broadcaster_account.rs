//! The login of the channel's owner, who may sit somewhere else, or may be left out.

use auth::Vault;
use serde_json::json;
use spec::endpoints::moderation;
use store::Role;
use types::{Login, Scope, ScopeSet};

use super::logging_in::{self, Found, Sought};
use super::plan::{Account, Step, Wish};
use super::sitting::Sitting;
use crate::account_state;
use crate::accounts::LoggedIn;
use crate::cli;
use crate::failure::{Failure, Status};
use crate::login;

/// Finds the login from before, so that nobody is asked about what is there.
///
/// # Errors
/// If Twitch does not answer, or the store fails.
pub(super) async fn look_up(sitting: &mut Sitting) -> Result<(), Failure> {
    let Some(sought) = sought(sitting) else {
        return Ok(());
    };
    if sitting.known.is_own_channel {
        return Ok(());
    }
    match logging_in::found(sitting, &sought).await? {
        Found::Ready(account) => ready(sitting, &sought.login, account).await,
        Found::WithoutSecret => {
            sitting.needs_secret();
            Ok(())
        }
        Found::Nothing => Ok(()),
    }
}

/// Finds the login from before, or logs the account in.
///
/// # Errors
/// If Twitch does not answer or refuses, or the store fails.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let Some(sought) = sought(sitting) else {
        return skip(sitting);
    };
    if let Some(account) = with_the_bots_login(sitting, &sought).await? {
        return ready(sitting, &sought.login, account).await;
    }
    match logging_in::found(sitting, &sought).await? {
        Found::Ready(account) => return ready(sitting, &sought.login, account).await,
        Found::WithoutSecret => {
            sitting.needs_secret();
            return Ok(());
        }
        Found::Nothing => {}
    }
    if sitting.options.without_broadcaster || !wants_to(sitting, &sought.login).await? {
        return skip(sitting);
    }
    let (_, opened) = logging_in::log_in(sitting, &sought).await?;
    match opened {
        Some(account) => ready(sitting, &sought.login, account).await,
        None => Err(Failure::new(Status::Failed, "the login was not kept")),
    }
}

fn sought(sitting: &Sitting) -> Option<Sought> {
    let is_promoting = sitting.known.wish == Some(Wish::Moderator);
    Some(Sought {
        part: cli::Role::Broadcaster,
        role: Role::Broadcaster {
            channel: sitting.channel_id.clone()?,
        },
        login: sitting.channel.clone()?,
        besides: if is_promoting {
            to_make_moderators()
        } else {
            ScopeSet::default()
        },
    })
}

/// Whoever wants a moderator made has to log in; everybody else may leave it out.
async fn wants_to(sitting: &Sitting, login: &Login) -> Result<bool, Failure> {
    let is_promoting = sitting.known.wish == Some(Wish::Moderator);
    let purpose = match is_promoting {
        true => "to see whether it is a moderator there, and to be made one",
        false => "to see whether it is a moderator there",
    };
    sitting.say(&format!(
        "\nNow {login}, the channel's owner, allows the bot {purpose}."
    ));
    if !sitting.has_person() || is_promoting {
        return Ok(true);
    }
    let question = format!("Log {login} in, here or by a link that can be sent");
    sitting.ask_yes_or_no(&question, (true, false)).await
}

/// The owner's own account speaks, so its login serves both parts.
async fn with_the_bots_login(
    sitting: &Sitting,
    sought: &Sought,
) -> Result<Option<LoggedIn>, Failure> {
    let Some(bot) = sitting
        .bot
        .as_ref()
        .filter(|_| sitting.known.is_own_channel)
    else {
        return Ok(None);
    };
    let vault = sitting.context.vault(&sitting.store);
    let kept = vault.load(&bot.user_id, &bot.client_id).await;
    let kept = kept.map_err(|error| Failure::new(Status::Failed, error.to_string()))?;
    match kept {
        Some(credential) if logging_in::lacks(sitting, sought, &credential.scopes).is_empty() => {
            login::reception::adopt(&sitting.context, &sitting.store, sought.part, &credential)
                .await?;
            Ok(Some(bot.clone()))
        }
        _ => Ok(None),
    }
}

async fn ready(sitting: &mut Sitting, login: &Login, account: LoggedIn) -> Result<(), Failure> {
    let state = account_state::look(&account).await;
    sitting.known.may_make_moderators = state.scopes.missing(&to_make_moderators()).is_empty();
    if sitting.known.wish == Some(Wish::Moderator) && !sitting.known.may_make_moderators {
        sitting.known.wish = Some(Wish::Viewer);
    }
    let sentence = format!("{login} is logged in as the channel's owner.");
    sitting.done(
        Step::LogInBroadcaster,
        &sentence,
        json!({"login": login, "skipped": false}),
    );
    sitting.broadcaster = Some(account);
    sitting.known.broadcaster_account = Account::Ready;
    Ok(())
}

fn skip(sitting: &mut Sitting) -> Result<(), Failure> {
    sitting.known.broadcaster_account = Account::Skipped;
    let sentence =
        "The channel's owner is left out; `streamhand login broadcaster` makes up for it.";
    sitting.done(Step::LogInBroadcaster, sentence, json!({"skipped": true}));
    Ok(())
}

/// What it takes to make somebody a moderator, as the table of Twitch's calls says.
fn to_make_moderators() -> ScopeSet {
    let scopes = &moderation::ADD_CHANNEL_MODERATOR.scopes;
    let needed = scopes.all_of.iter().chain(scopes.any_of.first());
    needed.map(Scope::new).collect()
}
