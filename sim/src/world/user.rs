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
    /// Only an account in good standing answers anywhere.
    pub(crate) standing: Standing,
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    /// May come back.
    Suspended,
    /// Does not come back, and its login is free for others.
    Deleted,
}

/// What a channel may earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BroadcasterType {
    Normal,
    Affiliate,
    Partner,
}

impl User {
    /// Whether the account answers.
    pub(crate) fn is_active(&self) -> bool {
        self.standing == Standing::Good
    }
}

/// Whether this is a name that chat lets listen without an account, which nobody can be called.
pub(crate) fn is_anonymous(login: &str) -> bool {
    login.strip_prefix("justinfan").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

impl Standing {
    /// The word for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
        }
    }
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

    /// Gives an account another login; false if somebody has it.
    pub(crate) fn rename(&mut self, id: &UserId, login: Login, display_name: String) -> bool {
        let taken = self.by_login.get(&login).is_some_and(|owner| owner != id);
        let Some(user) = self.by_id.get_mut(id).filter(|_| !taken) else {
            return false;
        };
        self.by_login.remove(&user.login);
        self.by_login.insert(login.clone(), id.clone());
        user.login = login;
        user.display_name = display_name;
        true
    }

    /// Suspends an account, lets it come back, or deletes it.
    pub(crate) fn set_standing(&mut self, id: &UserId, standing: Standing) {
        let Some(user) = self.by_id.get_mut(id) else {
            return;
        };
        user.standing = standing;
        if standing == Standing::Deleted {
            self.by_login.remove(&user.login);
        }
    }

    /// Gives an account another name color.
    pub(crate) fn set_color(&mut self, id: &UserId, color: Color) {
        if let Some(user) = self.by_id.get_mut(id) {
            user.color = Some(color);
        }
    }

    /// Writes something else on a profile.
    pub(crate) fn set_description(&mut self, id: &UserId, description: &str) {
        if let Some(user) = self.by_id.get_mut(id) {
            description.clone_into(&mut user.description);
        }
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
