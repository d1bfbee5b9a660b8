//! The two things that others give or take: where tokens come from, and where they are kept.

use std::fmt;
use std::pin::Pin;

use types::{ClientId, UserId};

use crate::account::action::Begun;
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

    /// Takes the account (user and client) for a refresh of `known`, so that nobody else refreshes it, in this process
    /// or in another, before the lease is dropped; then reads what is kept.
    ///
    /// If that is still `known` (the same tokens), this writes down that a refresh of it has begun, safe on disk,
    /// before it returns: a refresh token may work only once, and whoever finds the note later knows that it may be
    /// spent. [`Lease::was_cut_off`] says whether such a note was there already; [`save`](Self::save) and
    /// [`Hold::strike_out`] end it.
    /// Anything else that is kept is left as it is.
    ///
    /// While somebody else has the account this waits, up to half a minute. The end of a process must end its
    /// leases, however it ends; a file lock and a database's advisory lock do so.
    ///
    /// A login takes the lease as well while it saves, so that no refresh that is under way replaces what it got.
    ///
    /// # Errors
    /// [`VaultError::busy`] if somebody else did not finish in time; otherwise a sentence for people. Both are tried again.
    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>>;

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

/// An account that is taken for a refresh; dropping it lets others refresh it.
pub struct Lease {
    /// The credential as it is kept now; `None` means that it was taken away and the account logged out.
    pub kept: Option<Credential>,
    /// Whether a refresh of this very credential was begun before and never ended.
    pub was_cut_off: bool,
    hold: Box<dyn Hold>,
}

/// Holds an account for a refresh; dropping it gives the account free and leaves the note that one has begun.
pub trait Hold: Send {
    /// Strikes out the note, since nothing was spent, and gives the account free.
    ///
    /// Without this a process that starts later takes a refresh that Twitch has refused for one that was cut off.
    ///
    /// # Errors
    /// A sentence for people; the account is free and the note stays.
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>>;
}

impl Lease {
    /// What was found, and the thing that gives the account free when it is dropped, for vaults whose notes need
    /// no striking out: those that end with the process.
    pub fn new(kept: Option<Credential>, was_cut_off: bool, guard: impl Send + 'static) -> Self {
        Self::noted(kept, was_cut_off, Unnoted(guard))
    }

    /// The same for a vault whose notes outlive the process.
    pub fn noted(kept: Option<Credential>, was_cut_off: bool, hold: impl Hold + 'static) -> Self {
        Self {
            kept,
            was_cut_off,
            hold: Box::new(hold),
        }
    }

    /// What a machine wants to know, and what holds the account until it says so.
    pub fn into_parts(self) -> (Begun, Box<dyn Hold>) {
        let begun = Begun {
            kept: self.kept,
            was_cut_off: self.was_cut_off,
        };
        (begun, self.hold)
    }
}

/// A guard without a note.
struct Unnoted<Guard>(Guard);

impl<Guard: Send> Hold for Unnoted<Guard> {
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>> {
        drop(self.0);
        Box::pin(std::future::ready(Ok(())))
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Lease")
            .field("kept", &self.kept)
            .field("was_cut_off", &self.was_cut_off)
            .finish_non_exhaustive()
    }
}

/// A token that was got elsewhere is lent as it is; a report changes nothing.
impl TokenSource for Token {
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn report_unauthorized(&self, _generation: Generation) {}
}
