//! Every order in which processes may get in each other's way when they share one login, as far as chance finds it.
//!
//! Each process is a thread with a machine of its own; vault and login service are shared, and the scheduler
//! of shuttle decides who goes on at each lock. A process that it starves is one that is frozen.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use http::Request;
use shuttle::rand::{Rng, thread_rng};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::sync::{Arc, Condvar, Mutex};
use shuttle::{Config, Runner, thread};
use streamhand_auth::account::action::Action;
use streamhand_auth::{Account, Begun, Credential, Note, Status, Token, VaultError};

use crate::scene::{any_moment, public};
use crate::twitch::{Twitch, form};

/// Names the number of schedules, if it is not the few of the everyday run.
const SCHEDULES: &str = "STREAMHAND_SCHEDULES";
const FEW: usize = 300;
const PROCESSES: u64 = 3;
const CALLS: u32 = 2;
const EXPIRIES: u32 = 2;

#[test]
fn a01_a02_no_order_of_processes_uses_a_refresh_token_twice() {
    check(|| house(Mortality::Immortal));
}

#[test]
fn a03_a_killed_process_costs_the_login_only_between_the_rotation_and_the_save() {
    check(|| house(Mortality::Mortal));
}

/// Half of the schedules by chance alone, half by chance that favors few but badly placed changes of turn.
fn check(scene: impl Fn() + Send + Sync + Copy + 'static) {
    let schedules = schedules();
    run(RandomScheduler::new(schedules / 2), scene);
    run(PctScheduler::new(3, schedules / 2), scene);
    println!("{schedules} schedules, no violation");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bars run this test again with more schedules"
)]
fn schedules() -> usize {
    match std::env::var(SCHEDULES) {
        Ok(number) => number.parse().expect("a number of schedules"),
        Err(_) => FEW,
    }
}

