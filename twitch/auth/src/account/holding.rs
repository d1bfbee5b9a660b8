//! An account that has a credential: what is known about its token, what is in flight for it and what is due next.
//!
//! Two things vary independently and are one enum each: how the login stands ([`Standing`]) and
//! what is being done about it ([`Activity`]); a doubted login is validated and refreshed like any other.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;

use super::action::{Action, Event, Status};
use super::budget::Budget;
use super::desk::Desk;
use crate::answer::{self, Grant, Identity, Refreshed, Validated};
use crate::backoff::Backoff;
use crate::credential::Credential;
use crate::error::{ClientRefusal, Loss, Setback, VaultError};
use crate::network::NetworkError;
use crate::settings::{ClientKind, Settings};
use crate::ticket::Ticket;
use crate::token::{Generation, Token};
use crate::wire;

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
    /// When a report of this generation was last found to be wrong.
    cleared_at: Option<Instant>,
    /// What callers have at the moment.
    lent: Option<Token>,
}

/// What is known about the access token.
#[derive(Debug, Clone, Copy)]
enum Access {
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
enum Standing {
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
    },
    Lost(Loss),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Duty {
    Check,
    Renew,
}

/// What is in flight.
#[derive(Debug)]
enum Activity {
    Resting,
    Checking {
        ticket: Ticket,
    },
    /// Looking whether another process has a newer credential.
    Loading {
        ticket: Ticket,
        reason: LoadReason,
    },
    Refreshing {
        ticket: Ticket,
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
enum LoadReason {
    BeforeRefresh,
    AfterRefusal,
}

#[derive(Debug)]
struct Renewed {
    credential: Credential,
    until: Option<Instant>,
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
        let is_renewing = matches!(
            self.activity,
            Activity::Refreshing { .. } | Activity::Saving { .. } | Activity::Unsaved { .. }
        );
        // While a renewal is on its way its outcome counts; a refused one reads the vault again by itself.
        if is_lost || (!is_renewing && self.is_news(&stored)) {
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
            Activity::Checking { ticket: asked } if asked == ticket => {
                self.activity = Activity::Resting;
                match result {
                    Ok(response) => self.checked(now, answer::validated(&response), desk),
                    Err(error) => self.check_failed(now, Setback::Network(error), desk),
                }
            }
            Activity::Refreshing { ticket: asked } if asked == ticket => {
                self.activity = Activity::Resting;
                match result {
                    Ok(response) => self.refreshed(now, answer::refreshed(&response), desk),
                    Err(error) => self.refresh_failed(now, Setback::Network(error), desk),
                }
            }
            // The answer to a check of a token that was replaced meanwhile.
            _ => {}
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
        self.activity = Activity::Resting;
        match (result, reason) {
            (Ok(Some(stored)), _) if self.is_news(&stored) => self.adopt(now, stored, desk),
            (Ok(_), LoadReason::BeforeRefresh) => self.refresh(desk),
            // A vault that cannot be read will hardly keep what a refresh brings.
            (Err(error), LoadReason::BeforeRefresh) => {
                self.refresh_failed(now, Setback::Vault(error), desk);
            }
            (_, LoadReason::AfterRefusal) => self.suspect(now, desk),
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
                Ok(()) => self.renewed(now, renewed, desk),
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
            Activity::Loading { .. }
                | Activity::Refreshing { .. }
                | Activity::Saving { .. }
                | Activity::Unsaved { .. }
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
            (Standing::Lost(_), _) => None,
            (_, Activity::Resting) => Some(
                self.refresh_at
                    .map_or(self.check_at, |at| at.min(self.check_at)),
            ),
            (_, Activity::Unsaved { retry_at, .. }) => Some(*retry_at),
            _ => None,
        };
        end_of_loan.into_iter().chain(next_duty).min()
    }

    pub(super) fn status(&self) -> Status {
        match (&self.standing, &self.activity) {
            (Standing::Lost(loss), _) => Status::Lost(loss.clone()),
            (Standing::Doubted { .. }, _) => Status::Suspect,
            (Standing::Hindered { setback, .. }, _) => Status::Waiting(setback.clone()),
            (Standing::Good, Activity::Resting) => Status::Valid,
            (Standing::Good, Activity::Checking { .. }) => Status::Checking,
            (Standing::Good, Activity::Loading { .. } | Activity::Refreshing { .. }) => {
                Status::Refreshing
            }
            (Standing::Good, Activity::Saving { .. } | Activity::Unsaved { .. }) => Status::Saving,
        }
    }

    pub(super) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(super) fn is_at_rest(&self) -> bool {
        match self.activity {
            Activity::Resting | Activity::Checking { .. } | Activity::Loading { .. } => true,
            Activity::Refreshing { .. } | Activity::Saving { .. } | Activity::Unsaved { .. } => {
                false
            }
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
            _ if is_lost => {}
            Activity::Resting if self.check_at <= now => self.check(desk),
            Activity::Resting if wants_refresh => self.prepare_refresh(now, desk),
            Activity::Unsaved { retry_at, .. } if *retry_at <= now => self.save_again(desk),
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
        self.activity = Activity::Checking { ticket };
    }

    fn prepare_refresh(&mut self, now: Instant, desk: &mut Desk) {
        if let Some(free_at) = self.budget.exhausted_until(now) {
            self.refresh_at = Some(free_at);
            return self.hinder(Duty::Renew, Setback::TooManyRefreshes, desk);
        }
        self.load(LoadReason::BeforeRefresh, desk);
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

    fn refresh(&mut self, desk: &mut Desk) {
        let Some(refresh) = &self.credential.refresh else {
            return self.lose(Loss::NoRefreshToken, desk);
        };
        let request = wire::refresh(&desk.settings, refresh);
        let ticket = desk.send(request);
        self.activity = Activity::Refreshing { ticket };
    }

    fn save(&mut self, renewed: Renewed, desk: &mut Desk) {
        let ticket = desk.ticket();
        let credential = renewed.credential.clone();
        desk.act(Action::Save { ticket, credential });
        self.activity = Activity::Saving { ticket, renewed };
    }

    fn save_again(&mut self, desk: &mut Desk) {
        match std::mem::replace(&mut self.activity, Activity::Resting) {
            Activity::Unsaved { renewed, .. } => self.save(renewed, desk),
            activity => self.activity = activity,
        }
    }
}

/// What the answers mean.
impl Holding {
    fn checked(&mut self, now: Instant, validated: Validated, desk: &mut Desk) {
        match validated {
            Validated::Valid(identity) => self.identified(now, identity, desk),
            Validated::Invalid => self.found_dead(now, desk),
            Validated::Setback(setback) => self.check_failed(now, setback, desk),
        }
    }

    fn identified(&mut self, now: Instant, identity: Identity, desk: &mut Desk) {
        if identity.client_id != *desk.settings.client_id() {
            return self.lose(Loss::OtherClient(identity.client_id), desk);
        }
        if (identity.user_id).is_some_and(|user_id| user_id != self.credential.user_id) {
            return self.lose(Loss::OtherAccount, desk);
        }
        self.check_passed(now, desk);
        if let Some(login) = identity.login
            && login != self.credential.login
        {
            self.credential.login.clone_from(&login);
            desk.report(Event::Renamed { login });
        }
        if let Some(scopes) = identity.scopes {
            self.credential.scopes = scopes;
        }
        if matches!(self.access, Access::Doubted) {
            self.cleared_at = Some(now);
            let generation = self.generation;
            desk.report(Event::UnauthorizedThoughValid { generation });
        }
        let until = match identity.expires_in {
            Some(lifetime) => Some(now + lifetime),
            // Zero and absence mean never, but also less than a second: what is known to end does end.
            None => self.known_end().map(|end| end.max(now + SECOND)),
        };
        self.access = Access::Living { until };
        if matches!(self.standing, Standing::Good) {
            self.refresh_at = self.refresh_time(now, until, desk);
        }
        if self.credential.refresh.is_none() {
            // Its end is the end of the login, and is told when it comes.
            self.check_at = until.map_or(self.check_at, |until| until.min(self.check_at));
        }
        desk.report(Event::Validated);
    }

    fn found_dead(&mut self, now: Instant, desk: &mut Desk) {
        self.check_passed(now, desk);
        self.access = Access::Dead;
        if self.credential.refresh.is_none() {
            self.lose(Loss::NoRefreshToken, desk);
        } else if matches!(self.standing, Standing::Good) {
            self.refresh_at = Some(now);
        }
        // Otherwise refreshing is being retried already, at a pace that its trouble asks for.
    }

    /// Twitch answered a check, whatever it said.
    fn check_passed(&mut self, now: Instant, desk: &mut Desk) {
        self.check_backoff.succeed();
        self.check_at = now + CHECK_INTERVAL - desk.jitter(CHECK_JITTER);
        if matches!(
            self.standing,
            Standing::Hindered {
                duty: Duty::Check,
                ..
            }
        ) {
            self.standing = Standing::Good;
            desk.report(Event::Recovered);
        }
    }

    fn check_failed(&mut self, now: Instant, setback: Setback, desk: &mut Desk) {
        self.check_at = now + desk.pause(&mut self.check_backoff);
        self.hinder(Duty::Check, setback, desk);
        // If nobody can say whether a refused token lives, a new one is better than none.
        let is_doubted = matches!(self.access, Access::Doubted);
        let is_suspect = matches!(self.standing, Standing::Doubted { .. });
        if is_doubted && !is_suspect && self.credential.refresh.is_some() {
            self.access = Access::Dead;
            self.refresh_at = self.refresh_at.map_or(Some(now), |at| Some(at.min(now)));
        }
    }

    fn refreshed(&mut self, now: Instant, refreshed: Refreshed, desk: &mut Desk) {
        match refreshed {
            Refreshed::Done(grant) => {
                self.budget.spend(now);
                let until = grant.expires_in.map(|lifetime| now + lifetime);
                let credential = renew(&self.credential, grant, &desk.settings);
                self.save(Renewed { credential, until }, desk);
            }
            Refreshed::Invalid => {
                self.budget.spend(now);
                // Another process may have used the token while this one waited or slept.
                self.load(LoadReason::AfterRefusal, desk);
            }
            Refreshed::ClientRefused(refusal) => {
                if refusal == ClientRefusal::SecretMissing {
                    self.credential.client_kind = ClientKind::Confidential;
                }
                self.refresh_at = Some(now + CLIENT_RETRY);
                self.hinder(Duty::Renew, Setback::Client(refusal), desk);
            }
            Refreshed::Setback(setback) => self.refresh_failed(now, setback, desk),
        }
    }

    fn refresh_failed(&mut self, now: Instant, setback: Setback, desk: &mut Desk) {
        self.refresh_at = Some(now + desk.pause(&mut self.refresh_backoff));
        self.hinder(Duty::Renew, setback, desk);
    }

    fn renewed(&mut self, now: Instant, renewed: Renewed, desk: &mut Desk) {
        let Renewed { credential, until } = renewed;
        let generation = self.replace(credential);
        self.access = Access::Living { until };
        self.refresh_backoff.succeed();
        self.save_backoff.succeed();
        self.refresh_at = self.refresh_time(now, until, desk);
        if !matches!(self.standing, Standing::Good) {
            self.standing = Standing::Good;
            desk.report(Event::Recovered);
        }
        desk.report(Event::Refreshed { generation });
    }

    fn adopt(&mut self, now: Instant, stored: Credential, desk: &mut Desk) {
        let generation = self.replace(stored);
        self.access = Access::Unknown;
        self.standing = Standing::Good;
        self.activity = Activity::Resting;
        self.check_at = now;
        self.refresh_at = None;
        desk.report(Event::Adopted { generation });
        self.attend(now, desk);
    }

    fn replace(&mut self, credential: Credential) -> Generation {
        self.replaced_a_refused_one = matches!(self.access, Access::Dead | Access::Doubted);
        self.cleared_at = None;
        self.credential = credential;
        self.generation = self.generation.next();
        self.generation
    }

    fn suspect(&mut self, now: Instant, desk: &mut Desk) {
        let (since, refusals) = match self.standing {
            Standing::Doubted { since, refusals } => (since, refusals),
            _ => {
                desk.report(Event::Suspected);
                // What the access token is worth is worth knowing now.
                self.check_at = now;
                (now, 0)
            }
        };
        if now >= since + SUSPECT_FOR {
            return self.lose(Loss::RefreshRefused, desk);
        }
        let pause = SUSPECT_RETRIES.get(refusals).unwrap_or(&SUSPECT_RETRY);
        self.refresh_at = Some(now + *pause);
        let refusals = refusals + 1;
        self.standing = Standing::Doubted { since, refusals };
    }

    fn hinder(&mut self, duty: Duty, setback: Setback, desk: &mut Desk) {
        let is_news = match &self.standing {
            Standing::Good => true,
            // What a person has to mend is told although something else was told before.
            Standing::Hindered { setback: known, .. } => {
                needs_a_person(&setback) && !needs_a_person(known)
            }
            Standing::Doubted { .. } | Standing::Lost(_) => return,
        };
        if is_news {
            desk.report(Event::Interrupted(setback.clone()));
        }
        let hides_worse = matches!(
            self.standing,
            Standing::Hindered {
                duty: Duty::Renew,
                ..
            }
        ) && duty == Duty::Check;
        if !hides_worse {
            self.standing = Standing::Hindered { duty, setback };
        }
    }

    fn lose(&mut self, loss: Loss, desk: &mut Desk) {
        self.standing = Standing::Lost(loss.clone());
        desk.report(Event::Lost(loss));
    }

    /// Well before the end, so that a lost answer leaves a token that still works for a while.
    fn refresh_time(
        &self,
        now: Instant,
        until: Option<Instant>,
        desk: &mut Desk,
    ) -> Option<Instant> {
        self.credential.refresh.as_ref()?;
        let margin = REFRESH_MARGIN + desk.jitter(REFRESH_JITTER);
        // A token that was made to live an hour or less would otherwise be refreshed all the time.
        let margin = match self.credential.expires_in {
            Some(lifetime) => margin.min(lifetime / 2),
            None => margin,
        };
        // Soon after the machine's start there may be no moment so long ago.
        Some(until?.checked_sub(margin).unwrap_or(now))
    }
}

/// The credential after a refresh; what the answer leaves out stays as it was.
fn renew(old: &Credential, grant: Grant, settings: &Settings) -> Credential {
    Credential {
        user_id: old.user_id.clone(),
        login: old.login.clone(),
        client_id: old.client_id.clone(),
        client_kind: match settings.client_secret() {
            Some(_) => ClientKind::Confidential,
            None => ClientKind::Public,
        },
        access: grant.access,
        refresh: grant.refresh.or_else(|| old.refresh.clone()),
        scopes: grant.scopes.unwrap_or_else(|| old.scopes.clone()),
        expires_in: grant.expires_in,
    }
}

fn needs_a_person(setback: &Setback) -> bool {
    matches!(setback, Setback::Client(_) | Setback::Vault(_))
}

/// Twitch tells lifetimes in whole seconds.
const SECOND: Duration = Duration::from_secs(1);
/// Twitch asks every program with a session to validate once an hour.
const CHECK_INTERVAL: Duration = Duration::from_secs(55 * 60);
/// Earlier by chance, since bursts of validations were answered with 429.
const CHECK_JITTER: Duration = Duration::from_secs(10 * 60);
/// How long a token must still live when it is refreshed.
const REFRESH_MARGIN: Duration = Duration::from_secs(30 * 60);
const REFRESH_JITTER: Duration = Duration::from_secs(5 * 60);
/// A refused application is asked about again, in case the mistake was Twitch's or was mended there.
const CLIENT_RETRY: Duration = Duration::from_secs(15 * 60);
/// After a report was found to be wrong, further ones are not looked into for so long.
const CLEARED_FOR: Duration = Duration::from_secs(10 * 60);
/// When a refused refresh token is tried again, after the first, second and third refusal.
const SUSPECT_RETRIES: [Duration; 3] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
];
/// And after all further ones.
const SUSPECT_RETRY: Duration = Duration::from_secs(60 * 60);
/// How long a refused refresh token is tried again before the login counts as lost.
const SUSPECT_FOR: Duration = Duration::from_secs(24 * 60 * 60);
