//! What the logins of both accounts have in common: whether one from before still does, and a new one where not.

use auth::{ClientRefusal, Setback};
use store::{ClientKind, Role};
use types::{Login, ScopeSet};

use super::plan::Fact;
use super::sitting::Sitting;
use crate::account_state::{self, Word};
use crate::accounts::{self, LoggedIn};
use crate::cli;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::login;
use crate::login::presenter::Presenter;
use crate::login::wanted::{Account, Audience, Manner, Wanted};
use crate::renamed::KnownNames;
use crate::scopes;

/// An account that is to be logged in.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    /// The part, as the command line names it.
    pub part: cli::Role,
    /// The part, as the store names it.
    pub role: Role,
    /// What it is called.
    pub login: Login,
    /// What it has to allow besides what its part needs.
    pub besides: ScopeSet,
}

/// What has become of a login from before.
#[derive(Debug)]
pub(super) enum Found {
    /// It lives and has allowed everything.
    Ready(LoggedIn),
    /// It is there, and cannot be renewed without the application's secret.
    WithoutSecret,
    /// There is none, or it has to be made again.
    Nothing,
}

/// The account that plays the part already.
///
/// # Errors
/// If another account plays the part, the store fails, or Twitch cannot be asked.
pub(super) async fn found(sitting: &Sitting, sought: &Sought) -> Result<Found, Failure> {
    let doors = (&sitting.context, &sitting.store, &sitting.http);
    let found = match accounts::find(doors.0, doors.1, doors.2, &sought.role).await {
        Ok(found) => found,
        // It belongs to another application; a new login replaces it.
        Err(failure) if failure.status() == Status::LoginNeeded => None,
        Err(failure) => return Err(failure),
    };
    let Some(account) = found else {
        return Ok(Found::Nothing);
    };
    let state = account_state::look(&account).await;
    let name = account.tokens.token().await.ok();
    let name = name
        .as_ref()
        .and_then(auth::Token::login)
        .unwrap_or(&account.login);
    let names = KnownNames::read(&sitting.store).await?;
    let is_it = *name == sought.login || names.mean(&sought.login, account.name_and_id());
    if !is_it {
        let refusal = other_account(name, sought);
        account.tokens.stop().await;
        return Err(refusal);
    }
    if lacks_secret(sitting, &account).await? {
        account.tokens.stop().await;
        return Ok(Found::WithoutSecret);
    }
    let has_all = lacks(sitting, sought, &state.scopes).is_empty();
    if state.word == Word::Valid && has_all {
        return Ok(Found::Ready(account));
    }
    account.tokens.stop().await;
    match (state.word, state.trouble) {
        (Word::Waiting, Some(trouble)) => Err(trouble),
        _ => Ok(Found::Nothing),
    }
}

/// Whether nothing but the application's secret stands between an account and its next token.
///
/// A secret that was checked in this sitting is not asked for again, whatever Twitch says of it.
async fn lacks_secret(sitting: &Sitting, account: &LoggedIn) -> Result<bool, Failure> {
    if sitting.known.client_secret == Fact::Checked {
        return Ok(false);
    }
    let refusal = match account.tokens.status() {
        auth::Status::Waiting(Setback::Client(refusal)) => Some(refusal),
        _ => None,
    };
    if let Some(ClientRefusal::SecretMissing | ClientRefusal::WrongSecret) = refusal {
        return Ok(true);
    }
    let kept = sitting
        .store
        .credential(&account.user_id, &account.client_id)
        .await
        .map_err(|error| explain::store(&error))?;
    Ok(kept.is_some_and(|kept| kept.credential.client_kind == ClientKind::Confidential))
}

/// What the login of an account that allows this would still lack.
pub(super) fn lacks(sitting: &Sitting, sought: &Sought, granted: &ScopeSet) -> ScopeSet {
    let mut missing = scopes::missing(&sitting.context.config, sought.part, granted);
    missing.extend(granted.missing(&sought.besides).iter().cloned());
    missing
}

/// Logs the account in, and opens it.
///
/// # Errors
/// As [`login::log_in`]. A wrong account for the bot is one at once: its name may be what is wrong.
pub(super) async fn log_in(
    sitting: &Sitting,
    sought: &Sought,
) -> Result<(Account, Option<LoggedIn>), Failure> {
    let (context, store, http) = (&sitting.context, &sitting.store, &sitting.http);
    let granted = accounts::granted(context, store, sought.part, Some(&sought.login)).await?;
    let mut scopes = granted.clone();
    scopes.extend(lacks(sitting, sought, &granted).iter().cloned());
    let wanted = Wanted {
        role: sought.part,
        login: Some(sought.login.clone()),
        scopes,
    };
    let presenter = Presenter::new(context, &wanted, sitting.options.no_browser);
    let manner = Manner {
        flow: sitting.options.flow,
        scheme: sitting.options.scheme(),
        audience: match sought.part {
            cli::Role::Bot => Audience::Program,
            cli::Role::Broadcaster => presenter.audience(),
        },
    };
    let tell = |news| presenter.tell(&news);
    let account = login::log_in(context, (store, http), &wanted, (manner, &tell)).await;
    presenter.end_waiting();
    let account = account?;
    if context.is_json {
        presenter.welcome(&account);
    }
    let opened = accounts::find(context, store, http, &sought.role).await?;
    Ok((account, opened))
}

fn other_account(found: &Login, sought: &Sought) -> Failure {
    let part = sought.part.as_str();
    Failure::new(
        Status::Refused,
        format!("{found} is logged in as the {part}, not {}", sought.login),
    )
    .meaning("Another account plays this part already, and it is not replaced without being asked.")
    .advice(format!(
        "if {} is right, run `streamhand logout {part}` first; if not, name {found}",
        sought.login
    ))
}
