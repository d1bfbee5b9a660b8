//! Handing out tokens and other random texts; who may have them is decided by OAuth.

use std::ops::Range;
use std::time::Duration;

use rand::RngExt;
use types::{ClientId, ScopeSet, UserId};

use super::World;
use super::token::{AccessToken, RefreshToken};

/// Tokens as they were just handed out.
pub(crate) struct Issued {
    pub(crate) access: String,
    /// App and implicit tokens come without.
    pub(crate) refresh: Option<String>,
    pub(crate) lifetime: Duration,
}

impl World {
    /// An access and a refresh token for a user, as the code and device flows give them.
    pub(crate) fn issue_user_token(
        &mut self,
        client: &ClientId,
        user: &UserId,
        scopes: &ScopeSet,
    ) -> Issued {
        let lifetime = self.lifetime(13_600..14_600);
        let access = self.keep(AccessToken {
            client: client.clone(),
            user: Some(user.clone()),
            scopes: scopes.clone(),
            expires_at: self.now.plus(lifetime),
        });
        let refresh = self.random_text(50);
        let is_public = self
            .clients
            .get(client)
            .is_some_and(|client| client.secret.is_none());
        let refresh_lifetime = self.tokens.lifetimes.refresh;
        let refresh_lifetime = refresh_lifetime.unwrap_or(PUBLIC_REFRESH_LIFETIME);
        let token = RefreshToken {
            client: client.clone(),
            user: user.clone(),
            scopes: scopes.clone(),
            expires_at: is_public.then(|| self.now.plus(refresh_lifetime)),
        };
        self.tokens.refresh.insert(refresh.clone(), token);
        Issued {
            access,
            refresh: Some(refresh),
            lifetime,
        }
    }

    /// An access token without a refresh token: for an application (no user), or for a user by the implicit flow.
    pub(crate) fn issue_lone_token(
        &mut self,
        client: &ClientId,
        user: Option<&UserId>,
        scopes: &ScopeSet,
    ) -> Issued {
        let lifetime = self.lifetime(5_000_000..5_200_000);
        Issued {
            access: self.keep(AccessToken {
                client: client.clone(),
                user: user.cloned(),
                scopes: scopes.clone(),
                expires_at: self.now.plus(lifetime),
            }),
            refresh: None,
            lifetime,
        }
    }

    /// A text of small letters and digits that nobody can guess without the seed.
    pub(crate) fn random_text(&mut self, length: usize) -> String {
        self.random_from(b"abcdefghijklmnopqrstuvwxyz0123456789", length)
    }

    /// A text of these characters.
    pub(crate) fn random_from(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| char::from(alphabet[self.random.random_range(0..alphabet.len())]))
            .collect()
    }

    /// A random UUID, as messages, polls and choices have.
    pub(crate) fn random_uuid(&mut self) -> String {
        uuid(self.random.random())
    }

    /// Some seconds within the usual ones, unless something else was ordered.
    fn lifetime(&mut self, usual_seconds: Range<u64>) -> Duration {
        let usual = Duration::from_secs(self.random.random_range(usual_seconds));
        self.tokens.lifetimes.access.unwrap_or(usual)
    }

    fn keep(&mut self, token: AccessToken) -> String {
        let now = self.now;
        // Whoever asks again and again must not fill the memory.
        if self.tokens.access.len() >= SWEEP_FROM {
            self.tokens.access.retain(|_, token| token.expires_at > now);
        }
        if let Some(user) = &token.user {
            self.tokens.grant(user, &token.client, &token.scopes);
        }
        let text = self.random_text(30);
        self.tokens.access.insert(text.clone(), token);
        text
    }
}

/// The UUID (version 4) of random bits.
pub(super) fn uuid(bits: u128) -> String {
    let bits = bits & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let digits = format!("{bits:032x}");
    let cut = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        cut(0, 8),
        cut(8, 12),
        cut(12, 16),
        cut(16, 20),
        cut(20, 32)
    )
}

const PUBLIC_REFRESH_LIFETIME: Duration = Duration::from_secs(30 * 86_400);
const SWEEP_FROM: usize = 10_000;
