//! Channel points: what everybody has in one channel. They are earned and spent here, never made or lost by the way.

use std::collections::BTreeMap;

use types::UserId;

/// The points of everybody in one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Points {
    balances: BTreeMap<UserId, u64>,
}

impl Points {
    /// What somebody has.
    pub(crate) fn balance(&self, user: &UserId) -> u64 {
        self.balances.get(user).copied().unwrap_or(SAVED)
    }

    /// Takes points from somebody; false if there are not enough, and then none are taken.
    pub(crate) fn spend(&mut self, user: &UserId, amount: u64) -> bool {
        let rest = self.balance(user).checked_sub(amount);
        if let Some(rest) = rest {
            self.balances.insert(user.clone(), rest);
        }
        rest.is_some()
    }

    /// Gives points to somebody.
    pub(crate) fn earn(&mut self, user: &UserId, amount: u64) {
        let balance = self.balance(user).saturating_add(amount);
        self.balances.insert(user.clone(), balance);
    }
}

/// What everybody had saved up when the world began.
const SAVED: u64 = 10_000;
