//! Accounts that are called otherwise than the config says: recognized by their ids, and told with the line to change. It asks nobody anything.

use std::collections::{BTreeMap, HashMap};

use helix::users::User;
use store::Store;
use types::{Login, UserId};

use crate::explain;
use crate::failure::Failure;
use crate::screen::shown::{Shown, What};

/// The names by which accounts were known here.
#[derive(Debug, Default)]
pub(crate) struct KnownNames(BTreeMap<Login, UserId>);

impl KnownNames {
    /// Those that the store remembers.
    ///
    /// # Errors
    /// If the store fails.
    pub(crate) async fn read(store: &Store) -> Result<Self, Failure> {
        let names = store.known_names().await;
        names.map(Self).map_err(|error| explain::store(&error))
    }

    /// Who was called this when the name was last used here.
    pub(crate) fn owner(&self, login: &Login) -> Option<&UserId> {
        self.0.get(login)
    }

    /// Whether this name means the account: it is its name, or was.
    pub(crate) fn mean(&self, name: &Login, (login, user): (&Login, &UserId)) -> bool {
        name == login || self.owner(name) == Some(user)
    }

    /// The ids that belong to these names, to ask Twitch about first: a name may be somebody else's by now.
    pub(crate) fn owners(&self, names: &[Login]) -> Vec<UserId> {
        let owners = names.iter().filter_map(|name| self.owner(name));
        owners.cloned().collect()
    }

    /// The names that none of these users is meant by.
    pub(crate) fn unmatched(&self, names: &[Login], users: &Directory<'_>) -> Vec<Login> {
        let rest = names.iter().filter(|name| self.find(name, users).is_none());
        rest.cloned().collect()
    }

    /// The user that a name means.
    pub(crate) fn find<'users>(
        &self,
        name: &Login,
        users: &Directory<'users>,
    ) -> Option<&'users User> {
        let known = self.owner(name).and_then(|owner| users.by_id.get(owner));
        known.or_else(|| users.by_login.get(name.as_str())).copied()
    }
}

/// Remembers whose names these are.
///
/// # Errors
/// If the store fails.
pub(crate) async fn remember(
    store: &Store,
    named: impl IntoIterator<Item = (&Login, &UserId)>,
) -> Result<(), Failure> {
    let remembered = store.remember_names(named).await;
    remembered.map_err(|error| explain::store(&error))
}

/// Users that Twitch told of, found by id and by name: of thousands, each is looked for.
#[derive(Debug)]
pub(crate) struct Directory<'users> {
    by_id: HashMap<&'users UserId, &'users User>,
    by_login: HashMap<&'users str, &'users User>,
}

impl<'users> Directory<'users> {
    /// Of these users.
    pub(crate) fn new(users: &'users [User]) -> Self {
        Self {
            by_id: users.iter().map(|user| (&user.id, user)).collect(),
            by_login: users
                .iter()
                .map(|user| (user.login.as_str(), user))
                .collect(),
        }
    }
}

/// An account of the config that has another name by now.
#[derive(Debug)]
pub(crate) struct Renamed {
    /// The table of the config that names it.
    pub table: &'static str,
    /// What the config calls it.
    pub was: Login,
    /// What it is called.
    pub login: Login,
}

impl Renamed {
    /// What is to be told, if the account is called otherwise than the config says.
    pub(crate) fn new(table: &'static str, (was, login): (&Login, &Login)) -> Option<Self> {
        (was != login).then(|| Self {
            table,
            was: was.clone(),
            login: login.clone(),
        })
    }

    /// What happened.
    pub(crate) fn happened(&self) -> String {
        format!("{} is called {} on Twitch now", self.was, self.login)
    }

    /// The line to change.
    pub(crate) fn advice(&self) -> String {
        let Self { table, was, login } = self;
        format!("write login = \"{login}\" instead of \"{was}\" under {table} in the config")
    }

    /// The same for the screen, and for the log.
    pub(crate) fn shown(&self) -> Shown {
        let text = format!("{}; {}", self.happened(), self.advice());
        tracing::warn!("{text}");
        let event = serde_json::json!({
            "event": "renamed",
            "was": self.was,
            "login": self.login,
            "happened": self.happened(),
            "advice": self.advice(),
        });
        Shown::now(None, What::Told { text, event })
    }
}
