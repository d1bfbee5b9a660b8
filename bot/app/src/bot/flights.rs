//! The messages that are under way: whose task is whose, and what chat says about them. What becomes of them is decided elsewhere.

use std::collections::BTreeMap;

use tokio::sync::oneshot;
use tokio::task::Id;
use types::Login;

use crate::outbox::outgoing::Outgoing;
use crate::outcome::Outcome;

/// The messages that are under way; the outbox sees to it that there is at most one in each channel.
#[derive(Debug, Default)]
pub(super) struct Flights {
    by_task: BTreeMap<Id, (Outgoing, Login)>,
    /// Those that chat has to confirm.
    confirming: BTreeMap<Login, oneshot::Sender<Outcome>>,
}

impl Flights {
    /// A message is under way; the task brings its outcome.
    pub(super) fn begin(&mut self, task: Id, outgoing: Outgoing, channel: Login) {
        self.by_task.insert(task, (outgoing, channel));
    }

    /// What chat says about the channel from now on is said about this message; it is heard with what this gives.
    pub(super) fn expect(&mut self, channel: Login) -> oneshot::Receiver<Outcome> {
        let (confirmed, confirmation) = oneshot::channel();
        self.confirming.insert(channel, confirmed);
        confirmation
    }

    /// Passes on what chat says about the message that is under way in this channel, if one is.
    pub(super) fn confirm(&mut self, channel: &str, outcome: impl FnOnce() -> Outcome) {
        if let Some(confirmed) = self.confirming.remove(channel) {
            // Whoever waits for it may have given up a moment ago; then it is told as unknown already.
            let _given_up = confirmed.send(outcome());
        }
    }

    /// The message whose task has ended, if the task had one.
    pub(super) fn end(&mut self, task: Id) -> Option<Outgoing> {
        let (outgoing, channel) = self.by_task.remove(&task)?;
        self.confirming.remove(&channel);
        Some(outgoing)
    }

    /// Gives back all that are still under way.
    pub(super) fn give_up(&mut self) -> impl Iterator<Item = Outgoing> + use<> {
        let given_up = std::mem::take(&mut self.by_task).into_values();
        given_up.map(|(outgoing, _)| outgoing)
    }
}
