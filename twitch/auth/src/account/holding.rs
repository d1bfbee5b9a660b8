//! An account that has a credential: what is known about its token, what is in flight for it and what comes in; `outcome` says what answers mean.
//!
//! Two things vary independently and are one enum each: how the login stands ([`Standing`]) and
//! what is being done about it ([`Activity`]); a doubted login is validated and refreshed like any other.
//!
//! A process can be frozen at any moment and go on hours later, when another one has refreshed, logged in or
//! out. So nothing is taken for granted after a wait: what is kept is read again when a lease is got and after
//! every refusal, and only an answer that this machine still waits for counts.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;

use self::state::{Access, Activity, Duty, LoadReason, Renewed, Standing};
use super::action::{Action, Begun, Event, Note, Status};
use super::budget::Budget;
use super::desk::Desk;
use crate::answer::{self, Refreshed};
use crate::backoff::Backoff;
use crate::credential::Credential;
use crate::error::{Loss, Setback, VaultError};
use crate::network::NetworkError;
use crate::ticket::Ticket;
use crate::token::{Generation, Token};
use crate::wire;

mod outcome;
mod state;

#[derive(Debug)]
pub(super) struct Holding {
    credential: Credential,
    generation: Generation,
    access: Access,
    standing: Standing,
    activity: Activity,
    /// When the token is to be looked at next.
    check_at: Instant,
    /// When a new token is to be got; never, if there is no need or no means.
    refresh_at: Option<Instant>,
    check_backoff: Backoff,
    refresh_backoff: Backoff,
    save_backoff: Backoff,
    budget: Budget,
    /// Whether this generation replaced one that Twitch had refused; then a refusal of this one
    /// is looked into before another refresh is spent on it.
    replaced_a_refused_one: bool,
    trial: Trial,
    /// When a report of this generation was last found to be wrong.
    cleared_at: Option<Instant>,
    /// What callers have at the moment.
    lent: Option<Token>,
}

/// What has become of this generation's refresh token so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trial {
    /// Nobody has used it, as far as is known.
    None,
    /// This machine has used it, and every answer told that it was not spent.
    Unspent,
    /// It was used and the answer lost, here or by a process that was killed: it may be spent.
    CutOff,
}

/// Inputs: each ends by bringing the loan up to date.
impl Holding {
    pub(super) fn new(now: Instant, credential: Credential, desk: &mut Desk) -> Self {
        let mut holding = Self {
            credential,
            generation: Generation::FIRST,
            access: Access::Unknown,
            standing: Standing::Good,
            activity: Activity::Resting,
            check_at: now,
            refresh_at: None,
            check_backoff: Backoff::default(),
            refresh_backoff: Backoff::default(),
            save_backoff: Backoff::default(),
            budget: Budget::default(),
            replaced_a_refused_one: false,
            trial: Trial::None,
            cleared_at: None,
            lent: None,
        };
        holding.attend(now, desk);
        holding
    }

    pub(super) fn handle_stored(&mut self, now: Instant, stored: Credential, desk: &mut Desk) {
        if stored.user_id != self.credential.user_id {
            return desk.report(Event::OtherAccountRefused {
                login: stored.login,
            });
        }
        let is_lost = matches!(self.standing, Standing::Lost(_));
        // While a renewal is on its way its outcome counts; a refused one reads the vault again by itself.
        if is_lost || (self.is_at_rest() && self.is_news(&stored)) {
            self.adopt(now, stored, desk);
        }
        self.update_loan(now, desk);
    }

    pub(super) fn handle_response(
        &mut self,
        now: Instant,
        (ticket, result): (Ticket, Result<Response<Bytes>, NetworkError>),
        desk: &mut Desk,
    ) {
        match self.activity {
            Activity::Checking { ticket: asked, .. } if asked == ticket => {
                self.end_check(now);
                match result {
                    Ok(response) => self.checked(now, answer::validated(&response), desk),
                    Err(error) => self.check_failed(now, Setback::Network(error), desk),
                }
            }
            Activity::Refreshing {
                ticket: asked,
                lease,
            } if asked == ticket => {
                let refreshed = match result {
                    Ok(response) => answer::refreshed(&response),
                    Err(error) => Refreshed::Setback(Setback::Network(error)),
                };
                self.refreshed(now, (refreshed, lease), desk);
            }
            // The answer to a check of a token that was replaced meanwhile.
            _ => {}
        }
        self.attend(now, desk);
    }

