//! `streamhand login`: shows the link and the code, and tells how it went.

use std::process::ExitCode;

use auth::device_login::Event;
use store::Store;
use types::{Login, Scope};

use crate::accounts;
use crate::cli::{Flow, LoginOptions, Role};
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::login::{self, Wanted};
use crate::scopes;
use crate::shutdown::{self, Request};

/// Logs an account in.
///
/// # Errors
/// As [`login::by_device`]; breaking off by Ctrl-C keeps everything as it was.
pub(crate) async fn run(options: &LoginOptions, context: &Context) -> Result<ExitCode, Failure> {
    let listener = shutdown::Listener::start();
    let store = context.store().await?;
    let http = context.http()?;
    let wanted = wanted(options, context, &store).await?;
    let is_json = context.is_json;
    let login = match options.flow {
        Flow::Device => login::by_device(context, (&store, &http), &wanted, |event| {
            show(&event, is_json)
        }),
    };
    let result = tokio::select! {
        biased;
        request = listener.requested() => {
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
    let account = result?;
    if is_json {
        output::line(&serde_json::json!({"event": "logged_in", "part": wanted.role.as_str(), "login": account}).to_string());
    } else {
        output::line(&format!(
            "{account} is logged in as the {}.",
            wanted.role.as_str()
        ));
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

fn show(event: &Event, is_json: bool) {
    match event {
        Event::CodeReady(prompt) if is_json => {
            let line = serde_json::json!({
                "event": "code",
                "verification_uri": prompt.verification_uri,
                "user_code": prompt.user_code,
                "expires_in": prompt.expires_in.as_secs(),
            });
            output::line(&line.to_string());
        }
        Event::CodeReady(prompt) => {
            output::line(&format!(
                "Open this link where the right account is logged in:\n\n    {}\n",
                prompt.verification_uri
            ));
            output::line(&format!(
                "If it asks for a code, type {}. Waiting until it is confirmed …",
                prompt.user_code
            ));
        }
        Event::CodeExpired => {
            output::aside("That code can no longer be confirmed; here is a fresh one.")
        }
        Event::Interrupted(setback) => output::aside(&format!(
            "Twitch cannot be asked at the moment ({setback}); trying again …"
        )),
        Event::Confirmed => output::aside("Confirmed; checking whose account it is …"),
        _ => {}
    }
}
