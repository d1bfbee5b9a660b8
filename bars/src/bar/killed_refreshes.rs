//! B2: kills at random moments of whole refreshes. A login whose refresh token works once may be lost only if the kill
//! falls between the service's commit and the local one; then the bot works on and the person is told at once.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use auth::Vault;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::acknowledged::acknowledged;
use crate::ledger::{Ledger, Serial, Uses, pair};
use crate::place::{Place, credential, kept};
use crate::process::{Process, numbers};
use crate::scale::Scale;
use crate::service::Service;
use crate::terminal::millis;
use crate::verdict::Verdict;

/// Kills children that refresh, first with refresh tokens that work once, then with those that work often.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let mut once = Run::set_up(Uses::Once, scale.seed)?;
    for _ in 0..scale.refresh_kills {
        once.kill()?;
    }
    let mut often = Run::set_up(Uses::Many, scale.seed)?;
    for _ in 0..scale.lasting_refresh_kills {
        often.kill()?;
    }
    let mut breaches = once.breaches;
    breaches.extend(often.breaches);
    if often.losses > 0 {
        breaches.push(format!(
            "{} logins lost although their refresh tokens work again and again",
            often.losses
        ));
    }
    let slow = percentile(&mut once.prompts, 100);
    if scale.judges_times && slow > PROMPTED_WITHIN {
        breaches.push(format!("a person was told only after {}", millis(slow)));
    }
    let usual = percentile(&mut once.prompts, 99);
    let (half, most) = (
        percentile(&mut once.windows, 50),
        percentile(&mut once.windows, 99),
    );
    if scale.judges_times && most > WINDOW {
        breaches.push(format!("the window is {} long", millis(most)));
    }
    let figures = format!(
        "{} kills in {} refreshes: {} fell into the window and cost a login, {} others (demanded: 0 others); \
         window p50 {}, p99 {} (demanded: p99 ≤ 20 ms); after each loss the old token worked and the person was told \
         within p99 {}, at most {} (demanded: 5 s); {} kills with tokens that work often: {} lost (demanded: 0)",
        scale.refresh_kills,
        once.windows.len(),
        once.losses,
        once.other_losses,
        millis(half),
        millis(most),
        millis(usual),
        millis(slow),
        scale.lasting_refresh_kills,
        often.losses
    );
    Ok(Verdict::new("B2", figures, breaches))
}

/// Kills with one kind of refresh token.
struct Run {
    runtime: Runtime,
    place: Place,
    service: Service,
    uses: Uses,
    chance: StdRng,
    /// How many children were started; their numbers begin with 1.
    children: u32,
    /// Which pair each killed child was about to replace.
    cut_off: BTreeMap<u32, Serial>,
    losses: u32,
    /// Losses that no kill in the window explains.
    other_losses: u32,
    /// From the service's commit to the local one.
    windows: Vec<Duration>,
    /// From the start of the bot after a loss until the person is told.
    prompts: Vec<Duration>,
    breaches: Vec<String>,
    _folder: TempDir,
}

