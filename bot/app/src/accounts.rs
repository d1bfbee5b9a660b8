//! The accounts that are logged in, each with the keeper of its token; which account plays which part stands in the store.

use auth::{Http, Keeper, Tokens};
use store::{Binding, Role, Store};
use types::{Login, ScopeSet, UserId};

use crate::cli;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};

/// An account that is logged in.
#[derive(Debug, Clone)]
pub(crate) struct LoggedIn {
    /// Whose account it is.
    pub user_id: UserId,
    /// What it is called.
    pub login: Login,
    /// Its token, kept alive as long as a clone of this exists.
    pub tokens: Tokens,
}

/// Opens the account that plays a part.
///
/// # Errors
/// If nobody is logged in for it, or the store fails.
pub(crate) async fn open(
    context: &Context,
    store: &Store,
    http: &Http,
    role: &Role,
) -> Result<LoggedIn, Failure> {
    match find(context, store, http, role).await? {
        Some(account) => Ok(account),
        None => Err(nobody(role)),
    }
}

/// Opens the account that plays a part, if there is one.
///
/// # Errors
/// If the store fails or the config names no application.
pub(crate) async fn find(
    context: &Context,
    store: &Store,
    http: &Http,
    role: &Role,
) -> Result<Option<LoggedIn>, Failure> {
    let Some(binding) = store
        .role(role)
        .await
        .map_err(|error| explain::store(&error))?
    else {
        return Ok(None);
    };
    let settings = context.auth_settings()?;
    let vault = context.vault(store);
    let kept = auth::Vault::load(vault.as_ref(), &binding.user_id, settings.client_id()).await;
    let kept = kept.map_err(|error| Failure::new(Status::Failed, error.to_string()))?;
    let Some(credential) = kept else {
        return Err(other_application(role));
    };
    let (user_id, login) = (credential.user_id.clone(), credential.login.clone());
    let tokens = Keeper::spawn(http.clone(), settings, Some(credential), vault);
    Ok(Some(LoggedIn {
        user_id,
        login,
        tokens,
    }))
}

/// The broadcasters that are logged in, of all channels that were ever joined.
///
/// A login that belongs to another application is passed over and named in the log: the rest can do without it.
///
/// # Errors
/// If the store fails.
pub(crate) async fn broadcasters(
    context: &Context,
    store: &Store,
    http: &Http,
) -> Result<Vec<LoggedIn>, Failure> {
    let mut found = Vec::new();
    for channel in store
        .channels()
        .await
        .map_err(|error| explain::store(&error))?
    {
        let role = Role::Broadcaster {
            channel: channel.id,
        };
        match find(context, store, http, &role).await {
            Ok(account) => found.extend(account),
            Err(failure) if failure.status() == Status::LoginNeeded => tracing::warn!("{failure}"),
            Err(failure) => return Err(failure),
        }
    }
    Ok(found)
}

/// What the account that is to be logged in has allowed the application before; nothing if it is not known.
///
/// Its login is the one that the config names; without one it is whoever plays the part.
///
/// # Errors
/// If the store fails or the config names no application.
pub(crate) async fn granted(
    context: &Context,
    store: &Store,
    role: cli::Role,
    login: Option<&Login>,
) -> Result<ScopeSet, Failure> {
    let client_id = context.config.client_id()?;
    let mut granted = ScopeSet::default();
    for binding in bindings(store).await? {
        let kept = match store.credential(&binding.user_id, &client_id).await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::warn!(user = %binding.user_id, %error, "cannot read what an account has allowed");
                None
            }
        };
        let Some(credential) = kept.map(|kept| kept.credential) else {
            continue;
        };
        // One account may play both parts; its new token replaces the one token that it has.
        let is_it = match login {
            Some(login) => credential.login == *login,
            None => role == cli::Role::Bot && binding.role == Role::Bot,
        };
        if is_it {
            granted.extend(credential.scopes.iter().cloned());
        }
    }
    Ok(granted)
}

/// Who plays which part: the bot first, then the broadcasters of all channels that are known.
///
/// # Errors
/// If the store fails.
pub(crate) async fn bindings(store: &Store) -> Result<Vec<Binding>, Failure> {
    let channels = store
        .channels()
        .await
        .map_err(|error| explain::store(&error))?;
    let broadcasters = channels.into_iter().map(|channel| Role::Broadcaster {
        channel: channel.id,
    });
    let mut found = Vec::new();
    for role in std::iter::once(Role::Bot).chain(broadcasters) {
        let binding = store.role(&role).await;
        found.extend(binding.map_err(|error| explain::store(&error))?);
    }
    Ok(found)
}

fn nobody(role: &Role) -> Failure {
    let (part, command) = match role {
        Role::Bot => ("the bot", "streamhand login bot"),
        Role::Broadcaster { .. } => ("the broadcaster", "streamhand login broadcaster"),
    };
    Failure::new(
        Status::LoginNeeded,
        format!("nobody is logged in as {part}"),
    )
    .meaning("Twitch lets only logged-in accounts do this.")
    .advice(format!("run `{command}`"))
}

fn other_application(role: &Role) -> Failure {
    Failure::new(Status::LoginNeeded, format!("the login of the {role} belongs to another application"))
        .meaning("The client id in the config has changed since; Twitch gives each application tokens of its own.")
        .advice("log in again, or put the former client id back")
}
