//! An account that is logged in, as far as calls ask: who it is, what it plays here, and what it has allowed. It holds no token.

use types::{Login, ScopeSet, UserId};

use crate::cli::Role;

/// An account that is logged in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    /// Who it is, whatever it is called.
    pub user_id: UserId,
    /// What it was called when it was last seen.
    pub login: Login,
    /// What it had allowed when its token was kept.
    pub scopes: ScopeSet,
    /// The parts that it plays; one account may be the bot and the broadcaster.
    pub roles: Vec<Role>,
}

impl Account {
    /// Whether it plays this part.
    pub(crate) fn plays(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Its login and what it is here, for sentences: `perty (bot)`.
    pub(crate) fn described(&self) -> String {
        let roles: Vec<_> = self.roles.iter().map(|role| role.as_str()).collect();
        format!("{} ({})", self.login, roles.join(", "))
    }
}

/// Several accounts for a sentence.
pub(crate) fn described(accounts: &[Account]) -> String {
    let described: Vec<_> = accounts.iter().map(Account::described).collect();
    described.join(" and ")
}
