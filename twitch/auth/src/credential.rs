//! What one login gave us and what must be kept: the pair of tokens, whose they are and which application got them.

use std::time::Duration;

use types::{ClientId, Login, ScopeSet, Secret, UserId};

use crate::settings::ClientKind;

/// The tokens of one account for one application, in the form in which they are kept.
///
/// It is kept under `user_id` and `client_id`; everything else may change with a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Who logged in; stays the same when the account is renamed.
    pub user_id: UserId,
    /// What the account was called when the token was last looked at.
    pub login: Login,
    /// The application that the tokens were given to.
    pub client_id: ClientId,
    /// What kind of application that is, as far as a refresh has told.
    pub client_kind: ClientKind,
    /// The token that calls carry.
    pub access: Secret,
    /// The token that buys the next pair; some grants give none.
    pub refresh: Option<Secret>,
    /// What the account allowed.
    pub scopes: ScopeSet,
    /// How long the access token was to live when it was given; `None` is forever.
    ///
    /// It is a note for people. A clock may have been set since, so a kept credential is
    /// validated before its remaining life is relied on.
    pub expires_in: Option<Duration>,
}
