//! The way out for events: it never makes the connection wait, and says how much it had to drop.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::connection::event::{Event, Weight};

/// A bounded queue of events, with a second one for those that must not be missed.
#[derive(Debug)]
pub(super) struct Outlet {
    events: mpsc::Sender<Event>,
    /// What waits for a reader that does not keep up, in order.
    kept: VecDeque<Event>,
    /// How many of the kept are news; the others are duty.
    news: usize,
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
            news: 0,
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
            Some(event) => {
                if event.weight() == Weight::News {
                    self.news -= 1;
                }
                permit.send(event);
            }
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
        let has_room = match event.weight() {
            Weight::Chat => false,
            Weight::News => self.news < NEWS_KEPT,
            Weight::Duty => self.kept.len() - self.news < DUTY_KEPT,
        };
        if !has_room {
            self.dropped += 1;
            return;
        }
        self.news += usize::from(event.weight() == Weight::News);
        self.kept.push_back(event);
    }
}

/// How much news is kept for a reader that does not take it.
const NEWS_KEPT: usize = 4096;

/// How much moderation is kept: ten minutes of a hundred bans a second. Memory must have a limit, even for this.
const DUTY_KEPT: usize = 65_536;

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
    async fn i09_however_much_chat_and_news_come_there_is_room_for_moderation_and_an_end_to_it() {
        let (tx, mut rx) = mpsc::channel(1);
        let mut outlet = Outlet::new(tx);
        for _ in 0..10_000 {
            outlet.offer(message("PRIVMSG #a :1")).unwrap();
            outlet.offer(message("USERNOTICE #a")).unwrap();
        }
        for _ in 0..60_000 {
            outlet.offer(message("CLEARCHAT #a")).unwrap();
        }
        assert_eq!(outlet.kept.len(), NEWS_KEPT + 60_000);
        for _ in 0..10_000 {
            outlet.offer(message("CLEARMSG #a")).unwrap();
        }
        assert_eq!(outlet.kept.len(), NEWS_KEPT + DUTY_KEPT);
        let mut received: u64 = 0;
        let mut dropped = 0;
        while let Ok(event) = rx.try_recv() {
            match event {
                Event::Dropped { count } => dropped += count,
                _ => received += 1,
            }
            if outlet.is_behind() {
                outlet.relieve().await.unwrap();
            }
        }
        assert_eq!(received + dropped, 90_000, "all is delivered or counted");
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
