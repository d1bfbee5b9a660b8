//! `streamhand logout`: voids the token at Twitch and forgets the account here; both, or it says exactly which.

use std::process::ExitCode;

use auth::{Http, Setback};
use store::{Role, Store};

use crate::accounts::{self, LoggedIn};
use crate::cli::Logout;
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};

/// What Twitch says about the login.
enum AtTwitch {
    /// Its token was voided just now.
    Voided,
    /// It was void before.
    Dead,
    /// Nobody knows.
    Untold(auth::Error),
}

/// Logs the account out.
///
/// # Errors
/// If nobody is logged in or the store fails; if Twitch cannot be told, unless it is to be forgotten all the same.
pub(crate) async fn run(options: &Logout, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let http = context.http()?;
    let account = accounts::named(context, &store, &http, &options.who.account()).await?;
    let parts = parts_of(&store, &account).await?;
    let told = tell_twitch(context, &http, &account).await?;
    account.tokens.clone().stop().await;
    if let (AtTwitch::Untold(error), false) = (&told, options.forget) {
        store.close().await;
        return Err(kept(&account, error));
    }
    let forgotten = store.delete_account(&account.user_id).await;
    store.close().await;
    if let Err(error) = forgotten {
        return Err(half_done(&account, &told, &error));
    }
    say(context.is_json, &account, (&parts, &told));
    Ok(ExitCode::SUCCESS)
}

/// Everything that the account is logged in as, because it is forgotten for all of it.
async fn parts_of(store: &Store, account: &LoggedIn) -> Result<Vec<String>, Failure> {
    let bindings = accounts::bindings(store).await?;
    let its = bindings
        .iter()
        .filter(|binding| binding.user_id == account.user_id);
    let name = |role: &Role| match role {
        Role::Bot => "the bot".to_owned(),
        Role::Broadcaster { .. } => format!("the broadcaster of #{}", account.login),
    };
    Ok(its.map(|binding| name(&binding.role)).collect())
}

async fn tell_twitch(
    context: &Context,
    http: &Http,
    account: &LoggedIn,
) -> Result<AtTwitch, Failure> {
    let token = match account.tokens.token().await {
        Ok(token) => token,
        Err(auth::Error::TokenLost { .. }) => return Ok(AtTwitch::Dead),
        Err(auth::Error::Unavailable {
            setback: Setback::RefreshRefused(_),
            ..
        }) => return Ok(AtTwitch::Dead),
        Err(error) => return Ok(AtTwitch::Untold(error)),
    };
    let revoked = auth::revoke(http, &context.auth_settings()?, token.secret()).await;
    Ok(match revoked {
        Ok(()) => AtTwitch::Voided,
        Err(error) => AtTwitch::Untold(error),
    })
}

fn kept(account: &LoggedIn, error: &auth::Error) -> Failure {
    let login = &account.login;
    Failure::new(
        Status::Failed,
        format!("{login} is not logged out: Twitch could not be told: {error}"),
    )
    .meaning("Nothing was forgotten here, so the token is not left alive without anybody who knows it.")
    .advice(format!(
        "try again when Twitch answers; or forget it here with `streamhand logout {login} --forget`, \
         and disconnect the app on Twitch under Settings, Connections"
    ))
}

fn half_done(account: &LoggedIn, told: &AtTwitch, error: &store::Error) -> Failure {
    let login = &account.login;
    let at_twitch = match told {
        AtTwitch::Voided => "Twitch has voided its token",
        AtTwitch::Dead => "its token was void already",
        AtTwitch::Untold(_) => "Twitch was not told",
    };
    Failure::new(
        Status::Failed,
        format!("{login} is only half logged out: {at_twitch}, but it is still kept here: {error}"),
    )
    .advice(format!("run `streamhand logout {login} --forget` again"))
}

fn say(is_json: bool, account: &LoggedIn, (parts, told): (&[String], &AtTwitch)) {
    let login = &account.login;
    if is_json {
        let at_twitch = match told {
            AtTwitch::Voided => "voided",
            AtTwitch::Dead => "was_void",
            AtTwitch::Untold(_) => "not_told",
        };
        let line = serde_json::json!({
            "event": "logged_out", "login": login, "parts": parts, "at_twitch": at_twitch,
        });
        return output::line(&line.to_string());
    }
    let told = match told {
        AtTwitch::Voided => "Twitch has voided its token.".to_owned(),
        AtTwitch::Dead => "Its token was void already.".to_owned(),
        AtTwitch::Untold(error) => {
            format!("Twitch was not told, so its token lives until it expires: {error}")
        }
    };
    let parts = parts.join(" and ");
    output::aside(&format!(
        "{login} is logged out and forgotten as {parts}. {told}"
    ));
}
