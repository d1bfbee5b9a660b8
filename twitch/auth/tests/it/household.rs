//! Two accounts on one machine: their keepers' machines, one vault, a login service each, and a laptop lid. It judges nothing.
//!
//! There are three clocks: Twitch's, which never stops; the machine's, which may stand still while the lid is
//! closed; and the time awake, by which the gaps between validations are measured.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use streamhand_auth::account::action::Action;
use streamhand_auth::{Account, Begun, Credential, Note, Settings, Ticket, Token};

use crate::scene::any_moment;
use crate::twitch::Twitch;

pub(crate) struct Household {
    pub(crate) members: Vec<Member>,
    /// What all processes share.
    vault: BTreeMap<String, Kept>,
    pub(crate) trace: Vec<String>,
    started_at: Instant,
    /// Twitch's time since the start.
    elapsed: Duration,
    /// How long the lid was closed, and how much of that the machine's clock has not noticed.
    closed: Duration,
    unnoticed: Duration,
}

/// One account: the machine of the bot's process, and the login service that knows the account.
pub(crate) struct Member {
    pub(crate) account: Account,
    pub(crate) twitch: Twitch,
    pub(crate) lent: Option<Token>,
    /// When the bot asked for a validation, in time awake; one list for each login.
    pub(crate) validated: Vec<Vec<Duration>>,
    settings: Settings,
    lease: Option<Ticket>,
}

struct Kept {
    credential: Credential,
    is_marked: bool,
}

/// What the machine's clock does while the lid is closed, and whether anybody tells when it is opened.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lid {
    LeavesClock,
    StopsClock,
    StopsClockAndOpeningIsTold,
}

impl Household {
    pub(crate) fn new() -> Self {
        Self {
            members: Vec::new(),
            vault: BTreeMap::new(),
            trace: Vec::new(),
            started_at: any_moment(),
            elapsed: Duration::ZERO,
            closed: Duration::ZERO,
            unnoticed: Duration::ZERO,
        }
    }

    /// Twitch's clock at the start, for the login services.
    pub(crate) fn start(&self) -> Instant {
        self.started_at
    }

    /// Somebody logs in and the bot takes the account up.
    pub(crate) fn join(&mut self, settings: Settings, twitch: Twitch, seed: u64) {
        self.members.push(Member {
            account: Account::new(settings.clone(), seed),
            twitch,
            lent: None,
            validated: Vec::new(),
            settings,
            lease: None,
        });
        self.log_in(self.members.len() - 1);
    }

    /// A login in another process, which the bot is handed.
    pub(crate) fn log_in(&mut self, who: usize) {
        let now = self.now();
        let twitch_now = self.twitch_now();
        let member = &mut self.members[who];
        let credential = member.twitch.issue(twitch_now);
        member.validated.push(Vec::new());
        self.keep(credential.clone());
        self.members[who].account.handle_stored(now, credential);
        self.drain(who);
    }

    /// The bot's process ends and is started again.
    pub(crate) fn restart(&mut self, who: usize, seed: u64) {
        let now = self.now();
        let kept = self.kept(who);
        let member = &mut self.members[who];
        member.account = Account::new(member.settings.clone(), seed);
        (member.lent, member.lease) = (None, None);
        member.account.handle_stored(now, kept);
        self.drain(who);
    }

