//! Where tokens come from; the connection only borrows them.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;

use types::Secret;

/// A token that will come, or will not.
pub type TokenFuture = Pin<Box<dyn Future<Output = Result<Secret, NoToken>> + Send>>;

/// Gives the token of one account.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// The token to log in with, asked for before each login.
    ///
    /// `refused` is the token that the server just refused as bad; only then is there a reason to refresh.
    /// It may take as long as it must, even until somebody has logged in.
    fn token(&self, refused: Option<Secret>) -> TokenFuture;
}

/// There is no token now; it is asked for again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoToken;

/// For those who only read, anonymously.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithoutToken;

impl TokenSource for WithoutToken {
    fn token(&self, _: Option<Secret>) -> TokenFuture {
        Box::pin(ready(Err(NoToken)))
    }
}
