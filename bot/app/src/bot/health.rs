//! Says how the bot is, to whoever watches over it: the log, scripts, a file, and the system's service manager. It mends nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use irc::{Health, Pulse};
use tokio::sync::{mpsc, watch};

use crate::clock;
use crate::counters::Counters;
use crate::health::{self, Report, State};
use crate::screen::shown::{Shown, What};
use crate::service_manager;
use crate::supervision::Ended;

/// The signs of life of a bot, as its rounds see them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vitals {
    /// When the rounds went on last.
    pub(super) beat_at: Instant,
    /// How the connections to chat are.
    pub(super) chat: Pulse,
    /// Since when it is up and the bot is in none of its channels.
    alone_since: Option<Instant>,
    /// When something came from chat, to the second.
    pub(super) last_event_at: Option<Instant>,
}

/// Who tells, and where to.
#[derive(Debug, Clone)]
pub(super) struct Teller {
    pub(super) vitals: watch::Receiver<Vitals>,
    pub(super) counters: Arc<Counters>,
    /// Held weakly, because its end is how a person sees that the bot has ended.
    pub(super) show: mpsc::WeakSender<Shown>,
    pub(super) file: PathBuf,
}

impl Vitals {
    /// Those of a bot that has just begun.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            beat_at: now,
            chat: Pulse::NONE,
            alone_since: None,
            last_event_at: None,
        }
    }

    /// The rounds go on, and this is how chat is.
    pub(super) fn beat(&mut self, now: Instant, chat: Pulse) {
        let is_alone = chat.health != Health::Down && chat.joined == 0 && chat.wanted > 0;
        self.alone_since = is_alone.then(|| self.alone_since.unwrap_or(now));
        (self.beat_at, self.chat) = (now, chat);
    }

    /// What they mean: an open connection proves nothing, only an answer does, and only for a while.
    fn state(&self, now: Instant) -> State {
        let age = |at: Instant| now.saturating_duration_since(at);
        let is_proven = self.chat.proven_at.is_some_and(|at| age(at) <= PROOF_HOLDS);
        match self.chat.health {
            _ if age(self.beat_at) > STALL => State::Stalled,
            Health::Up | Health::Slow if is_proven && self.is_away(now) => State::Away,
            Health::Up if is_proven => State::Up,
            Health::Slow if is_proven => State::Slow,
            Health::Up | Health::Slow | Health::Down => State::Down,
        }
    }

    /// Whether it is in no channel, and not only because joining takes its time.
    fn is_away(&self, now: Instant) -> bool {
        let is_refused = self.chat.parked == self.chat.wanted;
        self.alone_since
            .is_some_and(|since| is_refused || now.saturating_duration_since(since) > JOINING)
    }

    fn report(&self, now: Instant, restarts: u64) -> Report {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let ago = |at: Instant| millis(now.saturating_duration_since(at));
        let state = self.state(now);
        let obstacle = self.chat.obstacle.filter(|_| state == State::Away);
        Report {
            state,
            written_at: clock::now().as_unix_millis(),
            process: std::process::id(),
            proven_ms_ago: self.chat.proven_at.map(ago),
            last_event_ms_ago: self.last_event_at.map(ago),
            round_trip_ms: self.chat.round_trip.map(millis),
            joined: self.chat.joined,
            wanted: self.chat.wanted,
            happened: obstacle.map(|why| why.to_string()),
            restarts,
        }
    }
}

/// Tells how the bot is, as long as anybody goes its rounds.
pub(super) async fn keep(mut teller: Teller) -> Ended {
    // Until chat was up, everybody knows that it is not.
    let mut told = State::Down;
    let mut written_at: Option<Instant> = None;
    loop {
        let now = now();
        let vitals = *teller.vitals.borrow_and_update();
        let state = vitals.state(now);
        let is_due = written_at.is_none_or(|at| now.duration_since(at) >= WRITE_EVERY);
        if state != told || is_due {
            let report = vitals.report(now, teller.counters.restarts.value());
            if state != told {
                teller.tell(told, &report);
                told = state;
            }
            teller.write(report).await;
            written_at = Some(now);
        }
        if state != State::Stalled {
            service_manager::is_alive(state.meaning());
        }
        // A bot that stalls changes nothing, so that is looked for as well.
        if let Ok(Err(_)) = tokio::time::timeout(LOOK_EVERY, teller.vitals.changed()).await {
            return Ended::Meant;
        }
    }
}

impl Teller {
    fn tell(&self, before: State, report: &Report) {
        let state = report.state;
        let words = report.words();
        match (before.serves(), state.serves()) {
            (true, false) => tracing::error!(state = state.as_str(), "{words}"),
            (false, true) => tracing::info!(state = state.as_str(), "{words}"),
            _ => tracing::debug!(state = state.as_str(), "{words}"),
        }
        let event = serde_json::json!({
            "event": "health",
            "state": state.as_str(),
            "before": before.as_str(),
            "proven_ms_ago": report.proven_ms_ago,
            "last_event_ms_ago": report.last_event_ms_ago,
            "round_trip_ms": report.round_trip_ms,
            "joined": report.joined,
            "wanted": report.wanted,
            "happened": report.happened,
        });
        // People see it in the status of the connection and in the log.
        let shown = Shown::now(None, What::Noted(event));
        // Without a screen the log has said it.
        let _unseen = self.show.upgrade().map(|show| show.try_send(shown));
    }

