//! What goes on during a login, as values. How it is shown is the presenter's.

use auth::{Prompt, Scheme, Setback};

use super::wanted::Account;

/// Hears what goes on.
pub(crate) type Tell<'a> = &'a (dyn Fn(News) + Send + Sync);

/// Something that whoever logs in may want to know.
#[derive(Debug, Clone)]
pub(crate) enum News {
    /// The tokens of this account are safe; what comes now is only for the eye.
    Kept(Account),
    /// Here is a link and a code; they replace earlier ones.
    Code(Prompt),
    /// The code can no longer be confirmed; a fresh one follows.
    CodeExpired,
    /// The new tokens went lost on their way; a fresh code follows.
    TokensLost,
    /// The page is there.
    Page(Place),
    /// Somebody consented; whose login it is is being looked at.
    Consented,
    /// Somebody pressed Cancel; the page lets them try again.
    Declined,
    /// Twitch does not know the redirect address.
    Mismatch(Place),
    /// The wrong account, in a sentence; another one can be tried.
    TurnedAway(String),
    /// It did not work, for this reason, and the page lets them try again.
    TryAgain(String),
    /// Twitch cannot be asked at the moment; it is tried again by itself.
    Interrupted(Setback),
}

/// Where a page is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// What to open.
    pub address: String,
    /// What is to be registered at Twitch.
    pub redirect_addresses: [String; 3],
    /// How it is served.
    pub scheme: Scheme,
}
