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
    /// It is not tried, and this is why.
    Refuse(Outgoing, Refusal),
}

/// Why a message is not even tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no room for more; the newest is refused.
    Full,
    /// The same was said last in this channel, less than 30 seconds ago.
    Duplicate,
    /// The channel refused a message for this reason a while ago, and would refuse this one too.
    Resting(String),
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
    /// What appeared last in each channel, for Twitch shows nothing twice within 30 seconds.
    said: BTreeMap<UserId, (Instant, String)>,
    /// Where nothing would appear for a while, and why.
    resting: BTreeMap<UserId, (Instant, String)>,
}

impl Outbox {
    /// Learns whether the account is broadcaster, moderator or VIP in a channel.
    pub(crate) fn set_privileged(&mut self, channel: UserId, is_privileged: bool) {
        let was_privileged = self.privileged.get(&channel).copied().unwrap_or(false);
        if is_privileged && !was_privileged {
            self.wake(&channel);
        }
        self.privileged.insert(channel, is_privileged);
    }

    /// Sends nothing to a channel for a while, because it would be refused like the message before.
    pub(crate) fn rest(&mut self, channel: UserId, until: Instant, code: &str) {
        self.resting.insert(channel, (until, code.to_owned()));
    }

    /// Tries a channel again, because something has changed there.
    pub(crate) fn wake(&mut self, channel: &UserId) {
        self.resting.remove(channel);
    }

    /// Takes a message; [`poll`](Self::poll) says what becomes of it.
    pub(crate) fn push(&mut self, now: Instant, outgoing: Outgoing) {
        if self.waiting.len() < MOST_WAITING {
            self.waiting.push_back((now, outgoing));
        } else {
            self.turns.push_back(Turn::Refuse(outgoing, Refusal::Full));
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
        if let Some(refusal) = self.refusal(now, &outgoing) {
            return Some(Turn::Refuse(outgoing, refusal));
        }
        self.sent.push_back(now);
        self.last_sent.insert(outgoing.channel.clone(), now);
        Some(Turn::Send(outgoing))
    }

    /// Gives back all that still waits, because nothing is going to be sent any more.
    pub(crate) fn give_up(&mut self) -> Vec<Outgoing> {
        let refused = self.turns.drain(..).map(|turn| match turn {
            Turn::Send(outgoing) | Turn::Expired(outgoing) | Turn::Refuse(outgoing, _) => outgoing,
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

    /// Learns that a message appeared.
    pub(crate) fn note_said(&mut self, now: Instant, outgoing: &Outgoing) {
        let said = (now, as_compared(&outgoing.text));
        self.said.insert(outgoing.channel.clone(), said);
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

    /// Why Twitch would not let this appear, as far as that can be known beforehand.
    fn refusal(&mut self, now: Instant, outgoing: &Outgoing) -> Option<Refusal> {
        let channel = &outgoing.channel;
        if let Some((until, code)) = self.resting.get(channel) {
            if now < *until {
                return Some(Refusal::Resting(code.clone()));
            }
            self.resting.remove(channel);
        }
        let is_privileged = self.privileged.get(channel).copied().unwrap_or(false);
        let (at, text) = self.said.get(channel)?;
        let is_duplicate = !is_privileged
            && now.duration_since(*at) < TWICE
            && *text == as_compared(&outgoing.text);
        is_duplicate.then_some(Refusal::Duplicate)
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

/// A text as Twitch compares it: blanks are collapsed, and ones that nobody sees do not count.
fn as_compared(text: &str) -> String {
    let words: Vec<_> = text
        .split(|letter: char| letter.is_whitespace() || letter == '\u{E0000}')
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// For so long Twitch shows the same text only once.
const TWICE: Duration = Duration::from_secs(30);
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
            Some(Turn::Refuse(outgoing("1", MOST_WAITING), Refusal::Full))
        );
    }

    #[test]
    fn s02_the_same_text_within_30_seconds_is_refused_unless_the_bot_is_a_moderator() {
        let mut outbox = Outbox::default();
        let said = Instant::now();
        outbox.note_said(said, &outgoing("1", 7));
        let soon = said + Duration::from_secs(2);
        let mut padded = outgoing("1", 7);
        padded.text.push_str(" \u{E0000}");
        outbox.push(soon, padded.clone());
        let refused = Turn::Refuse(padded.clone(), Refusal::Duplicate);
        assert_eq!(outbox.poll(soon), Some(refused));
        outbox.push(soon, outgoing("2", 7));
        assert_eq!(outbox.poll(soon), Some(Turn::Send(outgoing("2", 7))));
        let later = said + TWICE;
        outbox.push(later, padded.clone());
        assert_eq!(outbox.poll(later), Some(Turn::Send(padded.clone())));

        outbox.note_said(later, &padded);
        outbox.set_privileged(UserId::new("1"), true);
        let soon = later + Duration::from_secs(2);
        outbox.push(soon, padded.clone());
        assert_eq!(outbox.poll(soon), Some(Turn::Send(padded)));
    }

    #[test]
    fn s02_what_was_refused_as_a_duplicate_takes_no_place_in_the_window() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        outbox.note_said(now, &outgoing("1", 7));
        for _ in 0..LIMIT {
            outbox.push(now, outgoing("1", 7));
        }
        outbox.push(now, outgoing("1", 8));
        for _ in 0..LIMIT {
            let refused = Turn::Refuse(outgoing("1", 7), Refusal::Duplicate);
            assert_eq!(outbox.poll(now), Some(refused));
        }
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 8))));
    }