    /// A disk that hangs must not keep anybody from being told by the other ways.
    async fn write(&self, report: Report) {
        let file = self.file.clone();
        let writing = tokio::task::spawn_blocking(move || health::write(&file, &report));
        match tokio::time::timeout(WRITE_TIME, writing).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => {
                tracing::debug!(%error, file = %self.file.display(), "cannot write how the bot is");
            }
            Ok(Err(error)) => tracing::debug!(%error, "writing how the bot is broke down"),
            Err(_) => tracing::debug!("writing how the bot is takes too long"),
        }
    }
}

/// Takes the report away at the end of a bot that was meant to end.
pub(super) fn end(data_dir: &Path) {
    health::remove(&health::file(data_dir));
    service_manager::stopping();
}

fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// How often the rounds give a sign of life.
pub(super) const BEAT: Duration = Duration::from_secs(1);

/// What chat has not proven for so long is not believed.
const PROOF_HOLDS: Duration = Duration::from_secs(30);

/// How long joining takes at most where Twitch does not answer: it is asked twice.
const JOINING: Duration = Duration::from_secs(30);

/// Rounds that give no sign for so long do not go on.
const STALL: Duration = Duration::from_secs(10);

/// How often is looked whether the signs of life still come.
const LOOK_EVERY: Duration = Duration::from_secs(2);

const WRITE_EVERY: Duration = Duration::from_secs(10);
const WRITE_TIME: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn o03_health_is_what_was_proven_and_not_what_is_open() {
        let start = now();
        let vitals = |health, proven_at, beat_at| Vitals {
            beat_at: start + seconds(beat_at),
            chat: Pulse {
                health,
                proven_at: Some(start + seconds(proven_at)),
                ..Pulse::NONE
            },
            alone_since: None,
            last_event_at: None,
        };
        let now = start + seconds(100);
        for (vitals, expected) in [
            (vitals(Health::Up, 99, 99), State::Up),
            (vitals(Health::Up, 70, 99), State::Up),
            (vitals(Health::Up, 69, 99), State::Down),
            (vitals(Health::Slow, 80, 99), State::Slow),
            (vitals(Health::Slow, 60, 99), State::Down),
            (vitals(Health::Down, 99, 99), State::Down),
            (vitals(Health::Up, 99, 89), State::Stalled),
            (Vitals::new(now), State::Down),
        ] {
            assert_eq!(vitals.state(now), expected, "{vitals:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn o03_a_bot_that_is_in_none_of_its_channels_does_not_serve() {
        let start = now();
        let mut vitals = Vitals::new(start);
        let mut check = |second, (wanted, joined, parked), expected| {
            let now = start + seconds(second);
            let obstacle = (parked > 0).then_some(irc::JoinFailure::Banned);
            let chat = Pulse {
                health: Health::Up,
                proven_at: Some(now),
                wanted,
                joined,
                parked,
                obstacle,
                ..Pulse::NONE
            };
            vitals.beat(now, chat);
            let report = vitals.report(now, 0);
            assert_eq!(report.state, expected, "second {second}");
            (report.happened, report.state.serves())
        };
        check(0, (0, 0, 0), State::Up);
        check(1, (2, 0, 0), State::Up);
        check(31, (2, 0, 1), State::Up);
        let told = check(32, (2, 0, 1), State::Away);
        assert_eq!(told, (Some(irc::JoinFailure::Banned.to_string()), false));
        let told = check(33, (2, 1, 1), State::Up);
        assert_eq!(told, (None, true));
        // It was put out of its channel, and is not let in again.
        check(34, (2, 0, 1), State::Up);
        check(35, (2, 0, 2), State::Away);
        vitals.beat(start + seconds(36), Pulse::NONE);
        assert_eq!(vitals.state(start + seconds(36)), State::Down);
    }

    #[tokio::test(start_paused = true)]
    async fn o03_a_bot_whose_rounds_hang_is_told_and_written_as_stalled() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let file = health::file(folder.path());
        let mut vitals = Vitals::new(now());
        let (signs, seen) = watch::channel(vitals);
        let (show, mut shown) = mpsc::channel(10);
        let keeping = tokio::spawn(keep(Teller {
            vitals: seen,
            counters: Arc::default(),
            show: show.downgrade(),
            file: file.clone(),
        }));
        vitals.chat.health = Health::Up;
        vitals.chat.proven_at = Some(now());
        signs.send_replace(vitals);
        for expected in ["up", "stalled"] {
            let told = shown.recv().await.map(|shown| shown.what);
            let Some(What::Noted(event)) = told else {
                panic!("{expected} is to be told, not {told:?}");
            };
            assert_eq!(event["event"], "health");
            assert_eq!(event["state"], expected);
        }
        let since = now().duration_since(vitals.beat_at);
        assert!(since <= STALL + 2 * LOOK_EVERY, "told after {since:?}");
        drop(signs);
        assert_eq!(keeping.await.expect("it does not panic"), Ended::Meant);
        let text = std::fs::read_to_string(&file).expect("it was written");
        assert!(text.contains("\"stalled\""), "{text}");
    }
}
