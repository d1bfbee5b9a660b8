//! Where the tokens of several accounts are found: by the id of their user, or the application's own. Keeps none of them alive.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use auth::TokenSource;
use types::UserId;

/// Knows whose tokens there are; the caller's to give where accounts come and go.
pub trait Directory: fmt::Debug + Send + Sync {
    /// The application's own tokens.
    fn application(&self) -> Option<Arc<dyn TokenSource>>;

    /// The tokens of this user.
    fn user(&self, id: &UserId) -> Option<Arc<dyn TokenSource>>;

    /// Every user there is; where any of them would do, they are tried in this order.
    fn users(&self) -> Vec<UserId>;
}

/// A fixed directory.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    application: Option<Arc<dyn TokenSource>>,
    order: Vec<UserId>,
    users: BTreeMap<UserId, Arc<dyn TokenSource>>,
}

impl Accounts {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with the application's own tokens.
    #[must_use]
    pub fn with_application(mut self, tokens: Arc<dyn TokenSource>) -> Self {
        self.application = Some(tokens);
        self
    }

    /// The same with the tokens of one more user.
    #[must_use]
    pub fn with_user(mut self, id: UserId, tokens: Arc<dyn TokenSource>) -> Self {
        if self.users.insert(id.clone(), tokens).is_none() {
            self.order.push(id);
        }
        self
    }
}

impl Directory for Accounts {
    fn application(&self) -> Option<Arc<dyn TokenSource>> {
        self.application.clone()
    }

    fn user(&self, id: &UserId) -> Option<Arc<dyn TokenSource>> {
        self.users.get(id).cloned()
    }

    fn users(&self) -> Vec<UserId> {
        self.order.clone()
    }
}
