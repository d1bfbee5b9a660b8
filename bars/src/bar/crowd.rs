//! B3: a crowd of tasks in several processes meets expired tokens, while processes are frozen at random.
//! Each expiry may cost one refresh, and everybody must end with the living token.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use auth::Vault;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::ledger::{Ledger, Serial, Uses};
use crate::place::{Place, credential};
use crate::process::{Process, numbers};
use crate::scale::Scale;
use crate::service::Service;
use crate::signal;
use crate::verdict::Verdict;

/// Runs the crowd on SQLite, and on PostgreSQL if there is one.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let (place, folder) = Place::new()?;
    let (mut figures, mut breaches) = run(scale, &place)?;
    breaches.extend(freeze_in_refresh(scale)?);
    if let Some(url) = &scale.postgres {
        let place = Place::of(folder.path(), url);
        let (more, further) = run(scale, &place)?;
        figures = format!("on SQLite {figures}; on PostgreSQL {more}");
        breaches.extend(further);
    }
    Ok(Verdict::new("B3", figures, breaches))
}

fn run(scale: &Scale, place: &Place) -> Result<(String, Vec<String>)> {
    let accounts = scale.expiries.div_ceil(ROUNDS);
    let service = Service::start(Ledger::new(FAR_FROM_OVER))?;
    log_in(place, &service, accounts)?;
    let mut crowd = Crowd::gather(scale, place, &service)?;
    let frost = Frost::begin(scale, &crowd.processes)?;
    let outcome = crowd.meet_expiries(&frost, scale.expiries);
    let freezes = frost.end();
    if let Err(error) = outcome {
        crowd.breaches.push(format!("{error:#}"));
    }
    let ledger = service.ledger();
    let (posts, rotations, refusals) = (ledger.posts, ledger.rotations, ledger.refusals);
    let mut breaches = crowd.breaches;
    if posts != u64::from(scale.expiries) || rotations != posts || refusals > 0 {
        breaches.push(format!(
            "{} expiries, {posts} refreshes asked for, {rotations} granted, {refusals} refused",
            scale.expiries
        ));
    }
    let figures = format!(
        "{} tasks × {PROCESSES} processes × {} expiries on {accounts} accounts, {freezes} freezes up to {} s: \
         {posts} refreshes for {rotations} rotations, {refusals} invalid grants, {} without the living token \
         (demanded: one for each, 0, 0)",
        scale.tasks,
        scale.expiries,
        scale.freezes.iter().max().unwrap_or(&0),
        crowd.strays
    );
    Ok((figures, breaches))
}

/// Freezes a process at the worst moment: its refresh token is spent, and the answer is on its way.
///
/// After the thaw the answer is there and so is the end of the time that the request had.
fn freeze_in_refresh(scale: &Scale) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for seconds in &scale.freezes {
        let (place, _folder) = Place::new()?;
        let service = Service::start(Ledger::new(FAR_FROM_OVER))?;
        log_in(&place, &service, 1)?;
        let scale = Scale {
            expiries: 1,
            tasks: 1,
            ..scale.clone()
        };
        let mut crowd = Crowd::gather(&scale, &place, &service)?;
        service.delay_answers(ON_ITS_WAY);
        crowd.end_a_token();
        while service.ledger().posts == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        // Whoever refreshes, all of them are frozen.
        for process in &crowd.processes {
            signal::freeze(process.id())?;
        }
        thread::sleep(Duration::from_secs(*seconds));
        for process in &crowd.processes {
            signal::thaw(process.id())?;
        }
        for index in 0..PROCESSES {
            let line = crowd.processes[index].line(PATIENCE);
            if let Err(error) = line.and_then(|line| crowd.hear(index, &line)) {
                crowd.breaches.push(format!("{error:#}"));
            }
        }
        let ledger = service.ledger();
        if ledger.posts != 1 || ledger.refusals > 0 {
            crowd.breaches.push(format!(
                "{} refreshes asked for, {} refused",
                ledger.posts, ledger.refusals
            ));
        }
        let told = crowd.breaches.iter();
        breaches.extend(
            told.map(|breach| {
                format!("frozen for {seconds} s in the midst of a refresh: {breach}")
            }),
        );
    }
    Ok(breaches)
}

fn log_in(place: &Place, service: &Service, accounts: u32) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let vault = place.open().await?;
        for person in 0..accounts {
            let pair = service.ledger().log_in(person, Uses::Once);
            vault.save(&credential(person, pair)?).await?;
        }
        vault.close().await;
        Ok(())
    })
}

/// The processes, and what is expected of them.
struct Crowd {
    processes: Vec<Process>,
    service: Service,
    tasks: u64,
    /// The accounts whose token has ended, and the processes that still have to come to a new one.
    open: BTreeMap<u32, Vec<usize>>,
    /// How often each account's token is still to end.
    rounds: BTreeMap<u32, u32>,
    strays: u32,
    breaches: Vec<String>,
}

impl Crowd {
    fn gather(scale: &Scale, place: &Place, service: &Service) -> Result<Self> {
        let accounts = scale.expiries.div_ceil(ROUNDS);
        let [folder, url] = place.arguments();
        let arguments = [
            "crowd".to_owned(),
            folder,
            url,
            service.address_for(0),
            accounts.to_string(),
            scale.tasks.to_string(),
        ];
        let mut processes = Vec::new();
        for _ in 0..PROCESSES {
            processes.push(Process::start(&arguments)?);
        }
        for process in &processes {
            process.wait_for("ready")?;
        }
        let mut rounds = BTreeMap::new();
        for expiry in 0..scale.expiries {
            *rounds.entry(expiry % accounts).or_insert(0) += 1;
        }
        Ok(Self {
            processes,
            service: service.clone(),
            tasks: u64::from(scale.tasks),
            open: BTreeMap::new(),
            rounds,
            strays: 0,
            breaches: Vec::new(),
        })
    }

