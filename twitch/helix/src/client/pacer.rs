//! Drives the pacing core: wakes whoever has its turn, and tells the core the time. Decides nothing.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

use super::world;
use crate::pace::delay::Delay;
use crate::pace::reading::Reading;
use crate::pace::ticket::Ticket;
use crate::pace::{Action, After, Pace, Settings, Wanted};

/// The core, and those who wait for it; clones share everything.
#[derive(Debug, Clone)]
pub(super) struct Pacer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Says that the next moment to look at may have changed.
    changed: Notify,
    /// Whether somebody looks at the clock; changed with the state locked, but for the end of a runtime.
    is_ticking: AtomicBool,
}

#[derive(Debug)]
struct State {
    pace: Pace,
    waiting: BTreeMap<Ticket, oneshot::Sender<Word>>,
}

/// What somebody who waits is told.
type Word = Result<(), Delay>;

/// A turn that somebody has or waits for; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Turn {
    pacer: Pacer,
    ticket: Ticket,
    is_over: bool,
}

impl Pacer {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                pace: Pace::new(settings, world::seed()),
                waiting: BTreeMap::new(),
            }),
            changed: Notify::new(),
            is_ticking: AtomicBool::new(false),
        }))
    }

    /// Waits for the call's turn.
    pub(super) async fn turn(&self, wanted: Wanted<'_>) -> Result<Turn, Delay> {
        let (told, word) = oneshot::channel();
        let mut turn = {
            let mut state = self.state();
            let ticket = state.pace.handle_call(world::now(), wanted);
            state.waiting.insert(ticket, told);
            self.settle(&mut state);
            Turn {
                pacer: self.clone(),
                ticket,
                is_over: false,
            }
        };
        turn.wait(word).await?;
        Ok(turn)
    }

    /// Tells everybody what the core decided, and sees to it that somebody looks at the clock while any wait.
    fn settle(&self, state: &mut State) {
        state.tell();
        if state.waiting.is_empty() {
            return;
        }
        if self.0.is_ticking.load(Ordering::SeqCst) {
            self.0.changed.notify_one();
            return;
        }
        // A turn can be given back where there is no runtime any more; then nobody is left who waits.
        if let Ok(runtime) = Handle::try_current() {
            self.0.is_ticking.store(true, Ordering::SeqCst);
            let ticker = Ticker {
                pacer: self.clone(),
                is_done: false,
            };
            runtime.spawn(ticker.keep_on());
        }
    }

    /// The state is whole between its inputs, so a panic elsewhere does not spoil it.
    fn state(&self) -> MutexGuard<'_, State> {
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Tells everybody what the core decided.
    fn tell(&mut self) {
        while let Some(action) = self.pace.poll_action() {
            let (ticket, word) = match action {
                Action::Send(ticket) => (ticket, Ok(())),
                Action::Refuse(ticket, delay) => (ticket, Err(delay)),
            };
            if let Some(waiting) = self.waiting.remove(&ticket) {
                // Whoever is gone has given its turn back, or is about to.
                let _ = waiting.send(word);
            }
        }
    }
}

impl Turn {
    /// The call was answered; waits for another turn if it was one too many.
    pub(super) async fn answered(
        &mut self,
        status: u16,
        headers: &http::HeaderMap,
    ) -> Result<After, Delay> {
        let reading = Reading::of(headers, world::wall());
        let pacer = self.pacer.clone();
        let (told, word) = oneshot::channel();
        let after = {
            let mut state = pacer.state();
            let answer = (status, reading);
            let after = state.pace.handle_answer(world::now(), self.ticket, answer);
            match after {
                After::Waits => drop(state.waiting.insert(self.ticket, told)),
                After::Over | After::OwnLimit => self.is_over = true,
            }
            pacer.settle(&mut state);
            after
        };
        if after == After::Waits {
            self.wait(word).await?;
        }
        Ok(after)
    }

    /// Nothing was sent after all.
    pub(super) fn unsent(mut self) {
        self.is_over = true;
        let mut state = self.pacer.state();
        state.pace.handle_unsent(world::now(), self.ticket);
        self.pacer.settle(&mut state);
    }

    async fn wait(&mut self, word: oneshot::Receiver<Word>) -> Word {
        let word = word.await.expect("whoever waits is told, or gone itself");
        // What is refused is off the core's books.
        self.is_over = word.is_err();
        word
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut state = self.pacer.state();
        state.waiting.remove(&self.ticket);
        state.pace.handle_drop(world::now(), self.ticket);
        self.pacer.settle(&mut state);
    }
}

/// Looks at the clock while anybody waits.
struct Ticker {
    pacer: Pacer,
    is_done: bool,
}

impl Ticker {
    /// Looks until nobody waits any more; if it breaks down it begins anew, or whoever waits would wait for ever.
    /// That it broke down, the hook for panics has said.
    async fn keep_on(mut self) {
        while AssertUnwindSafe(self.run()).catch_unwind().await.is_err() {
            world::wait_until(Some(world::now() + PAUSE)).await;
        }
    }

    async fn run(&mut self) {
        let pacer = self.pacer.clone();
        loop {
            let next = {
                let mut state = pacer.state();
                state.pace.handle_timeout(world::now());
                state.tell();
                if state.waiting.is_empty() {
                    // Said while nobody else can look, so that the next one who waits begins a new one.
                    pacer.0.is_ticking.store(false, Ordering::SeqCst);
                    self.is_done = true;
                    return;
                }
                state.pace.poll_timeout()
            };
            tokio::select! {
                () = world::wait_until(next) => {}
                () = pacer.0.changed.notified() => {}
            }
        }
    }
}

impl Drop for Ticker {
    /// When the runtime goes, whoever waits in the next one shall find that nobody looks at the clock.
    ///
    /// The state may be locked by whoever began this one in a runtime that was going already.
    fn drop(&mut self) {
        if !self.is_done {
            self.pacer.0.is_ticking.store(false, Ordering::SeqCst);
        }
    }
}

/// How long it rests after it broke down.
const PAUSE: Duration = Duration::from_secs(1);
