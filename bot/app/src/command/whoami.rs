//! `streamhand whoami`: the accounts that are logged in, as Twitch sees them now.

use std::process::ExitCode;

use auth::Http;
use store::{Role, Store};

use crate::accounts::{self, LoggedIn};
use crate::cli;
use crate::command::output;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};

/// Shows each account with its part and its scopes.
///
/// # Errors
/// If nobody is logged in, or a token is not valid any more.
pub(crate) async fn run(context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let http = context.http()?;
    let bot = accounts::find(context, &store, &http, &Role::Bot).await?;
    let mut parts: Vec<_> = bot.into_iter().map(|account| ("bot", account)).collect();
    let broadcasters = accounts::broadcasters(context, &store, &http).await?;
    parts.extend(
        broadcasters
            .into_iter()
            .map(|account| ("broadcaster", account)),
    );
    if parts.is_empty() {
        return Err(Failure::new(Status::LoginNeeded, "nobody is logged in")
            .advice("run `streamhand login bot`"));
    }
    for (part, account) in parts {
        show(part, &account, context.is_json).await?;
        account.tokens.stop().await;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The account behind a part, as the command line names it.
///
/// # Errors
/// If nobody is logged in for it; if several broadcasters are, and none of them has the first channel of the config.
pub(crate) async fn account_of(
    context: &Context,
    store: &Store,
    http: &Http,
    role: cli::Role,
) -> Result<LoggedIn, Failure> {
    match role {
        cli::Role::Bot => accounts::open(context, store, http, &Role::Bot).await,
        cli::Role::Broadcaster => {
            let found = accounts::broadcasters(context, store, http).await?;
            let first = context.config.channels.first();
            match found.as_slice() {
                [] => Err(Failure::new(
                    Status::LoginNeeded,
                    "nobody is logged in as the broadcaster",
                )
                .advice("run `streamhand login broadcaster`")),
                [only] => Ok(only.clone()),
                several => several
                    .iter()
                    .find(|account| Some(&account.login) == first)
                    .cloned()
                    .ok_or_else(|| unclear(several)),
            }
        }
    }
}

/// The wrong one of them could be logged out, so nobody is chosen by chance.
fn unclear(several: &[LoggedIn]) -> Failure {
    let logins: Vec<_> = several
        .iter()
        .map(|account| account.login.as_str())
        .collect();
    Failure::new(
        Status::Usage,
        format!(
            "several broadcasters are logged in, and none of them is the first channel of the config: {}",
            logins.join(", ")
        ),
    )
    .advice("put the channel that you mean first among the [[channel]] tables")
}

async fn show(part: &str, account: &LoggedIn, is_json: bool) -> Result<(), Failure> {
    let token = account
        .tokens
        .token()
        .await
        .map_err(|error| explain::auth(&error))?;
    // A token may be lent though Twitch could not be asked about it; here that is not good enough.
    if let auth::Status::Waiting(setback) = account.tokens.status() {
        let login = account.login.clone();
        return Err(explain::auth(&auth::Error::Unavailable { login, setback }));
    }
    if is_json {
        let line = serde_json::json!({
            "part": part,
            "login": account.login,
            "user_id": account.user_id,
            "client_id": token.client_id(),
            "scopes": token.scopes(),
        });
        output::line(&line.to_string());
    } else {
        output::line(&format!(
            "{part}: {} (id {}), scopes: {}",
            account.login,
            account.user_id,
            token.scopes()
        ));
    }
    Ok(())
}