    pub(super) fn handle_begun(
        &mut self,
        now: Instant,
        (ticket, result): (Ticket, Result<Begun, VaultError>),
        desk: &mut Desk,
    ) {
        if !matches!(self.activity, Activity::Beginning { ticket: asked } if asked == ticket) {
            // Something newer was handed in meanwhile.
            if let Ok(begun) = result {
                let note = match begun.was_cut_off {
                    true => Note::Keep,
                    false => Note::StrikeOut,
                };
                desk.act(Action::End { ticket, note });
            }
            return;
        }
        self.activity = Activity::Resting;
        match result {
            Ok(begun) => self.begun(now, (begun, ticket), desk),
            Err(error) if error.is_busy() => self.load(LoadReason::TakenElsewhere, desk),
            // A vault that cannot be written will hardly keep what a refresh brings.
            Err(error) => self.refresh_failed(now, Setback::Vault(error), desk),
        }
        self.attend(now, desk);
    }

    pub(super) fn handle_loaded(
        &mut self,
        now: Instant,
        (ticket, result): (Ticket, Result<Option<Credential>, VaultError>),
        desk: &mut Desk,
    ) {
        let reason = match self.activity {
            Activity::Loading {
                ticket: asked,
                reason,
            } if asked == ticket => reason,
            _ => return,
        };
        let is_news = matches!(&result, Ok(Some(stored)) if self.is_news(stored));
        // The note of something newer is another's.
        self.rest(if is_news { Note::Keep } else { self.note() }, desk);
        match (result, reason) {
            (Ok(Some(stored)), _) if is_news => self.adopt(now, stored, desk),
            // Refreshing and keeping it again would undo what a person has done elsewhere.
            (Ok(None), _) => self.lose(Loss::LoggedOut, desk),
            (Ok(Some(_)), LoadReason::TakenElsewhere) => self.taken_elsewhere(now, desk),
            (Err(error), LoadReason::TakenElsewhere) => {
                self.refresh_failed(now, Setback::Vault(error), desk);
            }
            (_, LoadReason::Refused { .. }) => self.suspect(now, desk),
        }
        self.attend(now, desk);
    }

    pub(super) fn handle_saved(
        &mut self,
        now: Instant,
        (ticket, result): (Ticket, Result<(), VaultError>),
        desk: &mut Desk,
    ) {
        match std::mem::replace(&mut self.activity, Activity::Resting) {
            Activity::Saving {
                ticket: asked,
                renewed,
            } if asked == ticket => match result {
                Ok(()) => {
                    let (ticket, note) = (renewed.lease, Note::Keep);
                    desk.act(Action::End { ticket, note });
                    self.renewed(now, renewed, desk);
                }
                Err(error) => {
                    let retry_at = now + desk.pause(&mut self.save_backoff);
                    self.activity = Activity::Unsaved { retry_at, renewed };
                    self.hinder(Duty::Renew, Setback::Vault(error), desk);
                }
            },
            activity => self.activity = activity,
        }
        self.attend(now, desk);
    }

    pub(super) fn report_unauthorized(
        &mut self,
        now: Instant,
        generation: Generation,
        desk: &mut Desk,
    ) {
        let is_known = matches!(self.access, Access::Doubted | Access::Dead);
        let was_cleared = self
            .cleared_at
            .is_some_and(|cleared_at| now < cleared_at + CLEARED_FOR);
        if generation != self.generation || is_known || was_cleared {
            return;
        }
        let is_renewing = matches!(
            self.activity,
            Activity::Beginning { .. }
                | Activity::Loading { .. }
                | Activity::Refreshing { .. }
                | Activity::Saving { .. }
                | Activity::Unsaved { .. }
                | Activity::Checking {
                    unsaved: Some(_),
                    ..
                }
        );
        let is_retrying = matches!(
            self.standing,
            Standing::Hindered {
                duty: Duty::Renew,
                ..
            }
        );
        let may_refresh = !matches!(self.standing, Standing::Doubted { .. })
            && matches!(self.activity, Activity::Resting)
            && self.credential.refresh.is_some()
            && !self.replaced_a_refused_one;
        if is_renewing || is_retrying {
            self.access = Access::Dead;
        } else if may_refresh {
            self.access = Access::Dead;
            self.refresh_at = Some(now);
        } else {
            self.access = Access::Doubted;
            self.check_at = now;
        }
        self.attend(now, desk);
    }

