//! What an account's machine wants done, what it tells and how it describes itself. Only words, no logic.

use std::fmt;

use http::Request;
use types::{ClientId, Login, UserId};

use crate::credential::Credential;
use crate::error::{Loss, Setback, Suspicion};
use crate::ticket::{Outline, Ticket};
use crate::token::{Generation, Token};

/// What the account wants done.
pub enum Action {
    /// Send this and hand the answer to [`handle_response`](super::Account::handle_response), always and within a deadline.
    Send {
        /// Names the question.
        ticket: Ticket,
        /// What to send.
        request: Request<Vec<u8>>,
    },
    /// Take the account for a refresh of this credential and hand what is kept to [`handle_begun`](super::Account::handle_begun).
    ///
    /// If that went well, nobody else may refresh the account until [`Action::End`] with the same ticket, or until
    /// this process has ended.
    Begin {
        /// Names the question.
        ticket: Ticket,
        /// What is to be refreshed, as far as is known here.
        credential: Credential,
    },
    /// Let others refresh the account again.
    End {
        /// That of the [`Action::Begin`].
        ticket: Ticket,
        /// What is to become of the note that a refresh has begun.
        note: Note,
    },
    /// Read the credential as it is kept now and hand it to [`handle_loaded`](super::Account::handle_loaded).
    Load {
        /// Names the question.
        ticket: Ticket,
        /// Whose.
        user_id: UserId,
        /// For which application.
        client_id: ClientId,
    },
    /// Keep this, safe on disk, and say so by [`handle_saved`](super::Account::handle_saved).
    Save {
        /// Names the question.
        ticket: Ticket,
        /// What to keep.
        credential: Credential,
    },
    /// From now on lend this token, or none.
    Lend(Option<Token>),
    /// Tell those who watch.
    Report(Event),
}

/// What becomes of the note that a refresh has begun, when the account is given free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It stays as it is: there is none, or the refresh token may be spent.
    Keep,
    /// Twitch has answered and nothing was spent, so nobody is to suspect it later. Failing to do so does no harm now.
    StrikeOut,
}

/// What the vault found when it took an account for a refresh.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The credential as it is kept now; `None` means that the account was logged out.
    pub kept: Option<Credential>,
    /// Whether a refresh of this very credential was begun before and never ended.
    pub was_cut_off: bool,
}

/// What those who watch an account may want to know.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// The token was looked at and lives.
    Validated,
    /// A new token was got and kept.
    Refreshed {
        /// Its generation.
        generation: Generation,
    },
    /// A newer credential was found that somebody else had got.
    Adopted {
        /// Its generation.
        generation: Generation,
    },
    /// The account has a new name; nothing else changes.
    Renamed {
        /// The new name.
        login: Login,
    },
    /// Something stands in the way; it is tried again. Told once until [`Event::Recovered`] or [`Event::Adopted`].
    Interrupted(Setback),
    /// Nothing stands in the way any more.
    Recovered,
    /// Twitch calls the refresh token invalid. It is kept and tried again for a day. Told once, and once more if the
    /// suspicion becomes another.
    Suspected(Suspicion),
    /// A call was refused as unauthorized although the token lives: it lacks a scope or names the wrong account.
    UnauthorizedThoughValid {
        /// The token's generation.
        generation: Generation,
    },
    /// The account has to log in again. Told once; nothing was deleted.
    Lost(Loss),
    /// A credential of another account was handed in and not taken.
    OtherAccountRefused {
        /// The other account.
        login: Login,
    },
}

/// How an account stands.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Status {
    /// Nobody has logged in.
    Absent,
    /// The token lives.
    Valid,
    /// The token is being looked at.
    Checking,
    /// A new token is being got.
    Refreshing,
    /// A new token is being kept.
    Saving,
    /// Something stands in the way; it is tried again within a minute, or when the configuration may have been mended.
    Waiting(Setback),
    /// Twitch calls the refresh token invalid; it is tried again for a day.
    Suspect(Suspicion),
    /// The account has to log in again.
    Lost(Loss),
}

impl fmt::Debug for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { ticket, request } => formatter
                .debug_struct("Send")
                .field("ticket", ticket)
                .field("request", &Outline(request))
                .finish(),
            Self::Begin { ticket, .. } => formatter.debug_tuple("Begin").field(ticket).finish(),
            Self::End { ticket, note } => formatter
                .debug_tuple("End")
                .field(ticket)
                .field(note)
                .finish(),
            Self::Load { ticket, .. } => formatter.debug_tuple("Load").field(ticket).finish(),
            Self::Save { ticket, credential } => formatter
                .debug_struct("Save")
                .field("ticket", ticket)
                .field("credential", credential)
                .finish(),
            Self::Lend(token) => formatter.debug_tuple("Lend").field(token).finish(),
            Self::Report(event) => formatter.debug_tuple("Report").field(event).finish(),
        }
    }
}
