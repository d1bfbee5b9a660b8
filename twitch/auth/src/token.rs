//! A token as it is lent to those who call Twitch: cheap to clone, never kept, replaced by its generation.

use std::fmt;
use std::sync::Arc;

use types::{ClientId, Login, ScopeSet, Secret, UserId};

use crate::credential::Credential;

/// An access token on loan, together with what a caller must know about it.
///
/// Ask for it anew for each call instead of keeping it; cloning costs one counter.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<Parts>);

/// Counts the access tokens that an account has had since the program started.
///
/// Whoever meets a 401 reports it with the generation, so that a token which was replaced
/// in the meantime is not replaced again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u64);

#[derive(PartialEq, Eq)]
struct Parts {
    secret: Secret,
    generation: Generation,
    client_id: ClientId,
    owner: Option<(UserId, Login)>,
    scopes: ScopeSet,
}

impl Token {
    /// The access token of an account.
    pub fn of_user(credential: &Credential, generation: Generation) -> Self {
        Self(Arc::new(Parts {
            secret: credential.access.clone(),
            generation,
            client_id: credential.client_id.clone(),
            owner: Some((credential.user_id.clone(), credential.login.clone())),
            scopes: credential.scopes.clone(),
        }))
    }

    /// An app access token, which belongs to nobody and has no scopes.
    pub fn of_app(client_id: ClientId, secret: Secret, generation: Generation) -> Self {
        Self(Arc::new(Parts {
            secret,
            generation,
            client_id,
            owner: None,
            scopes: ScopeSet::default(),
        }))
    }

    /// The text to put on the wire.
    pub fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// What to report this token by.
    pub fn generation(&self) -> Generation {
        self.0.generation
    }

    /// The application that it was given to, which a call must name beside it.
    pub fn client_id(&self) -> &ClientId {
        &self.0.client_id
    }

    /// Whose token it is; an app access token is nobody's.
    pub fn user_id(&self) -> Option<&UserId> {
        self.0.owner.as_ref().map(|(user_id, _)| user_id)
    }

    /// The login of whose token it is.
    pub fn login(&self) -> Option<&Login> {
        self.0.owner.as_ref().map(|(_, login)| login)
    }

    /// What it allows.
    pub fn scopes(&self) -> &ScopeSet {
        &self.0.scopes
    }
}

impl Generation {
    /// The first token.
    pub const FIRST: Self = Self(1);

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("user", &self.0.owner)
            .field("client_id", &self.0.client_id)
            .field("generation", &self.0.generation.0)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
