//! What every command that calls Twitch starts from: the client, whoever is logged in, and whom a name means. It makes no call of a command's own.

pub(crate) mod account;
mod directory;
pub(crate) mod names;
mod outlet;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use auth::Http;
use store::{Role, Store};
use types::{Login, UserId};

use crate::accounts;
use crate::cli::{self, Global};
use crate::context::Context;
use crate::explain;
use crate::explain::calls::{self, Standing};
use crate::failure::{Failure, Status};
use account::Account;
use directory::{Directory, Doors};
use names::{Known, Name};
use outlet::Outlet;

/// What every command that calls Twitch starts from.
#[derive(Debug)]
pub(crate) struct Calling {
    /// Takes for each call the token that it needs, of any account that is logged in or of the application.
    pub helix: helix::Client,
    /// What is remembered.
    pub store: Store,
    /// Everybody who is logged in: the bot first, then the broadcasters.
    pub accounts: Vec<Account>,
    /// Where short forms tell what they did.
    pub outlet: Outlet,
    channels: Vec<Login>,
    has_secret: bool,
    /// Whoever was looked up, so that sentences can name them.
    known: Mutex<Known>,
}

/// A channel that a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Channel {
    /// Its broadcaster's id.
    pub id: UserId,
    /// Its broadcaster's login.
    pub login: Login,
}

impl Calling {
    /// Runs what calls Twitch; whichever way it ends, the tokens that it took are seen to and the store is closed.
    ///
    /// # Errors
    /// Whatever is wrong with the config or the store, or what the work fails with.
    pub(crate) async fn with(
        global: &Global,
        work: impl AsyncFnOnce(&Context, &Self) -> Result<ExitCode, Failure>,
    ) -> Result<ExitCode, Failure> {
        Context::with_accounts(global, async |context| {
            let calling = Self::open(context).await?;
            let store = calling.store.clone();
            let result = work(context, &calling).await;
            // Keepers end when nobody holds their tokens, and write into the store until then.
            drop(calling);
            context.keepers.ended().await;
            store.close().await;
            result
        })
        .await
    }

    async fn open(context: &Context) -> Result<Self, Failure> {
        let http = context.http()?;
        let store = context.store().await?;
        let opened = Self::among(context, http, &store).await;
        if opened.is_err() {
            store.close().await;
        }
        opened
    }

    async fn among(context: &Context, http: Http, store: &Store) -> Result<Self, Failure> {
        let settings = context.auth_settings()?;
        let client_id = settings.client_id().clone();
        let has_secret = context.config.app.client_secret.is_some();
        let doors = Doors {
            http: http.clone(),
            store: store.clone(),
            keepers: Arc::clone(&context.keepers),
        };
        let mut directory = Directory::new(settings, has_secret, doors);
        let mut accounts: Vec<Account> = Vec::new();
        for binding in accounts::bindings(store).await? {
            let role = match binding.role {
                Role::Bot => cli::Role::Bot,
                Role::Broadcaster { .. } => cli::Role::Broadcaster,
            };
            let is_it = |account: &&mut Account| account.user_id == binding.user_id;
            if let Some(account) = accounts.iter_mut().find(is_it) {
                account.roles.push(role);
                continue;
            }
            match store.credential(&binding.user_id, &client_id).await {
                Ok(Some(kept)) => {
                    let row = kept.credential;
                    accounts.push(Account {
                        user_id: row.user_id.clone(),
                        login: row.login.clone(),
                        scopes: row.scopes.clone(),
                        roles: vec![role],
                    });
                    directory.add(row);
                }
                // The rest can do without it.
                Ok(None) => tracing::warn!("{}", accounts::other_application(&binding.role)),
                Err(error) => tracing::warn!("{}", explain::store(&error)),
            }
        }
        let known = Known::of(
            store
                .known_names()
                .await
                .map_err(|error| explain::store(&error))?,
        );
        Ok(Self {
            helix: helix::Client::with_directory(
                http,
                context.helix_settings(),
                Arc::new(directory),
            ),
            store: store.clone(),
            accounts,
            outlet: Outlet::default(),
            channels: context.config.channels.clone(),
            has_secret,
            known: Mutex::new(known),
        })
    }

    /// The bot's account.
    ///
    /// # Errors
    /// If nobody is logged in as the bot.
    pub(crate) fn bot(&self) -> Result<&Account, Failure> {
        let bot = self.playing(cli::Role::Bot).next();
        bot.ok_or_else(|| calls::nobody(cli::Role::Bot, None))
    }

    /// The broadcasters' accounts.
    pub(crate) fn broadcasters(&self) -> impl Iterator<Item = &Account> {
        self.playing(cli::Role::Broadcaster)
    }

    fn playing(&self, role: cli::Role) -> impl Iterator<Item = &Account> {
        self.accounts
            .iter()
            .filter(move |account| account.plays(role))
    }

    /// The account of the broadcaster whose channel was chosen, or of the only one.
    ///
    /// # Errors
    /// If that broadcaster is not logged in, or it is not clear which one is meant.
    pub(crate) fn broadcaster(&self, chosen: Option<&Login>) -> Result<&Account, Failure> {
        let chosen = match (chosen, self.channels.as_slice()) {
            (None, [only]) => Some(only),
            (chosen, _) => chosen,
        };
        if let Some(login) = chosen {
            let known = self.known();
            let is_it = |account: &&Account| known.mean(login, (&account.login, &account.user_id));
            let found = self.broadcasters().find(is_it);
            return found.ok_or_else(|| calls::nobody(cli::Role::Broadcaster, Some(login)));
        }
        let mut broadcasters = self.broadcasters();
        match (broadcasters.next(), broadcasters.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(calls::nobody(cli::Role::Broadcaster, None)),
            (Some(_), Some(_)) => Err(self.unclear()),
        }
    }