    pub(super) fn handle_wake(&mut self, now: Instant, desk: &mut Desk) {
        self.check_at = now;
        if matches!(
            self.standing,
            Standing::Hindered {
                duty: Duty::Renew,
                ..
            }
        ) {
            self.refresh_at = self.refresh_at.map(|at| at.min(now));
        }
        if let Activity::Unsaved { retry_at, .. } = &mut self.activity {
            *retry_at = now;
        }
        self.attend(now, desk);
    }

    pub(super) fn handle_timeout(&mut self, now: Instant, desk: &mut Desk) {
        self.attend(now, desk);
    }
}

/// What is known.
impl Holding {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let end_of_loan = match (&self.lent, self.access) {
            (Some(_), Access::Living { until }) => until,
            _ => None,
        };
        let next_duty = match (&self.standing, &self.activity) {
            (Standing::Lost(_), Activity::Unsaved { retry_at, .. }) => Some(*retry_at),
            (Standing::Lost(_), _) => None,
            (_, Activity::Resting) => Some(
                self.refresh_at
                    .map_or(self.check_at, |at| at.min(self.check_at)),
            ),
            (_, Activity::Unsaved { retry_at, .. }) => Some(self.check_at.min(*retry_at)),
            _ => None,
        };
        end_of_loan.into_iter().chain(next_duty).min()
    }

    pub(super) fn status(&self) -> Status {
        match (&self.standing, &self.activity) {
            (Standing::Lost(loss), _) => Status::Lost(loss.clone()),
            (Standing::Doubted { suspicion, .. }, _) => Status::Suspect(*suspicion),
            (Standing::Hindered { setback, .. }, _) => Status::Waiting(setback.clone()),
            (Standing::Good, Activity::Resting) => Status::Valid,
            (Standing::Good, Activity::Checking { .. }) => Status::Checking,
            (
                Standing::Good,
                Activity::Beginning { .. } | Activity::Loading { .. } | Activity::Refreshing { .. },
            ) => Status::Refreshing,
            (Standing::Good, Activity::Saving { .. } | Activity::Unsaved { .. }) => Status::Saving,
        }
    }

    pub(super) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(super) fn is_at_rest(&self) -> bool {
        match self.activity {
            Activity::Resting
            | Activity::Checking { unsaved: None, .. }
            | Activity::Beginning { .. }
            | Activity::Loading { .. } => true,
            Activity::Checking { .. }
            | Activity::Refreshing { .. }
            | Activity::Saving { .. }
            | Activity::Unsaved { .. } => false,
        }
    }

    fn is_news(&self, stored: &Credential) -> bool {
        stored.user_id == self.credential.user_id
            && stored.client_id == self.credential.client_id
            && (stored.access != self.credential.access
                || stored.refresh != self.credential.refresh)
    }

    fn known_end(&self) -> Option<Instant> {
        match self.access {
            Access::Living { until } => until,
            Access::Unknown | Access::Doubted | Access::Dead => None,
        }
    }

    fn may_be_lent(&self, now: Instant) -> bool {
        match (&self.standing, self.access) {
            (Standing::Lost(_), _) | (_, Access::Doubted | Access::Dead) => false,
            (_, Access::Living { until }) => until.is_none_or(|until| now < until),
            // Twitch's login service may be down while everything else works.
            (standing, Access::Unknown) => !matches!(standing, Standing::Good),
        }
    }
}