    /// Lets tokens end, some at a time, until each has ended as often as it should and everybody has a new one.
    fn meet_expiries(&mut self, frost: &Frost, expiries: u32) -> Result<()> {
        let mut last_news = Instant::now();
        let mut closed = 0;
        while closed < expiries {
            while self.open.len() < WIDTH && self.end_a_token() {}
            let mut is_quiet = true;
            for index in 0..self.processes.len() {
                while let Some(line) = self.processes[index].line_by(Instant::now()) {
                    is_quiet = false;
                    closed += u32::from(self.hear(index, &line)?);
                }
            }
            frost.progress.store(closed, Ordering::Relaxed);
            if !is_quiet {
                last_news = Instant::now();
            } else if last_news.elapsed() > PATIENCE {
                bail!("nobody gets on; open: {:?}", self.open);
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
        Ok(())
    }

    /// Ends the token of an account that is due, and says so to all.
    fn end_a_token(&mut self) -> bool {
        let due = self
            .rounds
            .iter()
            .find(|(person, left)| **left > 0 && !self.open.contains_key(person));
        let Some((&person, _)) = due else {
            return false;
        };
        self.rounds.entry(person).and_modify(|left| *left -= 1);
        let number = {
            let mut ledger = self.service.ledger();
            ledger.expire(person);
            ledger.person(person).map_or(0, |owner| owner.newest)
        };
        for process in &mut self.processes {
            process.order(&format!("expired {person} {number}"));
        }
        self.open
            .insert(person, (0..self.processes.len()).collect());
        true
    }

    /// Takes a line of a process; true if it was the last one for its expiry.
    fn hear(&mut self, index: usize, line: &str) -> Result<bool> {
        let Some([person, oldest, newest, served]) = numbers::<4>(line, "renewed") else {
            bail!("a process says {line:?}");
        };
        let person = u32::try_from(person)?;
        let number = u32::try_from(newest)?;
        let lives = self.service.ledger().is_alive(Serial { person, number });
        if oldest != newest || served != self.tasks || !lives {
            self.strays += 1;
            self.breaches.push(format!(
                "account {person} in process {index}: {served} tasks got {oldest} to {newest}, the last of which lives: {lives}"
            ));
        }
        let Some(waiting) = self.open.get_mut(&person) else {
            bail!("a process answers what was not asked: {line:?}");
        };
        waiting.retain(|other| *other != index);
        let is_last = waiting.is_empty();
        if is_last {
            self.open.remove(&person);
        }
        Ok(is_last)
    }
}

/// What freezes processes of the crowd, all the time for moments and now and then for long.
struct Frost {
    thread: thread::JoinHandle<u32>,
    /// How many expiries are over.
    progress: Arc<AtomicU32>,
    is_over: Arc<AtomicBool>,
}

impl Frost {
    fn begin(scale: &Scale, processes: &[Process]) -> Result<Self> {
        let ids: Vec<u32> = processes.iter().map(Process::id).collect();
        // A system that cannot freeze is told before anything is measured.
        signal::thaw(ids[0])?;
        let (progress, is_over) = (Arc::<AtomicU32>::default(), Arc::<AtomicBool>::default());
        let (seen, stop) = (Arc::clone(&progress), Arc::clone(&is_over));
        let mut chance = StdRng::seed_from_u64(scale.seed);
        let long = scale.freezes.clone();
        let expiries = scale.expiries;
        let thread = thread::spawn(move || {
            let mut freezes = 0;
            let mut long = long.into_iter().enumerate().peekable();
            let stages = u32::try_from(long.len()).unwrap_or(1) + 1;
            while !stop.load(Ordering::Relaxed) {
                let stage = seen.load(Ordering::Relaxed) * stages / expiries.max(1);
                let is_due = |(index, _): &(usize, u64)| *index < stage as usize;
                let time = match long.next_if(is_due) {
                    Some((_, seconds)) => Duration::from_secs(seconds),
                    // As many short ones as long ones, over three orders of magnitude.
                    None => Duration::from_micros(1_000 << chance.random_range(0..9)),
                };
                let process = ids[chance.random_range(0..ids.len())];
                if signal::freeze(process).is_ok() {
                    freezes += 1;
                    thread::sleep(time);
                    let _ = signal::thaw(process);
                }
                thread::sleep(Duration::from_millis(chance.random_range(1..40)));
            }
            freezes
        });
        Ok(Self {
            thread,
            progress,
            is_over,
        })
    }

    /// How often it froze somebody.
    fn end(self) -> u32 {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or(0)
    }
}

const PROCESSES: usize = 4;
/// How often each account's token ends: the keeper allows six refreshes an hour.
const ROUNDS: u32 = 5;
/// How many tokens are ended at the same time.
const WIDTH: usize = 16;
/// In seconds: nothing is refreshed before it has ended.
const FAR_FROM_OVER: u64 = 14_000;
/// How long the answer to a refresh is on its way while the process that waits for it is frozen.
const ON_ITS_WAY: Duration = Duration::from_millis(400);
/// Longer than the longest freeze with everything that it delays.
const PATIENCE: Duration = Duration::from_secs(300);
