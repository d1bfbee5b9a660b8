//! Tokens that were handed out, and what people granted to applications.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

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

/// One refresh token.
#[derive(Debug, Clone)]
pub(crate) struct RefreshToken {
    pub(crate) client: ClientId,
    pub(crate) user: UserId,
    pub(crate) scopes: ScopeSet,
    /// Those of public clients die by themselves.
    pub(crate) expires_at: Option<Timestamp>,
}

/// All tokens and grants.
#[derive(Default)]
pub(crate) struct Tokens {
    /// By the token's text.
    pub(crate) access: BTreeMap<String, AccessToken>,
    /// By the token's text.
    pub(crate) refresh: BTreeMap<String, RefreshToken>,
    /// What each user ever granted to each client; app tokens rely on it.
    pub(crate) grants: BTreeMap<(UserId, ClientId), ScopeSet>,
    /// How many refresh tokens of each user were exchanged.
    pub(crate) refreshed: BTreeMap<UserId, u64>,
    pub(crate) lifetimes: Lifetimes,
}

/// How long new tokens live, where that is not as at Twitch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lifetimes {
    pub(crate) access: Option<Duration>,
    /// Of public applications; those of others live on.
    pub(crate) refresh: Option<Duration>,
}

impl Tokens {
    /// The access token of that text, if it is good at this moment.
    pub(crate) fn valid(&self, text: &str, now: Timestamp) -> Option<&AccessToken> {
        self.access.get(text).filter(|token| token.expires_at > now)
    }

    /// Remembers what a user granted, beside what they granted before.
    pub(crate) fn grant(&mut self, user: &UserId, client: &ClientId, scopes: &ScopeSet) {
        self.grants
            .entry((user.clone(), client.clone()))
            .or_default()
            .extend(scopes.iter().cloned());
    }

    /// Whether a user granted this to a client at any time.
    pub(crate) fn is_granted(&self, user: &UserId, client: &ClientId, scope: &str) -> bool {
        self.grants
            .get(&(user.clone(), client.clone()))
            .is_some_and(|scopes| scopes.contains(scope))
    }

    /// Whether a user granted an application anything, be it no scope at all.
    pub(crate) fn knows(&self, user: &UserId, client: &ClientId) -> bool {
        self.grants.contains_key(&(user.clone(), client.clone()))
    }

    /// Ends every access token of this user, or of everybody; refresh tokens live on.
    pub(crate) fn expire(&mut self, user: Option<&UserId>, now: Timestamp) -> usize {
        let mut count = 0;
        for token in self.access.values_mut() {
            let is_meant = user.is_none() || token.user.as_ref() == user;
            if is_meant && token.expires_at > now {
                token.expires_at = now;
                count += 1;
            }
        }
        count
    }

    /// Ends every refresh token of this user, or of everybody; access tokens live on.
    pub(crate) fn expire_refresh(&mut self, user: Option<&UserId>, now: Timestamp) -> usize {
        let mut count = 0;
        for token in self.refresh.values_mut() {
            let is_alive = token.expires_at.is_none_or(|end| end > now);
            if is_alive && user.is_none_or(|user| token.user == *user) {
                token.expires_at = Some(now);
                count += 1;
            }
        }
        count
    }

    /// Ends every token of this user, as a new password does; what they granted stays granted.
    pub(crate) fn end_all(&mut self, user: &UserId) {
        self.access
            .retain(|_, token| token.user.as_ref() != Some(user));
        self.refresh.retain(|_, token| token.user != *user);
    }

    /// Forgets everything that this user granted, to one application or to all, as when they disconnect it.
    pub(crate) fn disconnect(&mut self, user: &UserId, client: Option<&ClientId>) -> usize {
        let is_other = |other: &ClientId| client.is_some_and(|client| client != other);
        let before = self.access.len();
        self.access
            .retain(|_, token| token.user.as_ref() != Some(user) || is_other(&token.client));
        self.refresh
            .retain(|_, token| token.user != *user || is_other(&token.client));
        self.grants
            .retain(|(owner, granted), _| owner != user || is_other(granted));
        before - self.access.len()
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tokens")
            .field("access", &self.access.len())
            .field("refresh", &self.refresh.len())
            .field("grants", &self.grants)
            .finish_non_exhaustive()
    }
}