/// What is due, and doing it.
impl Holding {
    /// Begins the most urgent thing that is due, and brings the loan up to date.
    fn attend(&mut self, now: Instant, desk: &mut Desk) {
        let is_lost = matches!(self.standing, Standing::Lost(_));
        let wants_refresh = self.refresh_at.is_some_and(|at| at <= now);
        match &self.activity {
            Activity::Unsaved { retry_at, .. } if *retry_at <= now => self.save_again(desk),
            _ if is_lost => {}
            // A disk that is full for hours is no reason not to look at the token that is lent meanwhile.
            Activity::Resting | Activity::Unsaved { .. } if self.check_at <= now => {
                self.check(desk);
            }
            Activity::Resting if wants_refresh => self.prepare_refresh(now, desk),
            _ => {}
        }
        self.update_loan(now, desk);
    }

    fn update_loan(&mut self, now: Instant, desk: &mut Desk) {
        let loan = self
            .may_be_lent(now)
            .then(|| Token::of_user(&self.credential, self.generation));
        if loan != self.lent {
            self.lent.clone_from(&loan);
            desk.act(Action::Lend(loan));
        }
    }

    fn check(&mut self, desk: &mut Desk) {
        let request = wire::validate(&desk.settings, &self.credential.access);
        let ticket = desk.send(request);
        let unsaved = match std::mem::replace(&mut self.activity, Activity::Resting) {
            Activity::Unsaved { renewed, .. } => Some(renewed),
            _ => None,
        };
        self.activity = Activity::Checking { ticket, unsaved };
    }

    /// A token that waits to be kept has waited long enough.
    fn end_check(&mut self, now: Instant) {
        if let Activity::Checking {
            unsaved: Some(renewed),
            ..
        } = std::mem::replace(&mut self.activity, Activity::Resting)
        {
            let retry_at = now;
            self.activity = Activity::Unsaved { retry_at, renewed };
        }
    }

    fn prepare_refresh(&mut self, now: Instant, desk: &mut Desk) {
        if let Some(free_at) = self.budget.exhausted_until(now) {
            self.refresh_at = Some(free_at);
            return self.hinder(Duty::Renew, Setback::TooManyRefreshes, desk);
        }
        let ticket = desk.ticket();
        let credential = self.credential.clone();
        desk.act(Action::Begin { ticket, credential });
        self.activity = Activity::Beginning { ticket };
    }

    fn load(&mut self, reason: LoadReason, desk: &mut Desk) {
        let ticket = desk.ticket();
        desk.act(Action::Load {
            ticket,
            user_id: self.credential.user_id.clone(),
            client_id: self.credential.client_id.clone(),
        });
        self.activity = Activity::Loading { ticket, reason };
    }

    fn refresh(&mut self, lease: Ticket, desk: &mut Desk) {
        let Some(refresh) = &self.credential.refresh else {
            let (ticket, note) = (lease, self.note());
            desk.act(Action::End { ticket, note });
            return self.lose(Loss::NoRefreshToken, desk);
        };
        let request = wire::refresh(&desk.settings, refresh);
        let ticket = desk.send(request);
        self.activity = Activity::Refreshing { ticket, lease };
    }

    fn save(&mut self, renewed: Renewed, desk: &mut Desk) {
        let ticket = desk.ticket();
        let credential = renewed.credential.clone();
        desk.act(Action::Save { ticket, credential });
        self.activity = Activity::Saving { ticket, renewed };
    }

    /// Leaves what is in flight, and lets others refresh again.
    fn rest(&mut self, note: Note, desk: &mut Desk) {
        let activity = std::mem::replace(&mut self.activity, Activity::Resting);
        if let Some(ticket) = activity.lease() {
            desk.act(Action::End { ticket, note });
        }
    }

    /// What the answers to this generation's refreshes make of its note.
    fn note(&self) -> Note {
        match self.trial {
            Trial::CutOff => Note::Keep,
            Trial::None | Trial::Unspent => Note::StrikeOut,
        }
    }

    fn save_again(&mut self, desk: &mut Desk) {
        match std::mem::replace(&mut self.activity, Activity::Resting) {
            Activity::Unsaved { renewed, .. } => self.save(renewed, desk),
            activity => self.activity = activity,
        }
    }
}

/// After a report was found to be wrong, further ones are not looked into for so long.
const CLEARED_FOR: Duration = Duration::from_secs(10 * 60);
