//! The login of the account that speaks.

use auth::ClientKind;
use serde_json::json;
use store::Role;
use types::ScopeSet;

use super::logging_in::{self, Found, Sought};
use super::plan::{Account, Fact, Step};
use super::sitting::Sitting;
use crate::cli;
use crate::failure::{Failure, Status};
use crate::scopes;

/// Finds the login from before, or logs the account in.
///
/// # Errors
/// If Twitch does not answer, or nobody can correct what was wrong.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let Some(login) = sitting.context.config.bot.clone() else {
        sitting.known.bot = Fact::Absent;
        return Ok(());
    };
    // One account for both parts has one token, so it is asked once for everything.
    let besides = if sitting.known.is_own_channel {
        scopes::of_broadcaster(&sitting.context.config)
    } else {
        ScopeSet::default()
    };
    let sought = Sought {
        part: cli::Role::Bot,
        role: Role::Bot,
        login,
        besides,
    };
    match find_or_log_in(sitting, &sought).await {
        Ok(()) => Ok(()),
        Err(failure) if failure.status() == Status::Refused => {
            sitting.known.bot = Fact::Absent;
            sitting.refuse(failure)
        }
        Err(failure) => Err(failure),
    }
}

async fn find_or_log_in(sitting: &mut Sitting, sought: &Sought) -> Result<(), Failure> {
    let login = &sought.login;
    let facts = json!({"login": login});
    match logging_in::found(sitting, sought).await? {
        Found::Ready(account) => {
            let sentence = format!("{login} is logged in as the bot.");
            sitting.done(Step::LogInBot, &sentence, facts);
            sitting.bot = Some(account);
            sitting.known.bot_account = Account::Ready;
            return Ok(());
        }
        Found::WithoutSecret => {
            sitting.needs_secret();
            return Ok(());
        }
        Found::Nothing => {}
    }
    sitting.say(&format!(
        "\nNow {login} allows the bot to read and write chat in its name."
    ));
    let (account, opened) = logging_in::log_in(sitting, sought).await?;
    let has_secret = sitting.context.config.app.client_secret.is_some();
    if account.client_kind == ClientKind::Confidential && !has_secret {
        // The login is kept, and is looked at again when the secret is there.
        sitting.needs_secret();
        return Ok(());
    }
    let sentence = format!("{login} is logged in as the bot.");
    sitting.done(Step::LogInBot, &sentence, facts);
    sitting.bot = opened;
    sitting.known.bot_account = Account::Ready;
    Ok(())
}
