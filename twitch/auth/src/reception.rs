//! What the caller of a login on a page decides and provides: who is welcome, and what the page says. Serves nothing.

use types::{Login, Scope, ScopeSet};

use crate::credential::Credential;
use crate::error::{Error, Setback};
use crate::source::BoxFuture;

/// Looks at who logged in, and hears what goes on meanwhile.
pub trait Reception: Send + Sync {
    /// Decides about a fresh credential, and keeps it if it is welcome: once the page says so, people close it.
    fn receive<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Verdict>;

    /// Hears what goes on.
    fn hear(&self, event: PageEvent);
}

/// What becomes of somebody who logged in.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The credential is kept; the page says whose it is.
    Welcome(Guest),
    /// The wrong account; the page says this sentence and lets the person try again with another one.
    TurnedAway(String),
    /// The credential could not be kept, for this reason; the login ends.
    Failed(String),
}

/// How an account that logged in is shown.
#[derive(Debug, Clone)]
pub struct Guest {
    /// What people call it.
    pub name: String,
    /// Its picture; without one its first letter is shown.
    pub picture: Option<Picture>,
}

/// A picture as it came from Twitch.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its media type, such as `image/png`; anything else than an image is not shown.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What the page asks for, in words.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The program that asks.
    pub program: String,
    /// What the account will be to it, such as `the bot`.
    pub part: String,
    /// Who is expected, if that is known.
    pub account: Option<Login>,
    /// What the account is to allow.
    pub asked: Vec<Asked>,
}

/// One thing that an account is to allow.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Twitch's name for it.
    pub scope: Scope,
    /// What it means, as the end of "it may …".
    pub meaning: String,
}

/// What goes on during a login on a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PageEvent {
    /// The page is there; this is its address.
    Opened(String),
    /// Somebody consented; whose tokens they are is being looked at.
    Consented,
    /// Somebody said no; the page lets them try again.
    Declined,
    /// Twitch does not know the redirect address; the page says what to register.
    Mismatch,
    /// Somebody came who is not welcome; the page lets another one try.
    TurnedAway(Login),
    /// The code bought nothing; the page lets them try again.
    TryAgain(Error),
    /// Twitch cannot be asked at the moment; it is tried again by itself.
    Interrupted(Setback),
}

impl Invitation {
    /// Everything that is asked for.
    pub fn scopes(&self) -> ScopeSet {
        self.asked.iter().map(|asked| asked.scope.clone()).collect()
    }
}
