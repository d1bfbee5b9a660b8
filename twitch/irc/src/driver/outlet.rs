//! The way out for events: it makes the connection wait for a breath at most, and says how much it had to drop.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::{Instant, timeout_at};

use crate::batch::Batch;
use crate::connection::event::{Event, Weight};
use crate::owned::OwnedMessage;

/// A bounded queue of events, with a second one for those that must not be missed.
#[derive(Debug)]
pub(super) struct Outlet {
    events: mpsc::Sender<Event>,
    /// How many messages each event holds that is not taken yet, and perhaps of some that are.
    counts: VecDeque<usize>,
    /// All of these together.
    waiting: usize,
    breath: Breath,
    /// What waits for a reader that does not keep up, in order.
    kept: VecDeque<Event>,
    /// How many of the kept are news; the others are duty.
    news: usize,
    dropped: u64,
}

/// Whether a reader who has nearly no room left is waited for, so that a busy computer can let it go on.
#[derive(Debug, Clone, Copy)]
enum Breath {
    /// It will be, when there is a reason.
    Free,
    /// It is, so long.
    Given { until: Instant },
    /// It was in vain, and will be again when the reader has taken something.
    Spent,
}

/// Nobody takes events any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gone;

impl Outlet {
    pub(super) const fn new(events: mpsc::Sender<Event>) -> Self {
        Self {
            events,
            counts: VecDeque::new(),
            waiting: 0,
            breath: Breath::Free,
            kept: VecDeque::new(),
            news: 0,
            dropped: 0,
        }
    }

    /// Hands out an event at once, or keeps it, or drops it.
    pub(super) fn offer(&mut self, event: Event) -> Result<(), Gone> {
        if self.is_behind() || self.is_full() {
            self.keep_all(event);
            return Ok(());
        }
        let count = messages_in(&event);
        match self.events.try_send(event) {
            Ok(()) => {
                self.note_sent(count);
                self.begin_breath();
                Ok(())
            }
            Err(TrySendError::Full(event)) => {
                self.keep_all(event);
                Ok(())
            }
            Err(TrySendError::Closed(_)) => Err(Gone),
        }
    }

    /// Whether nothing is to be read now, because the reader has nearly no room left.
    pub(super) fn is_breathing(&self) -> bool {
        matches!(self.breath, Breath::Given { .. }) && !self.is_behind()
    }

    /// Waits until one of the kept events can be handed out, and does so; or until a breath is over; or until nobody takes events any more.
    pub(super) async fn relieve(&mut self) -> Result<(), Gone> {
        if !self.is_behind() {
            return self.breathe().await;
        }
        self.forget_taken();
        let permits = self.events.reserve_many(self.places_at_half()).await;
        let mut permits = permits.map_err(|_| Gone)?;
        let event = match self.kept.pop_front() {
            Some(event) => {
                if event.weight() == Weight::News {
                    self.news -= 1;
                }
                event
            }
            None => Event::Dropped {
                count: std::mem::take(&mut self.dropped),
            },
        };
        if let Some(permit) = permits.next() {
            permit.send(event);
        }
        drop(permits);
        self.note_sent(1);
        Ok(())
    }

    async fn breathe(&mut self) -> Result<(), Gone> {
        let Breath::Given { until } = self.breath else {
            self.events.closed().await;
            return Err(Gone);
        };
        self.forget_taken();
        let room = self.events.reserve_many(self.places_at_half());
        let has_room = match timeout_at(until, room).await {
            Ok(Ok(_)) => true,
            Ok(Err(_)) => return Err(Gone),
            Err(_) => false,
        };
        self.breath = if has_room {
            Breath::Free
        } else {
            Breath::Spent
        };
        Ok(())
    }

    fn begin_breath(&mut self) {
        let is_crowded = 4 * self.waiting >= 3 * self.events.max_capacity();
        if is_crowded && matches!(self.breath, Breath::Free) {
            let until = Instant::now() + BREATH;
            self.breath = Breath::Given { until };
        }
    }

    fn note_sent(&mut self, count: usize) {
        self.counts.push_back(count);
        self.waiting += count;
    }

    /// Whether as many messages wait as may, in however few events.
    fn is_full(&mut self) -> bool {
        self.forget_taken();
        self.waiting >= self.events.max_capacity()
    }

