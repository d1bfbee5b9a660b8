//! Tokens that were handed out, and what people granted to applications.

use std::collections::BTreeMap;

use types::{ClientId, ScopeSet, Timestamp, UserId};

/// One access token.
#[derive(Debug, Clone)]
pub(crate) struct AccessToken {
    pub(crate) client: ClientId,
    /// None for an app token.
    pub(crate) user: Option<UserId>,
    pub(crate) scopes: ScopeSet,
    pub(crate) expires_at: Timestamp,
}

/// All tokens and grants.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// By the token's text.
    pub(crate) access: BTreeMap<String, AccessToken>,
    /// What each user ever granted to each client; app tokens rely on it.
    pub(crate) grants: BTreeMap<(UserId, ClientId), ScopeSet>,
}
