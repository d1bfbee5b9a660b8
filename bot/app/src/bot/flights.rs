//! The messages that are under way: whose task is whose, and what chat says about them. What becomes of them is decided elsewhere.

use std::collections::BTreeMap;

use tokio::sync::oneshot;
use tokio::task::Id;
use types::Login;

use crate::confirmation::Confirmation;
use crate::outbox::outgoing::Outgoing;
use crate::outcome::Outcome;

/// The messages that are under way; the outbox sees to it that there is at most one in each channel.
#[derive(Debug, Default)]
pub(super) struct Flights {
    by_task: BTreeMap<Id, (Outgoing, Login)>,
    /// Those that chat has to confirm.
    confirming: BTreeMap<Login, Confirming>,
}

/// How it is told that chat has confirmed a message.
#[derive(Debug)]
struct Confirming {
    nonce: String,
    confirmed: oneshot::Sender<Outcome>,
}

impl Flights {
    /// A message is under way; the task brings its outcome.
    pub(super) fn begin(&mut self, task: Id, outgoing: Outgoing, channel: Login) {
        self.by_task.insert(task, (outgoing, channel));
    }

    /// What chat says about the channel from now on is said about the message with this nonce; it is heard with what this gives.
    pub(super) fn expect(&mut self, channel: Login, nonce: String) -> oneshot::Receiver<Outcome> {
        let (confirmed, confirmation) = oneshot::channel();
        let confirming = Confirming { nonce, confirmed };
        self.confirming.insert(channel, confirming);
        confirmation
    }

    /// Passes on what chat says about the message that is under way in its channel, if one is.
    ///
    /// A confirmation that comes too late is known by its nonce, where the server repeats it, and is not taken for
    /// that of the next message.
    pub(super) fn confirm(&mut self, said: Confirmation<'_>) {
        let Some(confirming) = self.confirming.get(said.channel) else {
            return;
        };
        if said.nonce.is_some_and(|nonce| nonce != confirming.nonce) {
            return;
        }
        if let Some(Confirming { confirmed, .. }) = self.confirming.remove(said.channel) {
            // Whoever waits for it may have given up a moment ago; then it is told as unknown already.
            let _given_up = confirmed.send(said.outcome);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'line>(channel: &'line str, nonce: Option<&'line str>) -> Confirmation<'line> {
        let outcome = Outcome::Sent { id: None };
        Confirmation {
            channel,
            nonce,
            outcome,
        }
    }

    #[test]
    fn s01_a_confirmation_belongs_to_the_message_of_its_channel_and_its_nonce() {
        let mut flights = Flights::default();
        let channel: Login = "somechan".parse().expect("a login");
        let mut heard = flights.expect(channel.clone(), "two".to_owned());
        flights.confirm(said("otherchan", Some("two")));
        flights.confirm(said("somechan", Some("one")));
        assert!(heard.try_recv().is_err(), "it was said about others");
        flights.confirm(said("somechan", Some("two")));
        assert_eq!(heard.try_recv(), Ok(Outcome::Sent { id: None }));

        // Servers need not repeat the nonce, and notices never do.
        let mut heard = flights.expect(channel, "three".to_owned());
        flights.confirm(said("somechan", None));
        assert!(heard.try_recv().is_ok());
    }
}
