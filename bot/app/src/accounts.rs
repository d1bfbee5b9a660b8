//! The accounts that are logged in, each with the keeper of its token; which account plays which part stands in the store.

use auth::{ClientKind, Credential, Http, Keeper, Tokens};
use store::{Binding, Role, Store};
use types::{ClientId, Login, ScopeSet, Timestamp, UserId};

use crate::cli;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::renamed::KnownNames;
use crate::vault;

/// An account that is logged in.
#[derive(Debug, Clone)]
pub(crate) struct LoggedIn {
    /// Whose account it is.
    pub user_id: UserId,
    /// What it is called.
    pub login: Login,
    /// The application that it allowed this.
    pub client_id: ClientId,
    /// What it had allowed when its token was kept.
    pub scopes: ScopeSet,
    /// Until when the token that was kept lives, as far as this machine's clock knows.
    pub expires_at: Option<Timestamp>,
    /// Whether it can be renewed, as far as that is known.
    pub is_renewable: bool,
    /// Its token, kept alive as long as a clone of this exists.
    pub tokens: Tokens,
}

impl LoggedIn {
    /// What names are compared with.
    pub(crate) fn name_and_id(&self) -> (&Login, &UserId) {
        (&self.login, &self.user_id)
    }
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
        Some(account) => {
            if !account.is_renewable {
                let login = account.login.as_str();
                tracing::warn!(
                    login,
                    "this login cannot be renewed and ends within hours; `streamhand doctor` says why"
                );
            }
            Ok(account)
        }
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
    let binding = store.role(role).await;
    match binding.map_err(|error| explain::store(&error))? {
        Some(binding) => open_bound(context, store, http, &binding).await.map(Some),
        None => Ok(None),
    }
}

/// Opens the account that was given a part.
///
/// # Errors
/// If its tokens cannot be read or belong to another application, or the config names no application.
pub(crate) async fn open_bound(
    context: &Context,
    store: &Store,
    http: &Http,
    binding: &Binding,
) -> Result<LoggedIn, Failure> {
    let settings = context.auth_settings()?;
    let kept = store.credential(&binding.user_id, settings.client_id());
    let kept = kept.await.map_err(|error| explain::store(&error))?;
    let Some(credential) = kept.map(|kept| kept.credential) else {
        return Err(other_application(&binding.role));
    };
    let lent = vault::from_row(credential.clone());
    let is_renewable = is_renewable(context, &lent);
    let vault = context.vault(store);
    let tokens = Keeper::spawn(http.clone(), settings, Some(lent), vault);
    context.keepers.add(&tokens);
    Ok(LoggedIn {
        user_id: credential.user_id.clone(),
        login: credential.login.clone(),
        client_id: credential.client_id.clone(),
        scopes: credential.scopes.clone(),
        expires_at: credential.expires_at,
        is_renewable,
        tokens,
    })
}

/// Whether a credential can be renewed, as far as that is known.
pub(crate) fn is_renewable(context: &Context, credential: &Credential) -> bool {
    let lacks_secret = credential.client_kind == ClientKind::Confidential
        && context.config.app.client_secret.is_none();
    credential.refresh.is_some() && !lacks_secret
}

/// The broadcasters that are logged in, of all channels that were ever joined.
///
/// A login that cannot be used is passed over and named in the log: the rest can do without it.
///
/// # Errors
/// If the store fails.
pub(crate) async fn broadcasters(
    context: &Context,
    store: &Store,
    http: &Http,
) -> Result<Vec<LoggedIn>, Failure> {
    let mut found = Vec::new();
    for binding in bindings(store).await? {
        if binding.role == Role::Bot {
            continue;
        }
        match open_bound(context, store, http, &binding).await {
            Ok(account) => found.push(account),
            Err(failure) => tracing::warn!("{failure}"),
        }
    }
    Ok(found)
}

/// Opens the account that a person named.
///
/// # Errors
/// If nobody of that name is logged in; if several broadcasters are, and none of them has the first channel of the config.
pub(crate) async fn named(
    context: &Context,
    store: &Store,
    http: &Http,
    account: &cli::Account,
) -> Result<LoggedIn, Failure> {
    match account {
        cli::Account::Role(cli::Role::Bot) => open(context, store, http, &Role::Bot).await,
        cli::Account::Role(cli::Role::Broadcaster) => {
            let found = broadcasters(context, store, http).await?;
            let first = context.config.channels.first();
            match found.as_slice() {
                [] => Err(Failure::new(
                    Status::LoginNeeded,
                    "nobody is logged in as the broadcaster",
                )
                .advice("run `streamhand login broadcaster`")),
                [only] => Ok(only.clone()),
                several => {
                    let names = KnownNames::read(store).await?;
                    let is_first = |account: &&LoggedIn| {
                        first.is_some_and(|first| names.mean(first, account.name_and_id()))
                    };
                    several
                        .iter()
                        .find(is_first)
                        .cloned()
                        .ok_or_else(|| unclear(several))
                }
            }
        }
        cli::Account::Login(login) => called(context, (store, http), login).await,
    }
}

/// The account of that name: the one that it has, had, or has got meanwhile.
async fn called(
    context: &Context,
    (store, http): (&Store, &Http),
    login: &Login,
) -> Result<LoggedIn, Failure> {
    let names = KnownNames::read(store).await?;
    let mut others = Vec::new();
    let mut trouble = None;
    for binding in bindings(store).await? {
        match open_bound(context, store, http, &binding).await {
            Ok(account) if account.login == *login => return Ok(account),
            Ok(account) => others.push(account),
            Err(failure) => trouble = trouble.or(Some(failure)),
        }
    }
    if let Some(account) = others
        .iter()
        .find(|account| names.mean(login, account.name_and_id()))
    {
        return Ok(account.clone());
    }
    // Nobody has looked since it was renamed.
    for account in &others {
        let token = account.tokens.token().await.ok();
        if token.as_ref().and_then(auth::Token::login) == Some(login) {
            return Ok(account.clone());
        }
    }
    let logins: Vec<_> = others
        .iter()
        .map(|account| account.login.to_string())
        .collect();
    Err(trouble.unwrap_or_else(|| no_such_login(login, &logins)))
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
    let names = KnownNames::read(store).await?;
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
            Some(login) => names.mean(login, (&credential.login, &credential.user_id)),
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
    .advice("say which one with --account LOGIN")
}

fn no_such_login(login: &Login, known: &[String]) -> Failure {
    let failure = Failure::new(
        Status::LoginNeeded,
        format!("nobody is logged in as {login}"),
    );
    if known.is_empty() {
        return failure.advice("run `streamhand login bot`");
    }
    failure.advice(format!("name one of: {}", known.join(", ")))
}

/// The config wants another account to speak than the one that is logged in.
pub(crate) fn other_bot(wanted: &Login, found: &Login) -> Failure {
    let what = format!("the config wants {wanted} to speak, but {found} is logged in as the bot");
    Failure::new(Status::LoginNeeded, what)
        .meaning("The bot's name in the config was changed since the login.")
        .advice(format!(
            "write login = \"{found}\" under [bot] if that is the account, \
             or run `streamhand logout bot` and `streamhand login bot`"
        ))
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

pub(crate) fn other_application(role: &Role) -> Failure {
    let part = match role {
        Role::Bot => "bot",
        Role::Broadcaster { .. } => "broadcaster",
    };
    Failure::new(Status::LoginNeeded, format!("the login of the {role} belongs to another application"))
        .meaning("The client id in the config has changed since; Twitch gives each application tokens of its own.")
        .advice(format!(
            "run `streamhand login {part}`, or put the former client id back"
        ))
}
