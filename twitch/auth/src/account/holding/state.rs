//! What an account's machine can know of its token and login, and what can be in flight for them. Only words, no logic.

use std::time::Instant;

use crate::credential::Credential;
use crate::error::{Loss, Setback, Suspicion};
use crate::ticket::Ticket;

/// What is known about the access token.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access {
    /// Nothing yet.
    Unknown,
    /// It lives until then, or for ever.
    Living { until: Option<Instant> },
    /// A call was refused; a validation will tell why.
    Doubted,
    /// Twitch refused it.
    Dead,
}

/// How the login stands.
#[derive(Debug)]
pub(super) enum Standing {
    Good,
    /// Something stands in the way of this duty.
    Hindered {
        duty: Duty,
        setback: Setback,
    },
    /// Twitch called the refresh token invalid, so often since then.
    Doubted {
        since: Instant,
        refusals: usize,
        suspicion: Suspicion,
    },
    Lost(Loss),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    Check,
    Renew,
}

/// What is in flight. From the answer to a beginning until its end nobody else refreshes: that lease is named by the ticket of the question.
#[derive(Debug)]
pub(super) enum Activity {
    Resting,
    Checking {
        ticket: Ticket,
        /// A new token that waits to be kept; the old one is what is looked at meanwhile.
        unsaved: Option<Renewed>,
    },
    /// Taking the account for a refresh, for which another process may have to finish its own.
    Beginning {
        ticket: Ticket,
    },
    /// Looking whether another process has a newer credential.
    Loading {
        ticket: Ticket,
        reason: LoadReason,
    },
    Refreshing {
        ticket: Ticket,
        lease: Ticket,
    },
    /// The new token exists here only, until it is kept.
    Saving {
        ticket: Ticket,
        renewed: Renewed,
    },
    /// The same, between two attempts to keep it.
    Unsaved {
        retry_at: Instant,
        renewed: Renewed,
    },
}

#[derive(Debug, Clone, Copy)]
pub(super) enum LoadReason {
    /// Another process has held the account for long; perhaps it is done and only slow to let go.
    TakenElsewhere,
    /// Twitch called the refresh token invalid; the lease is held on.
    Refused { lease: Ticket },
}

/// What a refresh has brought.
#[derive(Debug)]
pub(super) struct Renewed {
    pub(super) credential: Credential,
    pub(super) until: Option<Instant>,
    pub(super) lease: Ticket,
}

impl Activity {
    /// The lease that is held meanwhile.
    pub(super) fn lease(&self) -> Option<Ticket> {
        match self {
            Self::Refreshing { lease, .. }
            | Self::Loading {
                reason: LoadReason::Refused { lease },
                ..
            } => Some(*lease),
            Self::Checking {
                unsaved: Some(renewed),
                ..
            }
            | Self::Saving { renewed, .. }
            | Self::Unsaved { renewed, .. } => Some(renewed.lease),
            Self::Resting
            | Self::Checking { unsaved: None, .. }
            | Self::Beginning { .. }
            | Self::Loading {
                reason: LoadReason::TakenElsewhere,
                ..
            } => None,
        }
    }
}