    /// Another process borrows a token of the same account and ends; `None` if it gets none at once.
    pub(crate) fn visit(&mut self, who: usize, seed: u64) -> Option<Token> {
        let now = self.now();
        let kept = self.kept(who);
        let member = &mut self.members[who];
        // The visitor takes the bot's place for a moment; the bot is frozen meanwhile.
        let visitor = Account::new(member.settings.clone(), seed);
        let bot = std::mem::replace(&mut member.account, visitor);
        let bots_loan = member.lent.take();
        let bots_lease = member.lease.take();
        member.validated.push(Vec::new());
        member.account.handle_stored(now, kept);
        self.drain(who);
        let member = &mut self.members[who];
        member.validated.pop();
        member.account = bot;
        member.lease = bots_lease;
        std::mem::replace(&mut member.lent, bots_loan)
    }

    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.now() + time;
        let mut at_once = 0;
        loop {
            let due = (0..self.members.len()).filter_map(|who| {
                let due = self.members[who].account.poll_timeout()?;
                (due <= end).then_some((due, who))
            });
            let Some((due, who)) = due.min() else {
                break;
            };
            at_once = if due > self.now() { 0 } else { at_once + 1 };
            assert!(at_once < 20, "time must go on");
            self.elapsed += due.saturating_duration_since(self.now());
            let now = self.now();
            self.members[who].account.handle_timeout(now);
            self.drain(who);
        }
        self.elapsed += end.saturating_duration_since(self.now());
    }

    /// Closes the lid for so long.
    pub(crate) fn sleep(&mut self, time: Duration, lid: Lid) {
        self.elapsed += time;
        self.closed += time;
        if !matches!(lid, Lid::LeavesClock) {
            self.unnoticed += time;
        }
        let now = self.now();
        for who in 0..self.members.len() {
            match lid {
                Lid::StopsClockAndOpeningIsTold => self.members[who].account.handle_wake(now),
                Lid::LeavesClock => self.members[who].account.handle_timeout(now),
                Lid::StopsClock => {}
            }
            self.drain(who);
        }
    }

    /// Whether Twitch takes the token that is lent.
    pub(crate) fn is_served(&self, who: usize) -> bool {
        let member = &self.members[who];
        let accepts = |token: &Token| member.twitch.accepts(self.twitch_now(), token.secret());
        member.lent.as_ref().is_some_and(accepts)
    }

    /// Reports a refusal of the token that is lent.
    pub(crate) fn report(&mut self, who: usize) {
        let now = self.now();
        let member = &mut self.members[who];
        if let Some(token) = member.lent.clone() {
            member.account.report_unauthorized(now, token.generation());
        }
        self.drain(who);
    }

    /// How often this account was told something, by the beginning of the event's name.
    pub(crate) fn told(&self, who: usize, event: &str) -> usize {
        let beginning = format!("{who} {event}");
        self.trace
            .iter()
            .filter_map(|line| line.split_once(' '))
            .filter(|(_, told)| told.starts_with(&beginning))
            .count()
    }

    /// The time that the machine was awake.
    pub(crate) fn awake(&self) -> Duration {
        self.elapsed - self.closed
    }

    fn now(&self) -> Instant {
        self.started_at + self.elapsed - self.unnoticed
    }

    fn twitch_now(&self) -> Instant {
        self.started_at + self.elapsed
    }

    fn kept(&self, who: usize) -> Credential {
        let kept = &self.vault[&self.members[who].twitch.owner];
        kept.credential.clone()
    }

    fn keep(&mut self, credential: Credential) {
        let whose = credential.user_id.as_str().to_owned();
        let is_marked = false;
        self.vault.insert(
            whose,
            Kept {
                credential,
                is_marked,
            },
        );
    }

    fn drain(&mut self, who: usize) {
        while let Some(action) = self.members[who].account.poll_action() {
            let at = self.elapsed.as_millis();
            self.trace.push(match &action {
                Action::Report(event) => format!("{at} {who} {event:?}"),
                action => format!("{at} {who} -> {action:?}"),
            });
            let now = self.now();
            match action {
                Action::Send { ticket, request } => {
                    let (awake, twitch_now) = (self.awake(), self.twitch_now());
                    let member = &mut self.members[who];
                    if request.uri().path().ends_with("/validate") {
                        let login = member.validated.last_mut().expect("somebody logged in");
                        login.push(awake);
                    }
                    let answer = member.twitch.answer(twitch_now, &request);
                    member.account.handle_response(now, ticket, answer);
                }
                Action::Begin { ticket, credential } => {
                    let kept = self.vault.get_mut(credential.user_id.as_str());
                    let kept = kept.expect("nobody logs out");
                    let is_known = kept.credential.access == credential.access;
                    let was_cut_off = is_known && kept.is_marked;
                    kept.is_marked |= is_known;
                    let kept = Some(kept.credential.clone());
                    let begun = Ok(Begun { kept, was_cut_off });
                    let member = &mut self.members[who];
                    assert_eq!(member.lease.replace(ticket), None, "taken already");
                    member.account.handle_begun(now, ticket, begun);
                }
                Action::End { ticket, note } => {
                    let lease = self.members[who].lease.take();
                    assert_eq!(lease, Some(ticket), "not this lease");
                    let whose = self.members[who].twitch.owner.clone();
                    if let (Note::StrikeOut, Some(kept)) = (note, self.vault.get_mut(&whose)) {
                        kept.is_marked = false;
                    }
                }
                Action::Load { ticket, .. } => {
                    let kept = Ok(Some(self.kept(who)));
                    let account = &mut self.members[who].account;
                    account.handle_loaded(now, ticket, kept);
                }
                Action::Save { ticket, credential } => {
                    self.keep(credential);
                    let account = &mut self.members[who].account;
                    account.handle_saved(now, ticket, Ok(()));
                }
                Action::Lend(token) => self.members[who].lent = token,
                Action::Report(_) => {}
            }
        }
    }
}