impl Run {
    fn set_up(uses: Uses, seed: u64) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (place, folder) = Place::new()?;
        let run = Self {
            runtime,
            place,
            service: Service::start(Ledger::new(NEARLY_OVER))?,
            uses,
            chance: StdRng::seed_from_u64(seed),
            children: 0,
            cut_off: BTreeMap::new(),
            losses: 0,
            other_losses: 0,
            windows: Vec::new(),
            prompts: Vec::new(),
            breaches: Vec::new(),
            _folder: folder,
        };
        for person in 0..ACCOUNTS {
            run.log_in(person)?;
        }
        Ok(run)
    }

    /// Somebody logs in, and the credential is kept.
    fn log_in(&self, person: u32) -> Result<()> {
        let pair = self.service.ledger().log_in(person, self.uses);
        let credential = credential(person, pair)?;
        self.runtime.block_on(async {
            let vault = self.place.open().await?;
            vault.save(&credential).await?;
            vault.close().await;
            Ok(())
        })
    }

    /// Lets a child refresh, kills it somewhere, and looks at what it has left.
    fn kill(&mut self) -> Result<()> {
        let first = self.chance.random_range(0..ACCOUNTS);
        let child = self.child(first)?;
        let mut told = match self.chance.random_range(0..8) {
            0 => Vec::new(),
            _ => child.wait_for("ready")?,
        };
        thread::sleep(Duration::from_micros(self.chance.random_range(0..LONGEST)));
        told.extend(child.kill()?);
        self.note_cut_off(&told);
        self.service.wait_until_alone()?;
        self.measure_windows(&told);
        self.judge_prompts(&told);
        for person in self.lost(&told)? {
            self.losses += 1;
            if self.uses == Uses::Once {
                self.tell_and_mend(person)?;
            }
        }
        Ok(())
    }

    /// Notes which pair the newest child was about to replace when it was killed.
    fn note_cut_off(&mut self, told: &[String]) {
        let begun = told.iter().rev().find_map(|line| serial(line, "begin"));
        if let Some(begun) = begun {
            self.cut_off.insert(self.children, begun);
        }
    }

    /// Whether this pair was replaced for a child that was killed before it could keep the new one. That may have been
    /// long ago: the next child may be killed as well before anybody looks.
    fn is_cut_off(&self, kept: Serial) -> bool {
        let next = Serial {
            number: kept.number + 1,
            ..kept
        };
        let made = self.service.ledger().made(next);
        made.is_some_and(|made| self.cut_off.get(&made.asked_by) == Some(&kept))
    }

    /// Nobody may be told of a loss that no kill explains.
    fn judge_prompts(&mut self, told: &[String]) {
        for line in told {
            let is_caused = match line.split(' ').next() {
                Some("prompted") => {
                    serial(line, "prompted").is_some_and(|kept| self.is_cut_off(kept))
                }
                Some("stuck" | "lost") => false,
                _ => true,
            };
            if !is_caused {
                self.breaches.push(format!("without a cause: {line}"));
            }
        }
    }

    fn child(&mut self, first: u32) -> Result<Process> {
        self.children += 1;
        let [folder, url] = self.place.arguments();
        let address = self.service.address_for(self.children);
        let first = first.to_string();
        let accounts = ACCOUNTS.to_string();
        Process::start(&["refresh".to_owned(), folder, url, address, first, accounts])
    }

    fn measure_windows(&mut self, told: &[String]) {
        let ledger = self.service.ledger();
        for line in told {
            let Some([_, _, at]) = numbers::<3>(line, "saved") else {
                continue;
            };
            if let Some(made) = serial(line, "saved").and_then(|serial| ledger.made(serial)) {
                let kept_at = UNIX_EPOCH + Duration::from_nanos(at);
                let window = kept_at.duration_since(made.at);
                self.windows.push(window.unwrap_or_default());
            }
        }
    }

    /// The accounts whose kept refresh token does not work any more.
    fn lost(&mut self, told: &[String]) -> Result<Vec<u32>> {
        let acknowledged = acknowledged(told);
        let found = self.runtime.block_on(async {
            let vault = self.place.open().await?;
            let mut found = Vec::new();
            for person in 0..ACCOUNTS {
                found.push((person, kept(&vault, person).await));
            }
            vault.close().await;
            anyhow::Ok(found)
        })?;
        let mut lost = Vec::new();
        for (person, found) in found {
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    self.breaches.push(format!("{error:#}"));
                    continue;
                }
            };
            if self.service.ledger().takes(&pair(found).refresh) {
                continue;
            }
            lost.push(person);
            let owner = self.service.ledger().person(person);
            let newest = owner.map_or(0, |owner| owner.newest);
            let is_cut_off = self.is_cut_off(found);
            let was_told = acknowledged
                .get(&person)
                .is_some_and(|told| *told > found.number);
            if newest != found.number + 1 || was_told || !is_cut_off {
                self.other_losses += 1;
                self.breaches.push(format!(
                    "account {person} keeps pair {}, the service made {newest}, acknowledged: {was_told}, for a child that was killed at it: {is_cut_off}",
                    found.number
                ));
            }
        }
        Ok(lost)
    }

    /// Starts the bot again after a loss, waits for what the person is told, and logs in again.
    fn tell_and_mend(&mut self, person: u32) -> Result<()> {
        let child = self.child(person)?;
        let started_at = child.started_at;
        let told = child.wait_for("prompted");
        let time = started_at.elapsed();
        let told_since = child.kill()?;
        let told = told.with_context(|| format!("account {person} is lost and nobody is told"))?;
        // It has gone on to the next account since, and is killed at that as any other.
        self.note_cut_off(&[told.as_slice(), &told_since].concat());
        let prompt = told
            .iter()
            .find_map(|line| numbers::<3>(line, "prompted"))
            .context("a prompt without its account")?;
        let [whose, number, was_cut_off] = prompt;
        let works = self.service.ledger().is_alive(Serial {
            person,
            number: u32::try_from(number).unwrap_or(0),
        });
        if whose != u64::from(person) || was_cut_off == 0 || !works {
            self.breaches.push(format!(
                "account {person} was lost: account {whose} is told, cut off {was_cut_off}, its old token works: {works}"
            ));
        }
        self.prompts.push(time);
        self.service.wait_until_alone()?;
        self.log_in(person)
    }
}

/// The account and the pair that a line with this word tells of.
fn serial(line: &str, word: &str) -> Option<Serial> {
    let mut words = line.split(' ');
    if words.next() != Some(word) {
        return None;
    }
    Some(Serial {
        person: words.next()?.parse().ok()?,
        number: words.next()?.parse().ok()?,
    })
}

/// So many in a hundred are not longer.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let index = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(index).copied().unwrap_or_default()
}

const ACCOUNTS: u32 = 6;
/// In seconds: less than the keeper's margin, so that each start begins with a refresh.
const NEARLY_OVER: u64 = 1_200;
/// In microseconds; some refreshes.
const LONGEST: u64 = 50_000;
const WINDOW: Duration = Duration::from_millis(20);
const PROMPTED_WITHIN: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let mut times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut times, 50), Duration::from_millis(100));
        assert_eq!(percentile(&mut times, 99), Duration::from_millis(198));
        assert_eq!(percentile(&mut times, 100), Duration::from_millis(200));
        assert_eq!(percentile(&mut [], 99), Duration::ZERO);
    }
}
