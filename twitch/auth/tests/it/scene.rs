//! One account on a stage: its machine, a login service, a vault and a clock that is moved by hand.

use std::time::{Duration, Instant};

use streamhand_auth::Account;
use streamhand_auth::account::action::Action;
use streamhand_auth::{Begun, Credential, Note, Settings, Ticket, Token, VaultError};
use types::{ClientId, Secret};

use crate::twitch::{CLIENT, SECRET, Twitch};

pub(crate) struct Scene {
    pub(crate) now: Instant,
    pub(crate) account: Account,
    pub(crate) twitch: Twitch,
    /// What is kept; another process may put something newer here.
    pub(crate) vault: Option<Credential>,
    pub(crate) vault_fault: VaultFault,
    /// Whether the vault has it written down that a refresh of what it keeps has begun.
    pub(crate) marked: bool,
    /// Another process has taken the account and does not let go.
    pub(crate) taken_elsewhere: bool,
    lease: Option<Ticket>,
    /// Where this process is stopped next, for longer than its lease holds, while another one refreshes.
    pub(crate) stopped_at: Option<Stop>,
    pub(crate) lent: Option<Token>,
    pub(crate) trace: Vec<String>,
    started_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VaultFault {
    Nothing,
    Saving,
    Everything,
}

/// The waits of a refresh, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Waiting for the account; another process has it.
    BeforeBegun,
    /// With the account, before the request is out.
    BeforeSent,
    /// The request was acted on, its answer waits to be read.
    BeforeAnswered,
    /// The new token is not kept yet.
    BeforeSaved,
    /// It is kept, and nobody knows yet.
    AfterSaved,
    /// The refresh token was refused; what is kept was read and waits to be looked at.
    AfterLoaded,
}

impl Stop {
    pub(crate) const ALL: [Self; 6] = [
        Self::BeforeBegun,
        Self::BeforeSent,
        Self::BeforeAnswered,
        Self::BeforeSaved,
        Self::AfterSaved,
        Self::AfterLoaded,
    ];
}

#[expect(clippy::disallowed_methods, reason = "a scene starts at any moment")]
pub(crate) fn any_moment() -> Instant {
    Instant::now()
}

pub(crate) fn public() -> Settings {
    Settings::new(ClientId::new(CLIENT))
}

pub(crate) fn confidential() -> Settings {
    public().with_secret(Secret::new(SECRET))
}

impl Scene {
    /// A public client's account that has just logged in.
    pub(crate) fn new(seed: u64) -> Self {
        Self::prepared(seed, public(), |_| {})
    }

    pub(crate) fn prepared(
        seed: u64,
        settings: Settings,
        prepare: impl FnOnce(&mut Twitch),
    ) -> Self {
        let now = any_moment();
        let mut twitch = Twitch::new(now);
        let credential = twitch.issue(now);
        prepare(&mut twitch);
        let mut scene = Self {
            now,
            account: Account::new(settings, seed),
            twitch,
            vault: Some(credential.clone()),
            vault_fault: VaultFault::Nothing,
            marked: false,
            taken_elsewhere: false,
            lease: None,
            stopped_at: None,
            lent: None,
            trace: Vec::new(),
            started_at: now,
        };
        scene.account.handle_stored(now, credential);
        scene.drain();
        scene
    }

