//! `streamhand whoami`: the accounts that are logged in, as Twitch sees them now. One that is dead hides no other.

use std::process::ExitCode;

use auth::Http;
use store::{Binding, Role, Store};
use tokio::task::JoinSet;

use crate::account_state::{self, AccountState};
use crate::accounts::{self, LoggedIn};
use crate::clock;
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::spoken;

/// Shows each account with its part, its scopes, how long its token lives, and how it stands.
///
/// If something is wrong with one of them it ends with the status that belongs to that.
///
/// # Errors
/// If nobody is logged in, or the store fails.
pub(crate) async fn run(context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let http = context.http()?;
    let bindings = accounts::bindings(&store).await?;
    if bindings.is_empty() {
        return Err(Failure::new(Status::LoginNeeded, "nobody is logged in")
            .advice("run `streamhand login bot`"));
    }
    let seen = look_at_all(context, (&store, &http), &bindings).await;
    let mut trouble = None;
    for (binding, seen) in bindings.iter().zip(seen) {
        let part = part(&binding.role);
        match seen {
            Seen::Open(account, state) => {
                show(part, (&account, &state), context.is_json);
                account.tokens.stop().await;
                trouble = trouble.or(state.trouble);
            }
            Seen::Unusable(failure) => {
                show_unusable(part, (binding, &failure), context.is_json);
                trouble = trouble.or(Some(failure));
            }
        }
    }
    store.close().await;
    // Each trouble was told beside its account; the first one decides how it ends.
    Ok(trouble.map_or(ExitCode::SUCCESS, |failure| failure.exit_code()))
}

/// What was found behind a part.
enum Seen {
    Open(LoggedIn, AccountState),
    Unusable(Failure),
}

/// Looks at all accounts at the same time, as one that has to wait for Twitch must not delay the others.
async fn look_at_all(
    context: &Context,
    (store, http): (&Store, &Http),
    bindings: &[Binding],
) -> Vec<Seen> {
    let mut looking = JoinSet::new();
    let mut all: Vec<Option<Seen>> = Vec::new();
    for (position, binding) in bindings.iter().enumerate() {
        match accounts::open_bound(context, store, http, binding).await {
            Ok(account) => {
                looking.spawn(async move {
                    let state = account_state::look(&account).await;
                    (position, account, state)
                });
                all.push(None);
            }
            Err(failure) => all.push(Some(Seen::Unusable(failure))),
        }
    }
    while let Some(looked) = looking.join_next().await {
        match looked {
            Ok((position, account, state)) => all[position] = Some(Seen::Open(account, state)),
            Err(error) => tracing::error!(%error, "looking at an account broke down"),
        }
    }
    let broken = || {
        Seen::Unusable(Failure::new(
            Status::Failed,
            "looking at the account broke down",
        ))
    };
    all.into_iter()
        .map(|seen| seen.unwrap_or_else(broken))
        .collect()
}

fn part(role: &Role) -> &'static str {
    match role {
        Role::Bot => "bot",
        Role::Broadcaster { .. } => "broadcaster",
    }
}

fn show(part: &str, (account, state): (&LoggedIn, &AccountState), is_json: bool) {
    let left = account.expires_at.map(|moment| moment.since(clock::now()));
    if is_json {
        let line = serde_json::json!({
            "part": part,
            "login": account.login,
            "user_id": account.user_id,
            "client_id": account.client_id,
            "scopes": state.scopes,
            "state": state.word.as_str(),
            "expires_in": left.map(|left| left.as_secs()),
            "trouble": state.trouble.as_ref().map(Failure::to_json),
        });
        return output::line(&line.to_string());
    }
    let life = match (state.word, left) {
        (account_state::Word::Valid, Some(left)) if !left.is_zero() => {
            let then = if account.is_renewable {
                "then renewed"
            } else {
                "and cannot be renewed"
            };
            format!("valid for {}, {then}", spoken::duration(left))
        }
        (word, _) => word.as_str().to_owned(),
    };
    output::line(&format!(
        "{part}: {} (id {}), {life}, scopes: {}",
        account.login, account.user_id, state.scopes
    ));
    if let Some(trouble) = &state.trouble {
        output::aside(&trouble.to_string());
    }
}

fn show_unusable(part: &str, (binding, failure): (&Binding, &Failure), is_json: bool) {
    if is_json {
        let line = serde_json::json!({
            "part": part,
            "user_id": binding.user_id,
            "client_id": binding.client_id,
            "state": "unusable",
            "trouble": failure.to_json(),
        });
        return output::line(&line.to_string());
    }
    output::line(&format!("{part}: id {}, unusable", binding.user_id));
    output::aside(&failure.to_string());
}
