//! What the answers of Twitch and of the vault mean for an account: its access, its standing and what is due next.

use std::time::{Duration, Instant};

use super::state::{Access, Duty, LoadReason, Renewed, Standing};
use super::{Holding, Trial};
use crate::account::action::{Action, Begun, Event, Note};
use crate::account::desk::Desk;
use crate::answer::{Grant, Identity, Refreshed, Validated};
use crate::credential::Credential;
use crate::error::{ClientRefusal, Loss, Setback, Suspicion, VaultError};
use crate::settings::{ClientKind, Settings};
use crate::ticket::Ticket;
use crate::token::Generation;

impl Holding {
    pub(super) fn checked(&mut self, now: Instant, validated: Validated, desk: &mut Desk) {
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
        if matches!(self.standing, Standing::Good) {
            self.refresh_at = self.refresh_time(now, until, desk);
        }
        self.access = Access::Living { until };
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

    pub(super) fn check_failed(&mut self, now: Instant, setback: Setback, desk: &mut Desk) {
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

    /// Nobody else refreshes now; what is kept was read after the last one who did.
    pub(super) fn begun(&mut self, now: Instant, (begun, lease): (Begun, Ticket), desk: &mut Desk) {
        match begun.kept {
            Some(kept) if !self.is_news(&kept) => {
                if begun.was_cut_off && self.trial == Trial::None {
                    self.trial = Trial::CutOff;
                }
                self.refresh(lease, desk);
            }
            // Nothing was noted about what is not known.
            kept => {
                let (ticket, note) = (lease, Note::Keep);
                desk.act(Action::End { ticket, note });
                match kept {
                    Some(kept) => self.adopt(now, kept, desk),
                    // Refreshing and keeping it again would undo what a person has done elsewhere.
                    None => self.lose(Loss::LoggedOut, desk),
                }
            }
        }
    }

    /// Another process refreshes; its outcome is as good as ours, so nobody is told as long as there is a token to lend.
    pub(super) fn taken_elsewhere(&mut self, now: Instant, desk: &mut Desk) {
        let setback = Setback::Vault(VaultError::busy(
            "another process is refreshing the token and has not finished yet",
        ));
        if self.may_be_lent(now) {
            self.refresh_at = Some(now + desk.pause(&mut self.refresh_backoff));
        } else {
            self.refresh_failed(now, setback, desk);
        }
    }

    pub(super) fn refreshed(
        &mut self,
        now: Instant,
        (refreshed, lease): (Refreshed, Ticket),
        desk: &mut Desk,
    ) {
        match refreshed {
            Refreshed::Done(grant) => {
                self.budget.spend(now);
                let renewed = Renewed {
                    until: grant.expires_in.map(|lifetime| now + lifetime),
                    credential: renew(&self.credential, grant, &desk.settings),
                    lease,
                };
                self.save(renewed, desk);
            }
            Refreshed::Invalid => {
                self.budget.spend(now);
                // Another process may have used the token while this one waited or slept.
                self.load(LoadReason::Refused { lease }, desk);
            }
            Refreshed::ClientRefused(refusal) => {
                self.tried(Trial::Unspent);
                self.rest(self.note(), desk);
                if refusal == ClientRefusal::SecretMissing {
                    self.credential.client_kind = ClientKind::Confidential;
                }
                self.refresh_at = Some(now + CLIENT_RETRY);
                self.hinder(Duty::Renew, Setback::Client(refusal), desk);
            }
            Refreshed::Setback(setback) => {
                self.tried(match may_have_spent(&setback) {
                    true => Trial::CutOff,
                    false => Trial::Unspent,
                });
                self.rest(self.note(), desk);
                self.refresh_failed(now, setback, desk);
            }
        }
    }

    /// Once an answer was lost, no later one takes the doubt away.
    fn tried(&mut self, trial: Trial) {
        if self.trial != Trial::CutOff {
            self.trial = trial;
        }
    }

    pub(super) fn refresh_failed(&mut self, now: Instant, setback: Setback, desk: &mut Desk) {
        self.refresh_at = Some(now + desk.pause(&mut self.refresh_backoff));
        self.hinder(Duty::Renew, setback, desk);
    }

    pub(super) fn renewed(&mut self, now: Instant, renewed: Renewed, desk: &mut Desk) {
        let Renewed {
            credential, until, ..
        } = renewed;
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

    pub(super) fn adopt(&mut self, now: Instant, stored: Credential, desk: &mut Desk) {
        let generation = self.replace(stored);
        self.access = Access::Unknown;
        self.standing = Standing::Good;
        self.rest(Note::Keep, desk);
        self.check_at = now;
        self.refresh_at = None;
        desk.report(Event::Adopted { generation });
        self.attend(now, desk);
    }

    fn replace(&mut self, credential: Credential) -> Generation {
        self.replaced_a_refused_one = matches!(self.access, Access::Dead | Access::Doubted);
        self.cleared_at = None;
        self.trial = Trial::None;
        self.credential = credential;
        self.generation = self.generation.next();
        self.generation
    }

    /// The refresh token is called invalid, and nothing newer is kept.
    ///
    /// Twitch documents a 401 as its last word and a 400 as a reason to log in again, and has said the latter
    /// about living tokens for hours. So neither ends anything for a day, even when the access token is dead as
    /// well, as it is after every expiry: asking again costs a request an hour, and a login that was given up by
    /// mistake costs a person. What a person should do is told at once.
    pub(super) fn suspect(&mut self, now: Instant, desk: &mut Desk) {
        let suspicion = self.suspicion(desk);
        let (since, refusals, known) = match self.standing {
            Standing::Doubted {
                since,
                refusals,
                suspicion,
            } => (since, refusals, Some(suspicion)),
            _ => {
                // What the access token is worth is worth knowing now.
                self.check_at = now;
                (now, 0, None)
            }
        };
        if known != Some(suspicion) {
            desk.report(Event::Suspected(suspicion));
        }
        if now > since + SUSPECT_FOR {
            return self.lose(Loss::RefreshRefused(suspicion), desk);
        }
        let pause = SUSPECT_RETRIES.get(refusals).unwrap_or(&SUSPECT_RETRY);
        self.refresh_at = Some(now + *pause);
        self.tried(Trial::Unspent);
        self.standing = Standing::Doubted {
            since,
            refusals: refusals + 1,
            suspicion,
        };
    }

    /// Only the refresh tokens of public clients work once.
    fn suspicion(&self, desk: &Desk) -> Suspicion {
        match (self.trial, desk.settings.client_secret()) {
            (Trial::CutOff, None) => Suspicion::CutOff,
            _ => Suspicion::Refused,
        }
    }

    pub(super) fn hinder(&mut self, duty: Duty, setback: Setback, desk: &mut Desk) {
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

    pub(super) fn lose(&mut self, loss: Loss, desk: &mut Desk) {
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
        let jitter = match self.access {
            // A process that was killed while it refreshed may have spent the refresh token. Nobody who finds
            // its credential begins later than it did, so that this comes out now and not when the token ends.
            Access::Unknown => REFRESH_JITTER,
            _ => desk.jitter(REFRESH_JITTER),
        };
        let margin = REFRESH_MARGIN + jitter;
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
    match setback {
        Setback::Client(_) => true,
        Setback::Vault(error) => !error.is_busy(),
        _ => false,
    }
}

/// Whether Twitch may have acted on the refresh although no token has arrived.
fn may_have_spent(setback: &Setback) -> bool {
    match setback {
        Setback::Network(error) => error.may_have_arrived(),
        // A success that cannot be read, or a gateway that lost the answer.
        Setback::Answer { status, .. } => matches!(status, 200..=299 | 502 | 504),
        _ => false,
    }
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
