//! What waits to be said, and when it may be: the limits of one account, as a machine without I/O. How it is sent is `outbound`'s.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use types::{MessageId, UserId};

/// One message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// Where to.
    pub channel: UserId,
    /// What; passed through the engine's sanitizer already.
    pub text: String,
    /// The message that it answers in a thread.
    pub reply_to: Option<MessageId>,
    /// The message that caused it.
    pub cause: MessageId,
}

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Send this; it is counted against the limits from now on.
    Send(Outgoing),
    /// Nobody would understand this answer any more.
    Expired(Outgoing),
    /// There is no room for more; the newest is refused.
    Full(Outgoing),
}

/// The queue of one account with Twitch's limits: 20 messages in 30 s, 100 where the account is
/// privileged, and one a second in each channel where it is not.
///
/// The limits are kept with a log of what was sent, not with a refilling bucket: a bucket of 20
/// lets 39 messages into one window, and the punishment for that is an hour of silence.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: VecDeque<(Instant, Outgoing)>,
    turns: VecDeque<Turn>,
    sent: VecDeque<Instant>,
    last_sent: BTreeMap<UserId, Instant>,
    privileged: BTreeMap<UserId, bool>,
}

impl Outbox {
    /// Learns whether the account is broadcaster, moderator or VIP in a channel.
    pub(crate) fn set_privileged(&mut self, channel: UserId, is_privileged: bool) {
        self.privileged.insert(channel, is_privileged);
    }

    /// Takes a message; [`poll`](Self::poll) says what becomes of it.
    pub(crate) fn push(&mut self, now: Instant, outgoing: Outgoing) {
        if self.waiting.len() < MOST_WAITING {
            self.waiting.push_back((now, outgoing));
        } else {
            self.turns.push_back(Turn::Full(outgoing));
        }
    }

    /// What is to be done now, if anything. Order is kept within a channel.
    pub(crate) fn poll(&mut self, now: Instant) -> Option<Turn> {
        if let Some(turn) = self.turns.pop_front() {
            return Some(turn);
        }
        if let Some(position) = self
            .waiting
            .iter()
            .position(|(since, _)| now.duration_since(*since) > PATIENCE)
        {
            return self
                .waiting
                .remove(position)
                .map(|(_, outgoing)| Turn::Expired(outgoing));
        }
        let position = self.next_allowed(now)?;
        let (_, outgoing) = self.waiting.remove(position)?;
        self.sent.push_back(now);
        self.last_sent.insert(outgoing.channel.clone(), now);
        Some(Turn::Send(outgoing))
    }

    /// Gives back all that still waits, because nothing is going to be sent any more.
    pub(crate) fn give_up(&mut self) -> Vec<Outgoing> {
        let refused = self.turns.drain(..).map(|turn| match turn {
            Turn::Send(outgoing) | Turn::Expired(outgoing) | Turn::Full(outgoing) => outgoing,
        });
        let waiting = self.waiting.drain(..).map(|(_, outgoing)| outgoing);
        waiting.chain(refused).collect()
    }

    /// Learns that the message sent last has its outcome. Twitch counts from its arrival, which
    /// may have been as late as now, so the next one must not follow on its heels.
    pub(crate) fn note_outcome(&mut self, now: Instant, channel: &UserId) {
        if let Some(sent) = self.sent.back_mut() {
            *sent = now;
        }
        if let Some(sent) = self.last_sent.get_mut(channel) {
            *sent = now;
        }
    }

    /// When [`poll`](Self::poll) will have something, if nothing else happens.
    pub(crate) fn poll_timeout(&self, now: Instant) -> Option<Instant> {
        if !self.turns.is_empty() {
            return Some(now);
        }
        let firsts = self
            .firsts()
            .map(|(_, outgoing)| self.allowed_at(now, &outgoing.channel));
        let oldest = self
            .waiting
            .iter()
            .map(|(since, _)| *since + PATIENCE + TICK)
            .min();
        firsts.chain(oldest).min()
    }

    /// The first message of each channel, so that one channel's limit does not hold up the others.
    fn firsts(&self) -> impl Iterator<Item = &(Instant, Outgoing)> {
        let mut seen = Vec::new();
        self.waiting.iter().filter(move |(_, outgoing)| {
            let is_first = !seen.contains(&&outgoing.channel);
            seen.push(&outgoing.channel);
            is_first
        })
    }

    fn next_allowed(&mut self, now: Instant) -> Option<usize> {
        while self
            .sent
            .front()
            .is_some_and(|sent| now.duration_since(*sent) > WINDOW)
        {
            self.sent.pop_front();
        }
        let channel = self
            .firsts()
            .find(|(_, outgoing)| self.allowed_at(now, &outgoing.channel) <= now)
            .map(|(_, outgoing)| outgoing.channel.clone())?;
        self.waiting
            .iter()
            .position(|(_, outgoing)| outgoing.channel == channel)
    }

