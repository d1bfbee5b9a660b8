//! The chat connection of a running bot: its driver in a task of its own, and a new one whenever that breaks down.

use irc::Event;
use irc::client::{Handle, Options};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use types::Login;

use crate::supervision::{Pause, Supervisor};

/// A chat connection that is always there, if not always up.
pub(super) struct Connection {
    options: Options,
    supervisor: Supervisor,
    handle: Handle,
    events: mpsc::Receiver<Event>,
    driver: JoinSet<()>,
    began: Instant,
    pause: Pause,
    /// When a driver takes the place of the one that broke down.
    renew_at: Option<Instant>,
}

/// What comes from chat.
#[derive(Debug)]
pub(super) enum News {
    /// Something happened.
    Event(Event),
    /// Another driver does the work now; the former handle leads nowhere.
    Renewed(Handle),
}

impl Connection {
    /// Begins at once.
    pub(super) fn begin(options: Options, supervisor: Supervisor) -> Self {
        let (driver, handle, events) = irc::client::prepare(options.clone());
        let mut task = JoinSet::new();
        task.spawn(driver.run());
        Self {
            options,
            supervisor,
            handle,
            events,
            driver: task,
            began: Instant::now(),
            pause: Pause::default(),
            renew_at: None,
        }
    }

    /// How to speak to it.
    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// A channel is called otherwise by now: whoever does the work, now or later, is to be where it is.
    pub(super) async fn rename(&mut self, was: &Login, login: Login) {
        let channels = &mut self.options.settings.channels;
        channels.retain(|channel| channel != was && *channel != login);
        channels.push(login.clone());
        // A driver that is gone is about to be replaced by one that knows.
        let _gone = self.handle.part(was.clone()).await;
        let _gone = self.handle.join(login).await;
    }

    /// The network is back, so waiting makes no sense.
    pub(super) async fn link_up(&self) {
        // A driver that is gone is about to be replaced.
        let _gone = self.handle.link_up().await;
    }

    /// The next news. Nothing is lost if this is dropped before it comes.
    pub(super) async fn next(&mut self) -> News {
        if self.renew_at.is_none() {
            if let Some(event) = self.events.recv().await {
                return News::Event(event);
            }
            let ended = self.driver.join_next().await;
            self.note_breakdown(ended.unwrap_or(Ok(())));
        }
        if let Some(at) = self.renew_at {
            tokio::time::sleep_until(at).await;
        }
        News::Renewed(self.renew())
    }

    /// Ends it; what was said last may still leave.
    pub(super) async fn end(mut self) {
        // It may have ended by itself.
        let _ended = self.handle.shut_down().await;
        // Whoever waits for room to tell something would wait for ever.
        self.events.close();
        while let Some(ended) = self.driver.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "the bot's chat connection broke down at the end");
            }
        }
    }

    fn note_breakdown(&mut self, ended: Result<(), JoinError>) {
        let wait = self.pause.next(self.began.elapsed());
        self.supervisor.note("chat connection", ended, wait);
        self.renew_at = Some(Instant::now() + wait);
    }

    fn renew(&mut self) -> Handle {
        // Thousands of bots must not come back in step, whatever broke all of them down.
        self.options.seed = self.options.seed.wrapping_add(1);
        // Twitch counts what the one before did in the name of the account.
        self.options.settings.used = self.handle.used();
        let (driver, handle, events) = irc::client::prepare(self.options.clone());
        self.driver.spawn(driver.run());
        (self.handle, self.events) = (handle.clone(), events);
        (self.began, self.renew_at) = (Instant::now(), None);
        handle
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use irc::client::{TokenFuture, TokenSource};
    use irc::{Identity, Settings};
    use tokio::sync::watch;
    use types::Secret;

    use super::*;
    use crate::counters::Counters;

    /// Panics in the driver's task, as often as it is told.
    #[derive(Debug)]
    struct Panicking {
        asked: Arc<AtomicUsize>,
        panics: usize,
    }

    impl TokenSource for Panicking {
        fn token(&self, _refused: Option<Secret>) -> TokenFuture {
            let turn = self.asked.fetch_add(1, Ordering::SeqCst);
            let panics = self.panics;
            Box::pin(async move {
                assert!(turn >= panics, "as the test wants it");
                std::future::pending().await
            })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn i13_a_chat_driver_that_panics_is_back_within_five_seconds_each_time() {
        let asked = Arc::new(AtomicUsize::new(0));
        let panics = 12;
        let tokens = Arc::new(Panicking {
            asked: Arc::clone(&asked),
            panics,
        });
        let login = "perty".parse().expect("a login");
        let options = Options {
            address: "irc://127.0.0.1:1".parse().expect("an address"),
            tls: irc::client::Tls::trusting([]).expect("the usual roots"),
            settings: Settings::new(Identity::Account { login }),
            tokens,
            seed: 1,
            capacity: 16,
        };
        let counters = Arc::new(Counters::default());
        let (show, _shown) = mpsc::channel(100);
        let (_stop, stopped) = watch::channel(false);
        let supervisor = Supervisor::new(Arc::clone(&counters), show.downgrade(), stopped);
        let mut connection = Connection::begin(options, supervisor);
        let first = connection.handle().clone();
        for turn in 1..=panics {
            let begun = Instant::now();
            let News::Renewed(handle) = connection.next().await else {
                panic!("nothing can come from chat here");
            };
            assert!(begun.elapsed() <= Duration::from_secs(5), "turn {turn}");
            assert_eq!(counters.restarts.value(), turn as u64);
            assert!(first.link_up().await.is_err(), "the first driver is gone");
            assert!(handle.link_up().await.is_ok(), "another one is there");
        }
        let quiet = tokio::time::timeout(Duration::from_secs(60), connection.next()).await;
        assert!(quiet.is_err(), "it goes on now");
        assert_eq!(asked.load(Ordering::SeqCst), panics + 1);
        connection.end().await;
    }
}
