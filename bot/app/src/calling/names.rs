//! Whom a name means that a person typed: an account that is logged in, or somebody whom Twitch was asked about. It asks nobody.

use std::collections::BTreeMap;

use helix::users::User;
use types::{Login, UserId};

use super::account::Account;
use crate::failure::{Failure, Status};

/// A name as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    /// Whoever it is that types.
    Me,
    /// An id.
    Id(UserId),
    /// A login.
    Login(Login),
}

impl Name {
    /// Reads `me`, `@login`, a login, or an id; digits alone are an id, because logins of digits alone are rare.
    ///
    /// # Errors
    /// If it can be nobody's login.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let (login, is_login) = match text.strip_prefix('@') {
            Some(login) => (login, true),
            None => (text, false),
        };
        if !is_login && text == "me" {
            return Ok(Self::Me);
        }
        if !is_login && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::Id(UserId::new(text)));
        }
        let login: Result<Login, _> = login.parse();
        login.map(Self::Login).map_err(|error| {
            Failure::new(Status::Usage, error.to_string()).advice("write @login, an id, or me")
        })
    }
}

/// Those of the names that Twitch must be asked about, each once.
pub(super) fn unknown(names: &[Name], accounts: &[Account]) -> Vec<Login> {
    let mut unknown: Vec<Login> = Vec::new();
    for name in names {
        let Name::Login(login) = name else {
            continue;
        };
        let is_logged_in = accounts.iter().any(|account| account.login == *login);
        if !is_logged_in && !unknown.contains(login) {
            unknown.push(login.clone());
        }
    }
    unknown
}

/// Names with the ids that they belong to.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What accounts were called when they were last used here.
    remembered: BTreeMap<Login, UserId>,
    /// What Twitch said just now.
    found: BTreeMap<Login, UserId>,
}

impl Known {
    /// Those that the store remembers.
    pub(super) fn of(remembered: BTreeMap<Login, UserId>) -> Self {
        Self {
            remembered,
            found: BTreeMap::new(),
        }
    }

    /// Takes in what Twitch said.
    pub(super) fn add(&mut self, user: &User) {
        if let Ok(login) = user.login.parse() {
            self.found.insert(login, user.id.clone());
        }
    }

    /// Whom Twitch named when it was asked.
    pub(super) fn found(&self, login: &Login) -> Option<&UserId> {
        self.found.get(login)
    }

    /// Whether this name means the account: it is its name, or was when it was last used here.
    pub(super) fn mean(&self, name: &Login, (login, user): (&Login, &UserId)) -> bool {
        name == login || self.remembered.get(name) == Some(user)
    }

    /// What somebody is called, as far as it is known here.
    pub(super) fn login_of(&self, id: &UserId) -> Option<&Login> {
        let owned = self.found.iter().chain(&self.remembered);
        owned
            .into_iter()
            .find(|(_, owner)| *owner == id)
            .map(|(login, _)| login)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_people_write_it() {
        let login = |text: &str| Some(Name::Login(text.parse().expect("a login")));
        for (text, expected) in [
            ("me", Some(Name::Me)),
            ("@me", login("me")),
            ("12826", Some(Name::Id(UserId::new("12826")))),
            ("@12826", login("12826")),
            ("Perty", login("perty")),
            ("@perty", login("perty")),
            ("", None),
            ("@", None),
            ("not a name", None),
        ] {
            assert_eq!(Name::parse(text).ok(), expected, "{text:?}");
        }
    }
}
