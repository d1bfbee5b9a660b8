//! Logging an account in, whoever shows the code: from the first request to tokens that are safe in the store.

use auth::device_login::Event;
use auth::{Credential, Http, Setback, Vault};
use store::{Binding, Role, Store};
use tokio::sync::oneshot;
use types::{Login, ScopeSet};

use crate::cli;
use crate::clock;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};

/// Which account is to be logged in.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The part that it will play.
    pub role: cli::Role,
    /// What it must be called, if that is known.
    pub login: Option<Login>,
    /// What it must allow.
    pub scopes: ScopeSet,
}

/// Logs an account in by device code and keeps what it gets.
///
/// Once a code is shown it waits out every fault of the network; before that a person is told at once that nobody answers.
///
/// # Errors
/// If nobody answers, Twitch refuses, the wrong account consents, another account plays the part already, or the store fails.
pub(crate) async fn by_device(
    context: &Context,
    (store, http): (&Store, &Http),
    wanted: &Wanted,
    mut on_event: impl FnMut(Event),
) -> Result<Login, Failure> {
    let settings = context.auth_settings()?;
    let (give_up, given_up) = oneshot::channel();
    let mut give_up = Some(give_up);
    let login = auth::device_login(http, settings, wanted.scopes.clone(), |event| {
        match (give_up.take(), event) {
            (Some(give_up), Event::Interrupted(Setback::Network(error))) => {
                give_up
                    .send(error)
                    .expect("the receiver is waited for below");
            }
            (_, event) => on_event(event),
        }
    });
    let credential = tokio::select! {
        biased;
        credential = login => credential.map_err(|error| explain::auth(&error))?,
        Ok(error) = given_up => return Err(explain::no_login_service(&error)),
    };
    check_account(wanted, &credential)?;
    keep(context, store, wanted.role, &credential).await?;
    Ok(credential.login)
}

/// The wrong account is the commonest mistake: browsers remember the streamer, not the bot.
fn check_account(wanted: &Wanted, credential: &Credential) -> Result<(), Failure> {
    match &wanted.login {
        Some(login) if *login != credential.login => {
            let what = format!(
                "{} consented, but the {} is {login}",
                credential.login,
                wanted.role.as_str()
            );
            Err(Failure::new(Status::Refused, what)
                .meaning(
                    "The browser was logged in to Twitch with another account. Nothing was kept.",
                )
                .advice(format!(
                    "open the link where {login} is logged in, for example in a private window"
                )))
        }
        _ => Ok(()),
    }
}

/// The tokens are safe before the part is given away; those of somebody who cannot have it are not kept.
async fn keep(
    context: &Context,
    store: &Store,
    role: cli::Role,
    credential: &Credential,
) -> Result<(), Failure> {
    let binding = Binding {
        role: match role {
            cli::Role::Bot => Role::Bot,
            cli::Role::Broadcaster => Role::Broadcaster {
                channel: credential.user_id.clone(),
            },
        },
        user_id: credential.user_id.clone(),
        client_id: credential.client_id.clone(),
        bound_at: clock::now(),
    };
    check_free(store, &binding).await?;
    context
        .vault(store)
        .save(credential)
        .await
        .map_err(|error| Failure::new(Status::Failed, error.to_string()))?;
    if let Role::Broadcaster { channel } = &binding.role {
        let channel = store::Channel {
            id: channel.clone(),
            login: credential.login.clone(),
            display_name: credential.login.to_string(),
            added_at: clock::now(),
        };
        store
            .put_channel(&channel)
            .await
            .map_err(|error| explain::store(&error))?;
    }
    store
        .bind_role(&binding)
        .await
        .map_err(|error| explain::store(&error))
}

async fn check_free(store: &Store, wanted: &Binding) -> Result<(), Failure> {
    let holder = store.role(&wanted.role).await;
    match holder.map_err(|error| explain::store(&error))? {
        Some(holder) if holder.user_id != wanted.user_id => {
            Err(explain::store(&store::Error::RoleTaken {
                role: wanted.role.clone(),
                holder: holder.user_id,
                wanted: wanted.user_id.clone(),
            }))
        }
        _ => Ok(()),
    }
}
