//! The life of one account's token: validated, refreshed before it ends, saved before it is lent. Sends nothing, keeps nothing.
//!
//! Two rules stand above the rest. Nothing is ever deleted because a request failed, and only
//! Twitch's own lasting word about the refresh token is final.

use std::time::Instant;

use bytes::Bytes;
use http::Response;

pub mod action;
mod budget;
mod desk;
mod holding;

use self::action::{Action, Begun, Status};
use self::desk::Desk;
use self::holding::Holding;
use crate::credential::Credential;
use crate::error::VaultError;
use crate::network::NetworkError;
use crate::settings::Settings;
use crate::ticket::Ticket;
use crate::token::Generation;

/// The token of one account.
///
/// It begins without a credential; [`handle_stored`](Self::handle_stored) hands one in. After every
/// input [`poll_action`](Self::poll_action) is drained. Each [`Action::Begin`], [`Action::Send`], [`Action::Load`] and
/// [`Action::Save`] must be answered, because the answer to a refresh may be the only copy of a token.
#[derive(Debug)]
pub struct Account {
    desk: Desk,
    /// Absent until somebody has logged in.
    holding: Option<Holding>,
}

impl Account {
    /// An account that nobody has logged in to yet.
    pub fn new(settings: Settings, seed: u64) -> Self {
        Self {
            desk: Desk::new(settings, seed),
            holding: None,
        }
    }

    /// Takes a credential that was found in the vault or got by a login; it is validated before it is lent.
    ///
    /// A credential that the account has already changes nothing, unless the account was lost. One
    /// of another account is refused: accounts are not swapped by handing in a token.
    pub fn handle_stored(&mut self, now: Instant, credential: Credential) {
        let desk = &mut self.desk;
        match &mut self.holding {
            None => self.holding = Some(Holding::new(now, credential, desk)),
            Some(holding) => holding.handle_stored(now, credential, desk),
        }
    }

    /// Takes the answer to an [`Action::Send`], or the reason why there is none.
    pub fn handle_response(
        &mut self,
        now: Instant,
        ticket: Ticket,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        if let Some(holding) = &mut self.holding {
            holding.handle_response(now, (ticket, result), &mut self.desk);
        }
    }

    /// Takes the answer to an [`Action::Begin`].
    ///
    /// What another process has renewed is adopted instead of renewed again; where nothing is kept any more, the
    /// account was logged out. A [busy](VaultError::is_busy) account is tried again.
    pub fn handle_begun(
        &mut self,
        now: Instant,
        ticket: Ticket,
        result: Result<Begun, VaultError>,
    ) {
        if let Some(holding) = &mut self.holding {
            holding.handle_begun(now, (ticket, result), &mut self.desk);
        }
    }

    /// Takes the answer to an [`Action::Load`].
    ///
    /// What another process has renewed is adopted instead of renewed again; where nothing is kept any more, the
    /// account was logged out.
    pub fn handle_loaded(
        &mut self,
        now: Instant,
        ticket: Ticket,
        result: Result<Option<Credential>, VaultError>,
    ) {
        if let Some(holding) = &mut self.holding {
            holding.handle_loaded(now, (ticket, result), &mut self.desk);
        }
    }

    /// Takes the answer to an [`Action::Save`]; what could not be kept is not lent, and saving is tried again.
    pub fn handle_saved(&mut self, now: Instant, ticket: Ticket, result: Result<(), VaultError>) {
        if let Some(holding) = &mut self.holding {
            holding.handle_saved(now, (ticket, result), &mut self.desk);
        }
    }

    /// Takes the news that Twitch answered 401 to a call with this generation's token.
    ///
    /// Only the first report of the current generation counts; an older one has been answered already.
    pub fn report_unauthorized(&mut self, now: Instant, generation: Generation) {
        if let Some(holding) = &mut self.holding {
            holding.report_unauthorized(now, generation, &mut self.desk);
        }
    }

    /// Takes the news that the machine was asleep or without a network until now: whatever waits is tried at once.
    pub fn handle_wake(&mut self, now: Instant) {
        if let Some(holding) = &mut self.holding {
            holding.handle_wake(now, &mut self.desk);
        }
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(holding) = &mut self.holding {
            holding.handle_timeout(now, &mut self.desk);
        }
    }

    /// The next thing to do; drain it after every input.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.desk.next_action()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.holding.as_ref().and_then(Holding::poll_timeout)
    }

    /// How the account stands.
    pub fn status(&self) -> Status {
        match &self.holding {
            Some(holding) => holding.status(),
            None => Status::Absent,
        }
    }

    /// The credential as it was last kept; its login and scopes are those that Twitch told last.
    pub fn credential(&self) -> Option<&Credential> {
        self.holding.as_ref().map(Holding::credential)
    }

    /// Whether it may be dropped now without losing a token that is on its way.
    pub fn is_at_rest(&self) -> bool {
        self.holding.as_ref().is_none_or(Holding::is_at_rest)
    }
}
