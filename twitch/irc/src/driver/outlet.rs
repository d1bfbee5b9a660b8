//! The way out for events: it never makes the connection wait, and says how much it had to drop.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::connection::event::Event;

/// A bounded queue of events, with a second one for those that must not be missed.
#[derive(Debug)]
pub(super) struct Outlet {
    events: mpsc::Sender<Event>,
    kept: VecDeque<Event>,
    dropped: u64,
}

/// Nobody takes events any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gone;

impl Outlet {
    pub(super) const fn new(events: mpsc::Sender<Event>) -> Self {
        Self {
            events,
            kept: VecDeque::new(),
            dropped: 0,
        }
    }

    /// Hands out an event at once, or keeps it, or drops it.
    pub(super) fn offer(&mut self, event: Event) -> Result<(), Gone> {
        if self.is_behind() {
            self.keep(event);
            return Ok(());
        }
        match self.events.try_send(event) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(event)) => {
                self.keep(event);
                Ok(())
            }
            Err(TrySendError::Closed(_)) => Err(Gone),
        }
    }

    /// Waits until one of the kept events can be handed out, and does so; or until nobody takes events any more.
    pub(super) async fn relieve(&mut self) -> Result<(), Gone> {
        if !self.is_behind() {
            self.events.closed().await;
            return Err(Gone);
        }
        let permit = self.events.reserve().await.map_err(|_| Gone)?;
        match self.kept.pop_front() {
            Some(event) => permit.send(event),
            None => permit.send(Event::Dropped {
                count: std::mem::take(&mut self.dropped),
            }),
        }
        Ok(())
    }

    fn is_behind(&self) -> bool {
        !self.kept.is_empty() || self.dropped > 0
    }

    fn keep(&mut self, event: Event) {
        if event.may_be_dropped() || self.kept.len() >= KEPT {
            self.dropped += 1;
        } else {
            self.kept.push_back(event);
        }
    }
}

/// How many events that must not be missed are kept for a reader that does not take them.
const KEPT: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::owned::OwnedMessage;

    fn message(text: &str) -> Event {
        Event::Message(OwnedMessage::parse(text).unwrap())
    }

    #[tokio::test]
    async fn i09_a_reader_that_does_not_keep_up_misses_chat_and_is_told_how_much_but_no_moderation()
    {
        let (tx, mut rx) = mpsc::channel(1);
        let mut outlet = Outlet::new(tx);
        for text in ["PRIVMSG #a :1", "PRIVMSG #a :2", "CLEARCHAT #a", "JOIN #a"] {
            outlet.offer(message(text)).unwrap();
        }
        let mut received = Vec::new();
        for _ in 0..3 {
            received.push(rx.try_recv().unwrap());
            if outlet.is_behind() {
                outlet.relieve().await.unwrap();
            }
        }
        let expected = [
            message("PRIVMSG #a :1"),
            message("CLEARCHAT #a"),
            Event::Dropped { count: 2 },
        ];
        assert_eq!(received, expected);
        outlet.offer(message("PRIVMSG #a :3")).unwrap();
        assert_eq!(rx.try_recv(), Ok(message("PRIVMSG #a :3")));
    }

    #[tokio::test]
    async fn a_reader_that_is_gone_is_noticed() {
        let (tx, rx) = mpsc::channel(1);
        let mut outlet = Outlet::new(tx);
        drop(rx);
        assert_eq!(outlet.relieve().await, Err(Gone));
        assert_eq!(outlet.offer(message("PRIVMSG #a :1")), Err(Gone));
    }
}