    /// Does everything that falls due within this time.
    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        let mut wakes_at_once = 0;
        while let Some(due) = self.account.poll_timeout().filter(|due| *due <= end) {
            wakes_at_once = if due > self.now { 0 } else { wakes_at_once + 1 };
            assert!(wakes_at_once < 10, "time must go on");
            self.now = self.now.max(due);
            self.account.handle_timeout(self.now);
            self.drain();
        }
        self.now = end;
    }

    /// A call to Twitch with the token that is lent, reported if it is refused, tried once more.
    pub(crate) fn call(&mut self) -> Result<(), &'static str> {
        for _ in 0..2 {
            let Some(token) = self.lent.clone() else {
                return Err("nothing lent");
            };
            if self.twitch.accepts(self.now, token.secret()) {
                return Ok(());
            }
            self.report(&token);
        }
        Err("refused twice")
    }

    pub(crate) fn report(&mut self, token: &Token) {
        self.account
            .report_unauthorized(self.now, token.generation());
        self.drain();
    }

    pub(crate) fn hand_in(&mut self, credential: Credential) {
        self.account.handle_stored(self.now, credential);
        self.drain();
    }

    pub(crate) fn wake(&mut self) {
        self.account.handle_wake(self.now);
        self.drain();
    }

    /// As if this process were killed and started again later, with what the vault holds and at the same moment.
    pub(crate) fn restart(&mut self, seed: u64, settings: Settings) {
        self.account = Account::new(settings, seed);
        (self.lease, self.lent) = (None, None);
        let kept = self.vault.clone().expect("something is kept");
        self.hand_in(kept);
    }

    /// Since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.now - self.started_at
    }

    /// How often this was told, by the beginning of the event's name.
    pub(crate) fn told(&self, event: &str) -> usize {
        let told = self.trace.iter();
        told.filter(|line| {
            line.split_once(' ')
                .is_some_and(|(_, told)| told.starts_with(event))
        })
        .count()
    }

    /// This process stands still here; meanwhile its lease lapses and another process refreshes what it finds.
    fn may_stop(&mut self, here: Stop) {
        if self.stopped_at != Some(here) {
            return;
        }
        self.stopped_at = None;
        self.now += Duration::from_secs(90);
        let kept = self.vault.as_ref().expect("something is kept");
        let works = (kept.refresh.as_ref()).is_some_and(|it| *it.expose() == self.twitch.refresh);
        if works {
            self.vault = Some(self.twitch.issue(self.now));
            self.marked = false;
        }
    }

    /// What a vault does when an account is taken for a refresh.
    fn begin(&mut self, ticket: Ticket, known: &Credential) {
        if self.taken_elsewhere {
            let busy = VaultError::busy("another process is refreshing the token");
            return self.account.handle_begun(self.now, ticket, Err(busy));
        }
        assert_eq!(self.lease, None, "a02: the account is taken already");
        self.may_stop(Stop::BeforeBegun);
        let works = self.vault_fault != VaultFault::Everything;
        let is_known = |kept: &Credential| are_same(kept, known);
        let is_known = self.vault.as_ref().is_some_and(is_known);
        let begun = Begun {
            kept: self.vault.clone(),
            was_cut_off: is_known && self.marked,
        };
        if works {
            self.lease = Some(ticket);
            self.marked |= is_known;
        }
        let result = vault_result(works, begun);
        self.account.handle_begun(self.now, ticket, result);
    }

    pub(crate) fn drain(&mut self) {
        while let Some(action) = self.account.poll_action() {
            let at = (self.now - self.started_at).as_millis();
            self.trace.push(match &action {
                Action::Report(event) => format!("{at} {event:?}"),
                action => format!("{at} -> {action:?}"),
            });
            match action {
                Action::Send { ticket, request } => {
                    let is_refresh = request.uri().path().ends_with("/token");
                    assert!(
                        !is_refresh || self.lease.is_some(),
                        "a02: refreshed without the account"
                    );
                    if is_refresh {
                        assert!(self.marked, "a03: sent before it was written down");
                        self.may_stop(Stop::BeforeSent);
                    }
                    let result = self.twitch.answer(self.now, &request);
                    if is_refresh {
                        self.may_stop(Stop::BeforeAnswered);
                    }
                    self.account.handle_response(self.now, ticket, result);
                }
                Action::Begin { ticket, credential } => self.begin(ticket, &credential),
                Action::End { ticket, note } => {
                    assert_eq!(self.lease.take(), Some(ticket), "a02: not this lease");
                    self.marked &= note == Note::Keep;
                }
                Action::Load { ticket, .. } => {
                    let works = self.vault_fault != VaultFault::Everything;
                    let result = vault_result(works, self.vault.clone());
                    self.may_stop(Stop::AfterLoaded);
                    self.account.handle_loaded(self.now, ticket, result);
                }
                Action::Save { ticket, credential } => {
                    let is_lent = self
                        .lent
                        .as_ref()
                        .is_some_and(|token| *token.secret() == credential.access);
                    assert!(!is_lent, "a03: {credential:?} was lent before it was saved");
                    let works = self.vault_fault == VaultFault::Nothing;
                    let result = vault_result(works, ());
                    assert!(self.lease.is_some(), "a02: saved without the account");
                    self.may_stop(Stop::BeforeSaved);
                    if result.is_ok() {
                        self.vault = Some(credential);
                        self.marked = false;
                    }
                    self.may_stop(Stop::AfterSaved);
                    self.account.handle_saved(self.now, ticket, result);
                }
                Action::Lend(token) => self.lent = token,
                Action::Report(_) => {}
            }
        }
    }
}

/// Whether these are the same tokens; names may differ.
fn are_same(kept: &Credential, known: &Credential) -> bool {
    kept.access == known.access && kept.refresh == known.refresh
}

fn vault_result<Output>(works: bool, output: Output) -> Result<Output, VaultError> {
    if works {
        Ok(output)
    } else {
        Err(VaultError::new("cannot write the store: disk full"))
    }
}