    #[test]
    fn s09_a_channel_that_bans_the_bot_is_left_alone_until_something_changes() {
        let mut outbox = Outbox::default();
        let now = Instant::now();
        let until = now + Duration::from_secs(600);
        let channel = UserId::new("1");
        outbox.rest(channel.clone(), until, "msg_banned");
        for (channel, number) in [("1", 1), ("2", 2)] {
            outbox.push(now, outgoing(channel, number));
        }
        let resting = Refusal::Resting("msg_banned".to_owned());
        let refused = Turn::Refuse(outgoing("1", 1), resting);
        assert_eq!(outbox.poll(now), Some(refused));
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("2", 2))));
        outbox.push(until, outgoing("1", 3));
        assert_eq!(outbox.poll(until), Some(Turn::Send(outgoing("1", 3))));

        let now = until + WINDOW;
        outbox.rest(channel.clone(), now + WINDOW, "msg_subsonly");
        outbox.set_privileged(channel, true);
        outbox.push(now, outgoing("1", 4));
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 4))));
    }

    /// Numbers without pattern, the same each time.
    fn chance(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }

    /// Twitch's limits as its documentation words them, kept without regard to how the outbox keeps them.
    #[derive(Default)]
    struct Oracle {
        window: VecDeque<Instant>,
        last_in: BTreeMap<UserId, (Instant, String)>,
        fullest: [usize; 2],
    }

    impl Oracle {
        fn see(&mut self, now: Instant, message: &Outgoing, is_privileged: bool) {
            self.window.push_back(now);
            while self.window[0] + Duration::from_secs(30) <= now {
                self.window.pop_front();
            }
            let (count, limit) = (self.window.len(), if is_privileged { 100 } else { 20 });
            assert!(count <= limit, "{count} messages where {limit} are allowed");
            let fullest = &mut self.fullest[usize::from(is_privileged)];
            *fullest = count.max(*fullest);
            let said = (now, message.text.clone());
            if let Some((before, text)) = self.last_in.insert(message.channel.clone(), said) {
                let is_apart =
                    is_privileged || now.duration_since(before) >= Duration::from_secs(1);
                assert!(is_apart, "two messages within a second");
                let [text, next] = [&text, &message.text].map(|it| it.parse::<u64>().ok());
                assert!(text < next, "the order of the channel is not kept");
            }
        }
    }

    #[test]
    fn s03_over_20_hours_in_channels_of_both_kinds_no_limit_is_broken_and_order_is_kept() {
        let mut outbox = Outbox::default();
        let mut oracle = Oracle::default();
        let mut privileged = [false; 6];
        let start = Instant::now();
        let (mut now, mut state, mut number) = (start, 7, 0);
        while now < start + Duration::from_secs(20 * 3_600) {
            // Rushes of a hundred messages, and quiet times.
            let is_rush = chance(&mut state).is_multiple_of(40);
            for _ in 0..if is_rush { 100 } else { 1 } {
                let channel = chance(&mut state) % 6;
                number += 1;
                outbox.push(now, outgoing(&channel.to_string(), number));
            }
            if chance(&mut state).is_multiple_of(50) {
                let channel = usize::try_from(chance(&mut state) % 6).expect("a small number");
                privileged[channel] ^= true;
                outbox.set_privileged(UserId::new(channel.to_string()), privileged[channel]);
            }
            while let Some(turn) = outbox.poll(now) {
                let Turn::Send(message) = turn else { continue };
                let channel: usize = message.channel.as_str().parse().expect("a number");
                oracle.see(now, &message, privileged[channel]);
                now += Duration::from_millis(chance(&mut state) % 200);
                outbox.note_outcome(now, &message.channel);
            }
            now += Duration::from_millis(chance(&mut state) % 2_000);
        }
        let [fullest, fullest_privileged] = oracle.fullest;
        assert!(
            fullest >= 15 && fullest_privileged >= 80,
            "the limits are used: {:?}",
            oracle.fullest
        );
    }

    #[test]
    fn s01_of_100_000_messages_each_ends_exactly_once_whatever_goes_wrong() {
        let mut outbox = Outbox::default();
        let mut now = Instant::now();
        let mut state = 1;
        let mut ends = vec![0_u8; 100_000];
        let end = |ends: &mut Vec<u8>, outgoing: &Outgoing| {
            let number: usize = outgoing.cause.as_str().parse().expect("a number");
            ends[number] += 1;
        };
        for number in 0..ends.len() {
            let channel = (chance(&mut state) % 5).to_string();
            let mut message = outgoing(&channel, number % 40);
            message.cause = MessageId::new(number.to_string());
            outbox.push(now, message);
            if chance(&mut state).is_multiple_of(3) {
                continue;
            }
            let Some(turn) = outbox.poll(now) else {
                now += Duration::from_millis(chance(&mut state) % 900);
                continue;
            };
            let (Turn::Send(message) | Turn::Expired(message) | Turn::Refuse(message, _)) = &turn;
            end(&mut ends, message);
            if matches!(turn, Turn::Send(_)) {
                // Until the outcome is known, nothing else is sent.
                now += Duration::from_millis(chance(&mut state) % 4_000);
                outbox.note_outcome(now, &message.channel);
                match chance(&mut state) % 10 {
                    0 => outbox.rest(message.channel.clone(), now + WINDOW, "msg_timedout"),
                    1 => outbox.set_privileged(
                        message.channel.clone(),
                        chance(&mut state).is_multiple_of(2),
                    ),
                    2 => {}
                    _ => outbox.note_said(now, message),
                }
            }
        }
        for message in outbox.give_up() {
            end(&mut ends, &message);
        }
        let wrong = ends.iter().filter(|count| **count != 1).count();
        assert_eq!(wrong, 0, "messages without an outcome, or with two");
    }
}
