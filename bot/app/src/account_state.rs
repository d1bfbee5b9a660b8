//! How an account stands, in one word and in a sentence for people. It looks and changes nothing.

use auth::Status;
use types::{Login, ScopeSet};

use crate::accounts::LoggedIn;
use crate::explain;
use crate::failure::Failure;

/// How an account stands.
#[derive(Debug)]
pub(crate) struct AccountState {
    /// In one word; a contract of `--json`.
    pub word: Word,
    /// What is wrong, what it means and what to do, if something is.
    pub trouble: Option<Failure>,
    /// What it allows; what was kept, while Twitch cannot be asked.
    pub scopes: ScopeSet,
}

/// How an account stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// Its token lives.
    Valid,
    /// Something stands in the way that passes or that the config can mend.
    Waiting,
    /// Twitch calls its login invalid; that is tried again for a day.
    Suspect,
    /// It has to log in again.
    Lost,
}

/// Looks how an account stands; waits while its token is being looked at or renewed.
pub(crate) async fn look(account: &LoggedIn) -> AccountState {
    let lent = account.tokens.token().await;
    let scopes = match &lent {
        Ok(token) => token.scopes().clone(),
        Err(_) => account.scopes.clone(),
    };
    // A token may be lent though Twitch could not be asked about it, or calls the refresh token invalid.
    let trouble = match lent {
        Ok(_) => trouble(&account.login, &account.tokens.status()),
        Err(error) => Some(error),
    };
    AccountState {
        word: trouble.as_ref().map_or(Word::Valid, Word::of),
        trouble: trouble.map(|error| explain::auth(&error)),
        scopes,
    }
}

/// What stands in the way of an account, as the error that asking for its token would be.
fn trouble(login: &Login, status: &Status) -> Option<auth::Error> {
    let login = login.clone();
    match status {
        Status::Waiting(setback) => Some(auth::Error::Unavailable {
            login,
            setback: setback.clone(),
        }),
        Status::Suspect(suspicion) => Some(auth::Error::Unavailable {
            login,
            setback: auth::Setback::RefreshRefused(*suspicion),
        }),
        Status::Lost(loss) => Some(auth::Error::TokenLost {
            login,
            loss: loss.clone(),
        }),
        _ => None,
    }
}

impl Word {
    /// As it stands in `--json`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Waiting => "waiting",
            Self::Suspect => "suspect",
            Self::Lost => "lost",
        }
    }

    fn of(error: &auth::Error) -> Self {
        match error {
            auth::Error::Unavailable {
                setback: auth::Setback::RefreshRefused(_),
                ..
            } => Self::Suspect,
            auth::Error::TokenLost { .. } | auth::Error::NotLoggedIn => Self::Lost,
            _ => Self::Waiting,
        }
    }
}