    /// The first moment at which a message to this channel breaks no limit.
    fn allowed_at(&self, now: Instant, channel: &UserId) -> Instant {
        let is_privileged = self.privileged.get(channel).copied().unwrap_or(false);
        let limit = if is_privileged {
            PRIVILEGED_LIMIT
        } else {
            LIMIT
        };
        let window_opens = self
            .sent
            .len()
            .checked_sub(limit)
            .and_then(|index| self.sent.get(index));
        let window_opens = window_opens.map_or(now, |sent| *sent + WINDOW + TICK);
        let gap = if is_privileged { PRIVILEGED_GAP } else { GAP };
        let channel_opens = self.last_sent.get(channel).map_or(now, |sent| *sent + gap);
        window_opens.max(channel_opens).max(now)
    }
}

/// Twitch's windows, with a margin for clocks and for the way there.
const WINDOW: Duration = Duration::from_secs(32);
const LIMIT: usize = 19;
const PRIVILEGED_LIMIT: usize = 99;
const GAP: Duration = Duration::from_millis(1_100);
const PRIVILEGED_GAP: Duration = Duration::from_millis(100);
/// An answer that comes later than this confuses more than it helps.
const PATIENCE: Duration = Duration::from_secs(10);
/// A flood of commands must not fill the memory.
const MOST_WAITING: usize = 1_000;
const TICK: Duration = Duration::from_millis(1);

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(channel: &str, number: usize) -> Outgoing {
        let text = number.to_string();
        Outgoing {
            channel: UserId::new(channel),
            text,
            reply_to: None,
            cause: MessageId::new("cause"),
        }
    }

    /// Offers a message every `step` for `length` and gives the moments at which some were sent.
    fn sent_moments(outbox: &mut Outbox, step: Duration, length: Duration) -> Vec<Instant> {
        let start = Instant::now();
        let mut moments = Vec::new();
        let mut now = start;
        while now < start + length {
            outbox.push(now, outgoing("1", 0));
            while let Some(turn) = outbox.poll(now) {
                if matches!(turn, Turn::Send(_)) {
                    moments.push(now);
                }
            }
            now += step;
        }
        moments
    }

    fn most_in_a_window(moments: &[Instant]) -> usize {
        let within = |start: &Instant| {
            moments
                .iter()
                .filter(|moment| **moment >= *start && **moment < *start + Duration::from_secs(30))
                .count()
        };
        moments.iter().map(within).max().unwrap_or(0)
    }

    #[test]
    fn s03_no_window_of_30_seconds_holds_more_than_the_limit() {
        for (is_privileged, limit) in [(false, 20), (true, 100)] {
            let mut outbox = Outbox::default();
            outbox.set_privileged(UserId::new("1"), is_privileged);
            let moments = sent_moments(
                &mut outbox,
                Duration::from_millis(70),
                Duration::from_secs(600),
            );
            let most = most_in_a_window(&moments);
            assert!(
                most <= limit,
                "{most} messages in 30 s where {limit} are allowed"
            );
            assert!(
                most > limit / 2,
                "the limit is used, not just kept: {most} of {limit}"
            );
        }
    }

    #[test]
    fn i08_an_answer_that_waited_too_long_is_dropped_and_said_so() {
        let mut outbox = Outbox::default();
        let start = Instant::now();
        for number in 0..3 {
            outbox.push(start, outgoing("1", number));
        }
        assert!(matches!(outbox.poll(start), Some(Turn::Send(_))));
        let later = start + PATIENCE + Duration::from_millis(2);
        assert_eq!(outbox.poll(later), Some(Turn::Expired(outgoing("1", 1))));
        assert_eq!(outbox.poll(later), Some(Turn::Expired(outgoing("1", 2))));
        assert_eq!(outbox.poll_timeout(later), None);
    }

    #[test]
    fn a_channel_that_has_to_wait_does_not_hold_up_the_others() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        for (channel, number) in [("1", 1), ("1", 2), ("2", 3)] {
            outbox.push(now, outgoing(channel, number));
        }
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 1))));
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("2", 3))));
        assert_eq!(outbox.poll(now), None);
        let timeout = outbox.poll_timeout(now).expect("one message still waits");
        assert_eq!(outbox.poll(timeout), Some(Turn::Send(outgoing("1", 2))));
    }

    #[test]
    fn s03_a_message_that_took_long_to_arrive_is_not_followed_at_once() {
        let mut outbox = Outbox::default();
        let sent = Instant::now();
        for number in 0..2 {
            outbox.push(sent, outgoing("1", number));
        }
        assert_eq!(outbox.poll(sent), Some(Turn::Send(outgoing("1", 0))));
        let arrived = sent + Duration::from_secs(3);
        outbox.note_outcome(arrived, &UserId::new("1"));
        assert_eq!(outbox.poll(arrived), None);
        assert_eq!(
            outbox.poll(arrived + GAP),
            Some(Turn::Send(outgoing("1", 1)))
        );
    }

    #[test]
    fn i08_at_the_end_no_message_is_forgotten() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        for number in 0..MOST_WAITING + 2 {
            outbox.push(now, outgoing("1", number));
        }
        let given_back = outbox.give_up();
        assert_eq!(given_back.len(), MOST_WAITING + 2);
        assert_eq!(outbox.poll_timeout(now), None);
    }

    #[test]
    fn l01_a_flood_of_answers_is_refused_at_the_door() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        for number in 0..=MOST_WAITING {
            outbox.push(now, outgoing("1", number));
        }
        assert_eq!(
            outbox.poll(now),
            Some(Turn::Full(outgoing("1", MOST_WAITING)))
        );
    }
}
