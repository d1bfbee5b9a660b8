//! The two things that others give or take: where tokens come from, and where they are kept.

use std::fmt;
use std::pin::Pin;

use types::{ClientId, UserId};

use crate::credential::Credential;
use crate::error::{Error, VaultError};
use crate::token::{Generation, Token};

/// A future on the heap, which lets these traits be objects.
pub type BoxFuture<'a, Output> = Pin<Box<dyn Future<Output = Output> + Send + 'a>>;

/// Lends the tokens of one account, or of the application.
///
/// Callers ask for a token before each call. After a 401 they report the token's generation and ask
/// once more: if the new token has the same generation, another attempt would end the same way.
pub trait TokenSource: fmt::Debug + Send + Sync {
    /// A token that should work now; waits while one is being got.
    ///
    /// # Errors
    /// [`Error::Unavailable`] while none can be got, [`Error::TokenLost`] or [`Error::NotLoggedIn`] if a
    /// person has to log in, [`Error::Stopped`] after the end.
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>>;

    /// Says that Twitch answered 401 to a call with the token of this generation.
    ///
    /// Not for a 401 that names a missing scope or a wrong id: another token would not help.
    fn report_unauthorized(&self, generation: Generation);
}

/// Keeps credentials where they survive; the caller's to give.
pub trait Vault: Send + Sync {
    /// Keeps a credential in place of the one with the same user and client.
    ///
    /// It must be safe on disk when this is done: what it replaces may no longer work.
    ///
    /// # Errors
    /// A sentence for people; saving is tried again.
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>>;

    /// The credential as it is kept now, which another process may have renewed.
    ///
    /// `None` means that it was taken away and the account logged out: it is lost, and nothing is saved for it again.
    ///
    /// # Errors
    /// A sentence for people; reading is tried again.
    fn load<'a>(
        &'a self,
        user_id: &'a UserId,
        client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>>;
}

/// A token that was got elsewhere is lent as it is; a report changes nothing.
impl TokenSource for Token {
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn report_unauthorized(&self, _generation: Generation) {}
}