fn run(scheduler: impl Scheduler + 'static, scene: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    config.stack_size = 256 * 1024;
    Runner::new(scheduler, config).run(scene);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mortality {
    Immortal,
    /// One of the processes is killed somewhere.
    Mortal,
}

/// What all processes share.
struct House {
    shared: Mutex<Shared>,
    given_free: Condvar,
    started_at: Instant,
}

struct Shared {
    twitch: Twitch,
    kept: Credential,
    /// Whether it is written down that a refresh of what is kept has begun.
    is_marked: bool,
    /// Who has the account for a refresh.
    holder: Option<u64>,
    refused: u32,
    /// The refresh tokens that were sent.
    sent: BTreeSet<String>,
    /// Whether a process was killed while the only copy of a token was in it.
    has_lost_a_pair: bool,
}

/// One process: its machine, its clock and what it may lend.
struct Process {
    house: Arc<House>,
    id: u64,
    account: Account,
    now: Instant,
    lent: Option<Token>,
    /// After so many steps it is killed.
    steps_left: Option<u32>,
    /// Holds a pair that is nowhere else.
    has_unsaved: bool,
}

/// The process was killed.
struct Killed;

fn house(mortality: Mortality) {
    let now = any_moment();
    let mut twitch = Twitch::new(now);
    let kept = twitch.issue(now);
    let house = Arc::new(House {
        shared: Mutex::new(Shared {
            twitch,
            kept,
            is_marked: false,
            holder: None,
            refused: 0,
            sent: BTreeSet::new(),
            has_lost_a_pair: false,
        }),
        given_free: Condvar::new(),
        started_at: now,
    });
    let mut threads = Vec::new();
    for id in 0..PROCESSES {
        let house = Arc::clone(&house);
        let is_mortal = mortality == Mortality::Mortal && id == 0;
        let steps_left = is_mortal.then(|| thread_rng().gen_range(0..40));
        threads.push(thread::spawn(move || {
            Process::start(house, id, steps_left).work();
        }));
    }
    let time = Arc::clone(&house);
    threads.push(thread::spawn(move || {
        for _ in 0..EXPIRIES {
            time.shared.lock().unwrap().twitch.expire_access();
        }
    }));
    for thread in threads {
        thread.join().unwrap();
    }
    let shared = house.shared.lock().unwrap();
    assert_eq!(shared.holder, None, "a lease was never given back");
    if shared.has_lost_a_pair {
        return;
    }
    assert_eq!(shared.refused, 0, "a spent refresh token was sent");
    let kept = shared.kept.refresh.as_ref().expect("a refresh token");
    assert_eq!(kept.expose(), shared.twitch.refresh, "the newest is kept");
}

impl Process {
    fn start(house: Arc<House>, id: u64, steps_left: Option<u32>) -> Self {
        let kept = house.shared.lock().unwrap().kept.clone();
        let now = house.started_at;
        let mut account = Account::new(public(), thread_rng().r#gen());
        account.handle_stored(now, kept);
        Self {
            house,
            id,
            account,
            now,
            lent: None,
            steps_left,
            has_unsaved: false,
        }
    }

    /// Makes its calls, or dies; the end of a process ends its lease.
    fn work(mut self) {
        let end = (0..CALLS).try_for_each(|_| self.call());
        let mut shared = self.house.shared.lock().unwrap();
        if end.is_err() {
            shared.has_lost_a_pair |= self.has_unsaved;
        } else if !shared.has_lost_a_pair {
            let status = self.account.status();
            assert!(matches!(status, Status::Valid), "{status:?}");
        }
        if shared.holder == Some(self.id) {
            shared.holder = None;
            self.house.given_free.notify_all();
        }
    }

    /// A call to Twitch, reported and repeated until it is served or the login is in doubt.
    fn call(&mut self) -> Result<(), Killed> {
        loop {
            self.drain()?;
            if matches!(self.account.status(), Status::Suspect(_)) {
                let shared = self.house.shared.lock().unwrap();
                assert!(shared.has_lost_a_pair, "doubted without a cause");
                return Ok(());
            }
            let Some(token) = self.lent.clone() else {
                self.pass_time();
                continue;
            };
            let accepts = |shared: &Shared| shared.twitch.accepts(self.now, token.secret());
            if accepts(&self.house.shared.lock().unwrap()) {
                return Ok(());
            }
            let generation = token.generation();
            self.account.report_unauthorized(self.now, generation);
        }
    }

    fn pass_time(&mut self) {
        let due = self.account.poll_timeout();
        let due = due.expect("who has nothing to lend has something to do");
        self.now = self.now.max(due);
        assert!(self.now < self.house.started_at + LONG, "nobody gets on");
        self.account.handle_timeout(self.now);
    }

    fn drain(&mut self) -> Result<(), Killed> {
        while let Some(action) = self.account.poll_action() {
            if let Some(left) = &mut self.steps_left {
                *left = left.checked_sub(1).ok_or(Killed)?;
            }
            let now = self.now;
            match action {
                Action::Send { ticket, request } => {
                    let answer = self.send(&request);
                    // Between the answer's way and its arrival anything may happen.
                    thread::yield_now();
                    self.step()?;
                    self.account.handle_response(now, ticket, Ok(answer));
                }
                Action::Begin { ticket, credential } => {
                    let begun = self.begin(&credential);
                    self.account.handle_begun(now, ticket, begun);
                }
                Action::End { note, .. } => {
                    let mut shared = self.house.shared.lock().unwrap();
                    shared.is_marked &= note == Note::Keep;
                    assert_eq!(shared.holder.take(), Some(self.id), "not its lease");
                    self.house.given_free.notify_all();
                }
                Action::Load { ticket, .. } => {
                    let kept = self.house.shared.lock().unwrap().kept.clone();
                    self.account.handle_loaded(now, ticket, Ok(Some(kept)));
                }
                Action::Save { ticket, credential } => {
                    let mut shared = self.house.shared.lock().unwrap();
                    assert_eq!(shared.holder, Some(self.id), "saved without the account");
                    shared.kept = credential;
                    shared.is_marked = false;
                    self.has_unsaved = false;
                    drop(shared);
                    self.step()?;
                    self.account.handle_saved(now, ticket, Ok(()));
                }
                Action::Lend(token) => self.lent = token,
                Action::Report(_) => {}
            }
        }
        Ok(())
    }

    /// Dies if its time has come.
    fn step(&mut self) -> Result<(), Killed> {
        if let Some(left) = &mut self.steps_left {
            *left = left.checked_sub(1).ok_or(Killed)?;
        }
        Ok(())
    }

    fn send(&mut self, request: &Request<Vec<u8>>) -> http::Response<bytes::Bytes> {
        let mut shared = self.house.shared.lock().unwrap();
        let answer = shared.twitch.answer(self.now, request);
        let answer = answer.expect("this service always answers");
        if request.uri().path().ends_with("/token") {
            assert_eq!(
                shared.holder,
                Some(self.id),
                "refreshed without the account"
            );
            let is_new = shared.sent.insert(form(request)["refresh_token"].clone());
            assert!(
                is_new || shared.has_lost_a_pair,
                "a refresh token was sent twice"
            );
            shared.refused += u32::from(answer.status() != 200);
            self.has_unsaved = answer.status() == 200;
        }
        answer
    }

    /// Waits for the account, or gives up waiting, as a vault does after half a minute.
    fn begin(&mut self, known: &Credential) -> Result<Begun, VaultError> {
        let mut shared = self.house.shared.lock().unwrap();
        while shared.holder.is_some() {
            if thread_rng().gen_bool(0.2) {
                return Err(VaultError::busy("another process is refreshing the token"));
            }
            shared = self.house.given_free.wait(shared).unwrap();
        }
        shared.holder = Some(self.id);
        let is_known = shared.kept.access == known.access;
        let was_cut_off = is_known && shared.is_marked;
        shared.is_marked |= is_known;
        Ok(Begun {
            kept: Some(shared.kept.clone()),
            was_cut_off,
        })
    }
}

/// Longer than any order of turns keeps a process waiting, on its own clock.
const LONG: Duration = Duration::from_secs(60 * 60);
