//! People: who they are everywhere. What they are in one channel stands in `channel`.

use std::collections::BTreeMap;

use types::{Color, Login, Timestamp, UserId};

/// One account.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: UserId,
    /// May change; the id does not.
    pub(crate) login: Login,
    /// May be in any script.
    pub(crate) display_name: String,
    pub(crate) color: Option<Color>,
    pub(crate) broadcaster_type: BroadcasterType,
    pub(crate) description: String,
    pub(crate) email: String,
    /// Raises the limits of chat.
    pub(crate) is_verified_bot: bool,
    /// Some rooms ask for it.
    pub(crate) has_verified_phone: bool,
    /// Badges worn in every room, such as `premium/1`, in the order shown.
    pub(crate) global_badges: Vec<(String, String)>,
    pub(crate) created_at: Timestamp,
    /// A suspended account answers nowhere.
    pub(crate) is_suspended: bool,
}

/// What a channel may earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BroadcasterType {
    Normal,
    Affiliate,
    Partner,
}

/// All accounts, found by id or by login.
#[derive(Debug, Default)]
pub(crate) struct Users {
    by_id: BTreeMap<UserId, User>,
    by_login: BTreeMap<Login, UserId>,
}

impl Users {
    /// Adds an account, or replaces the one with the same id.
    pub(crate) fn insert(&mut self, user: User) {
        if let Some(before) = self.by_id.get(&user.id) {
            self.by_login.remove(&before.login);
        }
        self.by_login.insert(user.login.clone(), user.id.clone());
        self.by_id.insert(user.id.clone(), user);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&User> {
        self.by_id.get(id)
    }

    pub(crate) fn by_login(&self, login: &str) -> Option<&User> {
        self.by_login.get(login).and_then(|id| self.by_id.get(id))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.by_id.values()
    }
}
