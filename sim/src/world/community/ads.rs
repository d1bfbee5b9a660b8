//! Ad breaks of a channel: one an hour while it is live, put off by snoozing, and those that the broadcaster starts. Nobody has to watch them.

use std::time::Duration;

use types::Timestamp;

/// The ads of one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ads {
    last: Option<Break>,
    /// When the next break was put off, since the last one.
    put_off: Duration,
    /// When snoozes were used; each comes back after a while.
    snoozed_at: Vec<Timestamp>,
}

/// One ad break.
#[derive(Debug, Clone, Copy)]
struct Break {
    at: Timestamp,
    length: Duration,
}

/// How it stands with the ads of a channel that is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    pub(crate) next_at: Timestamp,
    pub(crate) length: Duration,
    pub(crate) last_at: Option<Timestamp>,
    /// How long newcomers still see no ad of their own.
    pub(crate) free_of_prerolls: Duration,
    pub(crate) snoozes: usize,
    /// When there will be one more.
    pub(crate) snooze_back_at: Option<Timestamp>,
}

impl Ads {
    /// Runs an ad break now.
    ///
    /// # Errors
    /// How long has to be waited for the next one.
    pub(crate) fn run(&mut self, length: Duration, now: Timestamp) -> Result<(), Duration> {
        if let Some(last) = self.last {
            let passed = now.since(last.at);
            if passed < COOLDOWN {
                return Err(COOLDOWN.saturating_sub(passed));
            }
        }
        self.last = Some(Break { at: now, length });
        self.put_off = Duration::ZERO;
        Ok(())
    }

    /// Puts the next break off; false if no snooze is left.
    pub(crate) fn snooze(&mut self, live_since: Timestamp, now: Timestamp) -> bool {
        let has_snoozes = self.schedule(live_since, now).snoozes > 0;
        if has_snoozes {
            self.put_off += SNOOZE;
            self.snoozed_at.push(now);
        }
        has_snoozes
    }

    /// How it stands; breaks whose time has come since somebody looked are taken to have run.
    pub(crate) fn schedule(&mut self, live_since: Timestamp, now: Timestamp) -> Schedule {
        self.snoozed_at
            .retain(|at| now.since(*at) < SNOOZE_COMES_BACK);
        let mut next_at = self.next_at(live_since);
        while next_at <= now {
            self.last = Some(Break {
                at: next_at,
                length: LENGTH,
            });
            self.put_off = Duration::ZERO;
            next_at = self.next_at(live_since);
        }
        let last = self.last.filter(|last| last.at >= live_since);
        let free_of_prerolls = last.map_or(Duration::ZERO, |last| {
            (last.length * FREE_TIME_PER_AD_TIME).saturating_sub(now.since(last.at))
        });
        Schedule {
            next_at,
            length: LENGTH,
            last_at: last.map(|last| last.at),
            free_of_prerolls,
            snoozes: SNOOZES.saturating_sub(self.snoozed_at.len()),
            snooze_back_at: self.snoozed_at.first().map(|at| at.plus(SNOOZE_COMES_BACK)),
        }
    }

    fn next_at(&self, live_since: Timestamp) -> Timestamp {
        let last = self.last.map_or(live_since, |last| last.at.max(live_since));
        last.plus(INTERVAL).plus(self.put_off)
    }
}

/// Between two breaks that the broadcaster starts.
pub(crate) const COOLDOWN: Duration = Duration::from_secs(8 * 60);
const INTERVAL: Duration = Duration::from_secs(60 * 60);
const LENGTH: Duration = Duration::from_secs(90);
const SNOOZE: Duration = Duration::from_secs(5 * 60);
const SNOOZES: usize = 3;
const SNOOZE_COMES_BACK: Duration = Duration::from_secs(60 * 60);
/// Three minutes of ads keep an hour free.
const FREE_TIME_PER_AD_TIME: u32 = 20;
