//! Long tasks that must not end: one that breaks down is noticed, counted, said, and started again. What a task does is not its business.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use crate::counters::Counters;
use crate::screen::shown::{Shown, What};

/// Watches over tasks; clones watch together.
///
/// The screen is held weakly, because its end is how a person sees that the bot has ended.
#[derive(Debug, Clone)]
pub(crate) struct Supervisor {
    counters: Arc<Counters>,
    show: mpsc::WeakSender<Shown>,
    stopped: watch::Receiver<bool>,
}

/// How a task ended that did not break down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// There is nothing left to do.
    Meant,
    /// It should have gone on.
    Early,
}

/// How long to wait before a task is started again.
#[derive(Debug, Default)]
pub(crate) struct Pause {
    failures: u32,
}

/// Why a task is not there any more.
#[derive(Debug)]
enum Breakdown {
    Panicked,
    Ended,
}

impl Supervisor {
    /// Tells of breakdowns by these counters and that screen, and begins nothing anew once the bot is to stop.
    pub(crate) const fn new(
        counters: Arc<Counters>,
        show: mpsc::WeakSender<Shown>,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        Self {
            counters,
            show,
            stopped,
        }
    }

    /// Runs a task, and another one in its place whenever it breaks down, until one ends as it was meant to.
    ///
    /// Dropping this ends the task.
    pub(crate) async fn keep<Work>(self, name: &'static str, mut begin: impl FnMut() -> Work)
    where
        Work: Future<Output = Ended> + Send + 'static,
    {
        let mut pause = Pause::default();
        loop {
            let began = Instant::now();
            let mut task = JoinSet::new();
            task.spawn(begin());
            let ended = task.join_next().await.unwrap_or(Ok(Ended::Early));
            if self.is_stopped() || matches!(ended, Ok(Ended::Meant)) {
                if let Err(error) = ended {
                    tracing::error!(task = name, %error, "a task of the bot broke down at the end");
                }
                return;
            }
            let wait = pause.next(began.elapsed());
            self.tell(name, &ended.into(), wait);
            let mut stopped = self.stopped.clone();
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop_of(&mut stopped) => return,
            }
        }
    }

    /// Runs a task that has an end, and tells if it broke down.
    pub(crate) async fn once(
        self,
        name: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let mut task = JoinSet::new();
        task.spawn(work);
        if let Some(Err(error)) = task.join_next().await {
            self.counters.errors.increment();
            tracing::error!(task = name, %error, "a task of the bot broke down");
        }
    }

    /// Tells that a task broke down and is started again after a while. Whoever starts it is somebody else.
    pub(crate) fn note(&self, name: &'static str, ended: Result<(), JoinError>, wait: Duration) {
        self.tell(name, &ended.map(|()| Ended::Early).into(), wait);
    }

    fn is_stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    fn tell(&self, name: &'static str, why: &Breakdown, wait: Duration) {
        self.counters.errors.increment();
        self.counters.restarts.increment();
        let text = format!("the bot's {name} {why}; it is started again in {wait:?}");
        tracing::error!(task = name, "{text}");
        let event = serde_json::json!({
            "event": "restarted",
            "task": name,
            "happened": why.to_string(),
            "restarts": self.counters.restarts.value(),
            "advice": "report what the log says; the bot goes on by itself",
        });
        let shown = Shown::now(None, What::Told { text, event });
        // Without a screen the log has said it.
        let _unseen = self.show.upgrade().map(|show| show.try_send(shown));
    }
}

impl Pause {
    /// Longer after each failure in a row, and never so long that anybody misses the task.
    pub(crate) fn next(&mut self, lasted: Duration) -> Duration {
        if lasted >= PROVEN {
            self.failures = 0;
        }
        let pause = FIRST.saturating_mul(1 << self.failures.min(8)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        pause
    }
}

impl From<Result<Ended, JoinError>> for Breakdown {
    fn from(ended: Result<Ended, JoinError>) -> Self {
        match ended {
            Err(error) if error.is_panic() => Self::Panicked,
            _ => Self::Ended,
        }
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Panicked => "broke down",
            Self::Ended => "ended although it should have gone on",
        })
    }
}

/// Waits until the stop is asked for; without anybody who could ask, it is.
pub(crate) async fn stop_of(stopped: &mut watch::Receiver<bool>) {
    // What went wrong is that nobody is left.
    let _nobody = stopped.wait_for(|is_stopped| *is_stopped).await;
}

const FIRST: Duration = Duration::from_millis(100);

/// Whatever broke down is back after so long at the latest.
const LONGEST: Duration = Duration::from_secs(5);

/// A task that lasted so long did not break down over how it began.
const PROVEN: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Stage {
        supervisor: Supervisor,
        counters: Arc<Counters>,
        stop: watch::Sender<bool>,
        shown: mpsc::Receiver<Shown>,
        _show: mpsc::Sender<Shown>,
    }

    fn stage() -> Stage {
        let counters = Arc::new(Counters::default());
        let (show, shown) = mpsc::channel(100);
        let (stop, stopped) = watch::channel(false);
        let told = show.downgrade();
        Stage {
            supervisor: Supervisor::new(Arc::clone(&counters), told, stopped),
            counters,
            stop,
            shown,
            _show: show,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn i13_a_task_that_panics_or_returns_is_said_counted_and_back_within_five_seconds() {
        let mut stage = stage();
        let begun = Arc::new(AtomicUsize::new(0));
        let (tell, mut times) = mpsc::unbounded_channel();
        let counted = Arc::clone(&begun);
        let kept = stage.supervisor.clone().keep("work", move || {
            let turn = counted.fetch_add(1, Ordering::SeqCst);
            let _heard = tell.send(Instant::now());
            async move {
                match turn {
                    20 => Ended::Meant,
                    turn if turn.is_multiple_of(2) => panic!("as the test wants it"),
                    _ => Ended::Early,
                }
            }
        });
        kept.await;
        assert_eq!(begun.load(Ordering::SeqCst), 21);
        assert_eq!(stage.counters.restarts.value(), 20);
        let mut before = times.recv().await.expect("it began");
        while let Some(time) = times.recv().await {
            let pause = time - before;
            assert!(pause <= Duration::from_secs(5), "back after {pause:?}");
            before = time;
        }
        let Some(What::Told { text, event }) = stage.shown.recv().await.map(|shown| shown.what)
        else {
            panic!("it is told");
        };
        assert!(text.contains("the bot's work broke down"), "{text}");
        assert_eq!(event["event"], "restarted");
        assert_eq!(event["task"], "work");
    }

    #[tokio::test(start_paused = true)]
    async fn i13_nothing_is_started_again_when_the_bot_is_to_stop() {
        let stage = stage();
        let kept = tokio::spawn(
            stage
                .supervisor
                .clone()
                .keep("work", || async { Ended::Early }),
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
        let begun = Instant::now();
        stage.stop.send_replace(true);
        kept.await.expect("the supervisor does not panic");
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn i13_the_end_of_the_supervisor_is_the_end_of_the_task() {
        let stage = stage();
        let (held, mut holders) = mpsc::channel::<()>(1);
        let kept = tokio::spawn(stage.supervisor.clone().keep("work", move || {
            let held = held.clone();
            async move {
                held.closed().await;
                Ended::Meant
            }
        }));
        tokio::task::yield_now().await;
        kept.abort();
        assert_eq!(holders.recv().await, None, "nobody is left");
    }
}
