//! `streamhand login`: shows the link and the code, and tells how it went.

use std::process::ExitCode;
use std::sync::OnceLock;

use store::Store;
use types::{Login, Scope, ScopeSet};

use crate::accounts;
use crate::cli::{LoginOptions, Role};
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::login;
use crate::login::news::News;
use crate::login::presenter::Presenter;
use crate::login::wanted::{Manner, Wanted};
use crate::scopes;
use crate::shutdown::{self, Request};

/// Logs an account in.
///
/// # Errors
/// As [`login::log_in`]; breaking off by Ctrl-C before the tokens are kept leaves everything as it was.
pub(crate) async fn run(options: &LoginOptions, context: &Context) -> Result<ExitCode, Failure> {
    let listener = shutdown::Listener::start();
    let store = context.store().await?;
    let http = context.http()?;
    let wanted = wanted(options, context, &store).await?;
    let presenter = Presenter::new(context, &wanted, options.no_browser);
    let manner = Manner {
        flow: options.flow,
        scheme: options.scheme(),
        audience: presenter.audience(),
    };
    let kept = OnceLock::new();
    let tell = |news| match news {
        News::Kept(account) => {
            // A browser that fetches the last page late must not keep a person waiting for the good news.
            if !context.is_json {
                presenter.welcome(&account);
            }
            kept.get_or_init(|| account);
        }
        news => presenter.tell(&news),
    };
    let login = login::log_in(context, (&store, &http), &wanted, (manner, &tell));
    let result = tokio::select! {
        biased;
        request = listener.requested() => {
            presenter.end_waiting();
            if let Some(account) = kept.get() {
                if context.is_json {
                    presenter.welcome(account);
                }
                store.close().await;
                return Ok(ExitCode::SUCCESS);
            }
            output::aside("The login was broken off; nothing was changed.");
            store.close().await;
            // To end a service is what was wanted of it; a login that was ended is not done.
            return Ok(match request {
                Request::Interrupted => request.exit_code(),
                Request::Terminated => ExitCode::from(Status::Failed as u8),
            });
        }
        result = login => result,
    };
    store.close().await;
    presenter.end_waiting();
    let account = result?;
    if context.is_json {
        presenter.welcome(&account);
    }
    Ok(ExitCode::SUCCESS)
}

async fn wanted(
    options: &LoginOptions,
    context: &Context,
    store: &Store,
) -> Result<Wanted, Failure> {
    let login = match options.role {
        Role::Bot => context.config.bot.clone(),
        Role::Broadcaster => Some(channel(options, context)?),
    };
    let granted = accounts::granted(context, store, options.role, login.as_ref()).await?;
    let mut scopes = scopes::to_ask_for(&context.config, options.role, &granted);
    scopes.extend(of_purposes(options, &scopes)?.iter().cloned());
    for name in &options.scope {
        if spec::scope(name).is_none() {
            return Err(
                Failure::new(Status::Usage, format!("Twitch has no scope {name:?}"))
                    .advice("`streamhand api CALL --help` names the scopes of a call"),
            );
        }
        scopes.insert(Scope::new(name));
    }
    Ok(Wanted {
        role: options.role,
        login,
        scopes,
    })
}

/// What the short forms lack that the login shall be for.
fn of_purposes(options: &LoginOptions, granted: &ScopeSet) -> Result<ScopeSet, Failure> {
    let role = options.role;
    let useless = scopes::purposes_of_others(role, &options.purposes);
    if let Some(purpose) = useless.first() {
        let other = match role {
            Role::Bot => Role::Broadcaster,
            Role::Broadcaster => Role::Bot,
        };
        return Err(Failure::new(
            Status::Usage,
            format!(
                "`streamhand {purpose}` does not use the account of the {}",
                role.as_str()
            ),
        )
        .meaning("A login asks for nothing that is not used.")
        .advice(format!(
            "run `streamhand login {} --for {purpose}`",
            other.as_str()
        )));
    }
    Ok(scopes::of_purposes(role, &options.purposes, granted))
}

fn channel(options: &LoginOptions, context: &Context) -> Result<Login, Failure> {
    match (&options.channel, context.config.channels.as_slice()) {
        (Some(chosen), _) => Ok(chosen.clone()),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(Failure::new(
            Status::Usage,
            "the config names no channel, so it is not clear whose login this is",
        )
        .advice("add a [[channel]] to the config, or say --channel LOGIN")),
        (None, _) => Err(
            Failure::new(Status::Usage, "the config names several channels")
                .advice("say which one with --channel LOGIN"),
        ),
    }
}