    fn forget_taken(&mut self) {
        let untaken = self.events.max_capacity() - self.events.capacity();
        while self.counts.len() > untaken
            && let Some(count) = self.counts.pop_front()
        {
            self.waiting -= count;
            if matches!(self.breath, Breath::Spent) {
                self.breath = Breath::Free;
            }
        }
    }

    /// How many places are free when no more than half of the messages wait that may: a reader who is behind is told seldom how much it missed.
    fn places_at_half(&self) -> usize {
        let mut left = self.waiting;
        // The reader goes on meanwhile, so some of the counted may be free already.
        let mut places = self.events.capacity();
        for count in &self.counts {
            if left <= self.events.max_capacity() / 2 {
                break;
            }
            left -= count;
            places += 1;
        }
        places.clamp(1, self.events.max_capacity())
    }

    fn is_behind(&self) -> bool {
        !self.kept.is_empty() || self.dropped > 0
    }

    /// Of many messages, each by its own weight.
    fn keep_all(&mut self, event: Event) {
        match event {
            Event::Messages(batch) => self.keep_batch(&batch),
            other => self.keep(other),
        }
    }

    fn keep_batch(&mut self, batch: &Batch) {
        for line in batch.lines() {
            if Weight::of(&line) == Weight::Chat {
                self.dropped += 1;
            } else {
                self.keep(Event::Message(OwnedMessage::from(line)));
            }
        }
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

/// How many messages an event brings; what is no message counts as one.
const fn messages_in(event: &Event) -> usize {
    match event {
        Event::Messages(batch) => batch.len(),
        _ => 1,
    }
}

/// How long a reader is waited for. A PING may wait as long as that too.
const BREATH: Duration = Duration::from_millis(20);

/// How much news is kept for a reader that does not take it.
const NEWS_KEPT: usize = 4096;

/// How much moderation is kept: ten minutes of a hundred bans a second. Memory must have a limit, even for this.
const DUTY_KEPT: usize = 65_536;

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::time::sleep;

    use super::*;
    use crate::line::Line;

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

    fn batch(texts: &[&str]) -> Event {
        let mut batch = Batch::default();
        for text in texts {
            batch.push(&Line::parse(text).unwrap());
        }
        Event::Messages(batch)
    }

    #[tokio::test]
    async fn i09_batches_are_counted_by_what_they_hold_and_of_what_is_too_much_moderation_is_kept()
    {
        let (tx, mut rx) = mpsc::channel(4);
        let mut outlet = Outlet::new(tx);
        let chat = batch(&["PRIVMSG #a :1"; 3]);
        let busy = batch(&[
            "PRIVMSG #a :2",
            "CLEARCHAT #a",
            "@badges=moderator/1 PRIVMSG #a :!calm",
        ]);
        outlet.offer(chat.clone()).unwrap();
        outlet.offer(chat.clone()).unwrap();
        assert_eq!(rx.len(), 2, "the last one that fits in may be too long");
        outlet.offer(busy).unwrap();
        outlet.offer(chat.clone()).unwrap();
        assert!(
            outlet.relieve().now_or_never().is_none(),
            "nobody took anything"
        );
        assert_eq!(rx.recv().await, Some(chat.clone()));
        assert!(
            outlet.relieve().now_or_never().is_none(),
            "more than half is left"
        );
        assert_eq!(rx.recv().await, Some(chat.clone()));
        let mut received = Vec::new();
        while outlet.is_behind() {
            outlet.relieve().await.unwrap();
            received.push(rx.try_recv().unwrap());
        }
        let expected = [
            message("CLEARCHAT #a"),
            message("@badges=moderator/1 PRIVMSG #a :!calm"),
            Event::Dropped { count: 4 },
        ];
        assert_eq!(received, expected);
        outlet.offer(chat.clone()).unwrap();
        assert_eq!(rx.try_recv(), Ok(chat));
    }

    #[tokio::test]
    async fn i09_a_reader_that_takes_something_while_room_is_looked_for_is_not_taken_for_gone() {
        let (tx, mut rx) = mpsc::channel(4);
        let mut outlet = Outlet::new(tx);
        outlet.offer(batch(&["PRIVMSG #a :1"; 10])).unwrap();
        outlet.offer(batch(&["PRIVMSG #a :2"; 10])).unwrap();
        outlet.forget_taken();
        rx.recv().await.unwrap();
        let places = outlet.places_at_half();
        assert_eq!(places, 4, "there are no more than four");
        assert!(outlet.events.reserve_many(places).await.is_ok());
    }

    /// Takes 80,000 lines a second, and falls asleep for so long after every second.
    ///
    /// Returns how late the lines of moderators were, who say in each the millisecond at which they speak, and how much was taken and dropped.
    async fn read_slowly(
        mut events: mpsc::Receiver<Event>,
        asleep: Duration,
    ) -> (Vec<Duration>, u64, u64) {
        let begun = Instant::now();
        let (mut late, mut taken, mut dropped) = (Vec::new(), 0, 0);
        let mut owed = Duration::ZERO;
        while let Some(event) = events.recv().await {
            let texts: Vec<String> = match &event {
                Event::Messages(batch) => batch.lines().map(|line| line.to_string()).collect(),
                Event::Message(message) => vec![message.as_str().to_owned()],
                Event::Dropped { count } => {
                    dropped += count;
                    continue;
                }
                other => panic!("{other:?}"),
            };
            for text in &texts {
                taken += 1;
                owed += Duration::from_nanos(12_500);
                if taken % 80_000 == 0 {
                    owed += asleep;
                }
                // The clock counts milliseconds.
                if owed >= Duration::from_millis(1) {
                    sleep(std::mem::take(&mut owed)).await;
                }
                if let Some((_, spoken)) = text.split_once("!calm ") {
                    let spoken = Duration::from_millis(spoken.parse().unwrap());
                    late.push(begun.elapsed().saturating_sub(spoken));
                }
            }
        }
        (late, taken, dropped)
    }

    /// 50,000 lines a second for twenty seconds, in which a moderator says something every tenth of a second.
    async fn flood(asleep: Duration) -> (Vec<Duration>, u64, u64) {
        let (tx, rx) = mpsc::channel(16_384);
        let mut outlet = Outlet::new(tx);
        let reader = tokio::spawn(read_slowly(rx, asleep));
        let mut tick = tokio::time::interval(Duration::from_millis(2));
        let mut millis = 0;
        while millis < 20_000 {
            tokio::select! {
                biased;
                Ok(()) = outlet.relieve(), if outlet.is_behind() => {}
                _ = tick.tick() => {
                    let mut lines = vec!["PRIVMSG #a :words".to_owned(); 100];
                    if millis % 100 == 0 {
                        lines[50] = format!("@badges=moderator/1 PRIVMSG #a :!calm {millis}");
                    }
                    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                    outlet.offer(batch(&lines)).unwrap();
                    millis += 2;
                }
            }
        }
        while outlet.is_behind() {
            outlet.relieve().await.unwrap();
        }
        drop(outlet);
        reader.await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn l01_a_moderator_is_heard_in_a_flood_by_a_reader_who_keeps_up() {
        let (mut late, taken, dropped) = flood(Duration::from_millis(100)).await;
        late.sort();
        assert_eq!((late.len(), taken, dropped), (200, 1_000_000, 0));
        assert!(late[197] < Duration::from_millis(250), "{:?}", late[197]);
    }

    #[tokio::test(start_paused = true)]
    async fn l01_a_moderator_is_heard_in_a_flood_although_a_reader_who_sleeps_misses_chat() {
        let (late, taken, dropped) = flood(Duration::from_secs(2)).await;
        assert_eq!(late.len(), 200, "no word of the moderator is lost");
        assert!(dropped > 0, "two seconds of such a flood have no room");
        assert_eq!(taken + dropped, 1_000_000, "all is taken or counted");
    }

    #[tokio::test(start_paused = true)]
    async fn i10_a_reader_without_room_is_waited_for_once_and_again_when_it_has_taken_something() {
        let (tx, mut rx) = mpsc::channel(4);
        let mut outlet = Outlet::new(tx);
        let chat = message("PRIVMSG #a :1");
        outlet.offer(batch(&["PRIVMSG #a :1"; 3])).unwrap();
        assert!(outlet.is_breathing());
        let begun = Instant::now();
        outlet.relieve().await.unwrap();
        assert_eq!(begun.elapsed(), BREATH, "nobody took anything");
        outlet.offer(chat.clone()).unwrap();
        assert!(
            !outlet.is_breathing(),
            "the rest is dropped without waiting"
        );
        rx.recv().await.unwrap();
        outlet.offer(batch(&["PRIVMSG #a :1"; 3])).unwrap();
        assert!(outlet.is_breathing(), "the reader goes on");
        while rx.try_recv().is_ok() {}
        outlet.relieve().await.unwrap();
        assert_eq!(begun.elapsed(), BREATH, "there is room already");
        assert!(!outlet.is_breathing());
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