    /// The channel that a command is about: the chosen one, or the only one. Its broadcaster need not be logged in.
    ///
    /// # Errors
    /// If it is not clear which one is meant, or Twitch knows no such channel.
    pub(crate) async fn channel(&self, chosen: Option<&Login>) -> Result<Channel, Failure> {
        let login = self.channel_login(chosen)?;
        let id = self.id_of(&format!("@{login}")).await?;
        Ok(Channel { id, login })
    }

    /// What the channel that a command is about is called here; asks nobody.
    ///
    /// # Errors
    /// If it is not clear which one is meant.
    pub(crate) fn channel_login(&self, chosen: Option<&Login>) -> Result<Login, Failure> {
        match (chosen, self.channels.as_slice()) {
            (Some(login), _) | (None, [login]) => Ok(login.clone()),
            (None, _) => self.broadcaster(None).map(|account| account.login.clone()),
        }
    }

    /// The account that a person named by its part or its login.
    ///
    /// # Errors
    /// If it is not logged in, or several play the part.
    pub(crate) fn account(&self, named: &cli::Account) -> Result<&Account, Failure> {
        match named {
            cli::Account::Role(cli::Role::Bot) => self.bot(),
            cli::Account::Role(cli::Role::Broadcaster) => self.broadcaster(None),
            cli::Account::Login(login) => {
                let known = self.known();
                let is_it =
                    |account: &&Account| known.mean(login, (&account.login, &account.user_id));
                let found = self.accounts.iter().find(is_it);
                found.ok_or_else(|| calls::no_such_account(login, &self.accounts))
            }
        }
    }

    /// Whose id a person means by `me`, `@login`, a login, or an id. `me` is the broadcaster of the only channel, or the bot.
    ///
    /// # Errors
    /// As [`Self::ids_of`].
    pub(crate) async fn id_of(&self, name: &str) -> Result<UserId, Failure> {
        let mut ids = self.ids_of(&[name]).await?;
        // As many come back as were asked for.
        Ok(ids.swap_remove(0))
    }

    /// The ids of several names, in their order. Twitch is asked about all who are not known here at once.
    ///
    /// # Errors
    /// If a name can be nobody's, Twitch knows nobody of that name, or cannot be asked.
    pub(crate) async fn ids_of(&self, names: &[&str]) -> Result<Vec<UserId>, Failure> {
        let names: Vec<Name> = names
            .iter()
            .map(|name| Name::parse(name))
            .collect::<Result<_, _>>()?;
        let missing = names::unknown(&names, &self.accounts);
        for logins in missing.chunks(MOST_LOGINS) {
            let users = self.helix.get_users().logins(logins).await;
            let users = users.map_err(|error| self.explain(&error))?;
            let mut known = self.known();
            users.iter().for_each(|user| known.add(user));
        }
        let found = names.iter().map(|name| self.known_id(name, &missing));
        found.collect()
    }

    /// The id of a name that needs no asking: of an account that is logged in, or an id as it is.
    pub(crate) fn id_without_asking(&self, name: &str) -> Result<Option<UserId>, Failure> {
        let name = Name::parse(name)?;
        match names::unknown(std::slice::from_ref(&name), &self.accounts).is_empty() {
            true => self.known_id(&name, &[]).map(Some),
            false => Ok(None),
        }
    }

    fn known_id(&self, name: &Name, asked: &[Login]) -> Result<UserId, Failure> {
        match name {
            Name::Me => match self.broadcaster(None) {
                Ok(account) => Ok(account.user_id.clone()),
                Err(failure) => self
                    .bot()
                    .map(|bot| bot.user_id.clone())
                    .map_err(|_| failure),
            },
            Name::Id(id) => Ok(id.clone()),
            Name::Login(login) if asked.contains(login) => {
                let known = self.known();
                known
                    .found(login)
                    .cloned()
                    .ok_or_else(|| calls::unknown_login(login))
            }
            Name::Login(login) => {
                let account = self.accounts.iter().find(|account| account.login == *login);
                let id = account.map(|account| account.user_id.clone());
                id.ok_or_else(|| calls::unknown_login(login))
            }
        }
    }

    /// What a failed call means for whoever made it: which account, which scope, which login mends it.
    pub(crate) fn explain(&self, error: &helix::Error) -> Failure {
        let known = self.known();
        let standing = Standing {
            accounts: &self.accounts,
            channels: &self.channels,
            has_secret: self.has_secret,
            login_of: &|id: &UserId| known.login_of(id).cloned(),
        };
        calls::failed(error, &standing)
    }

    fn unclear(&self) -> Failure {
        let logins: Vec<_> = self
            .broadcasters()
            .map(|account| account.login.as_str())
            .collect();
        Failure::new(
            Status::Usage,
            format!("several channels are known here: {}", logins.join(", ")),
        )
        .advice("say which one with --channel LOGIN")
    }

    /// The names are whole between their changes, so a panic elsewhere does not spoil them.
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many users Twitch tells of in one answer.
const MOST_LOGINS: usize = 100;
