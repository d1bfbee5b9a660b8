//! What must hold at every moment of a day, whatever goes wrong. A broken rule is a sentence.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use auth::account::action::Event as AccountEvent;
use engine::Verdict;
use types::{Login, MessageId, Secret};

use super::call::Outcome;
use super::order::News;

/// Follows a day and judges it.
#[derive(Debug)]
pub(crate) struct Rules {
    channels: BTreeSet<Login>,
    joined: BTreeSet<Login>,
    /// Since when nothing is wrong from outside.
    healthy_since: Duration,
    validated_at: Duration,
    joins: Window,
    messages: Window,
    /// What became of the answer to each `!ping` that was obeyed.
    pings: BTreeMap<MessageId, usize>,
    pub(crate) counts: Counts,
}

/// What happened how often, so that a day cannot pass idle.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) disconnections: usize,
    pub(crate) silent_deaths: usize,
    pub(crate) refreshes: usize,
    pub(crate) retried_calls: usize,
    pub(crate) lines_heard: u64,
    pub(crate) pings: usize,
    pub(crate) sent: u64,
    pub(crate) too_late: usize,
    pub(crate) unknown: u64,
    pub(crate) fullest_window: usize,
}

/// Moments within the last so many seconds.
#[derive(Debug)]
struct Window {
    length: Duration,
    moments: VecDeque<Duration>,
}

impl Rules {
    pub(crate) fn new(channels: impl IntoIterator<Item = Login>) -> Self {
        Self {
            channels: channels.into_iter().collect(),
            joined: BTreeSet::new(),
            healthy_since: Duration::ZERO,
            validated_at: Duration::ZERO,
            joins: Window::new(Duration::from_secs(10)),
            messages: Window::new(Duration::from_secs(30)),
            pings: BTreeMap::new(),
            counts: Counts::default(),
        }
    }

    /// Something is wrong from outside until `end`.
    pub(crate) fn note_fault(&mut self, end: Duration) {
        self.healthy_since = self.healthy_since.max(end);
    }

    /// The bot tells something; `kept` is the token that is safe in the vault.
    pub(crate) fn learn(&mut self, news: &News, kept: &Secret) -> Result<(), String> {
        match news {
            News::Chat(event) => return self.learn_of_chat(event),
            News::Account(AccountEvent::Refreshed { .. }) => self.counts.refreshes += 1,
            News::Account(event @ (AccountEvent::Lost(_) | AccountEvent::Suspected(_))) => {
                return Err(format!("the login was given up: {event:?}"));
            }
            News::Lent(Some(token)) if token.secret() != kept => {
                return Err("a token was lent before it was kept".to_owned());
            }
            News::Judged(cause, command, Verdict::Obeyed) if command == "ping" => {
                self.counts.pings += 1;
                self.pings.insert(cause.clone(), 0);
            }
            News::Outcome(cause, outcome) => return self.learn_outcome(cause, outcome),
            News::Retried => self.counts.retried_calls += 1,
            News::Account(_) | News::Lent(_) | News::Judged(..) => {}
        }
        Ok(())
    }

    fn learn_of_chat(&mut self, event: &irc::Event) -> Result<(), String> {
        match event {
            irc::Event::Message(_) => self.counts.lines_heard += 1,
            irc::Event::Joined { channel } => {
                self.joined.insert(channel.clone());
            }
            irc::Event::Left { channel } => {
                self.joined.remove(channel);
            }
            irc::Event::Disconnected { why, .. } => {
                self.joined.clear();
                self.counts.disconnections += 1;
                let is_silent = *why == irc::Disconnection::NoPong;
                self.counts.silent_deaths += usize::from(is_silent);
            }
            irc::Event::HandedOver {
                why: irc::Disconnection::NoPong,
                ..
            } => self.counts.silent_deaths += 1,
            irc::Event::JoinFailed { channel, why } => {
                return Err(format!("no way into {channel}: {why}"));
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn note_validated(&mut self, at: Duration) {
        self.validated_at = at;
    }

    fn learn_outcome(&mut self, cause: &MessageId, outcome: &Outcome) -> Result<(), String> {
        if let Some(outcomes) = self.pings.get_mut(cause) {
            *outcomes += 1;
        }
        match outcome {
            Outcome::Sent => self.counts.sent += 1,
            Outcome::TooLate => self.counts.too_late += 1,
            Outcome::Unknown(_) => self.counts.unknown += 1,
            Outcome::NoToken => {}
            Outcome::Refused(why) => return Err(format!("Twitch refused an answer: {why}")),
        }
        Ok(())
    }

    /// A JOIN for so many channels reached Twitch.
    pub(crate) fn note_joins(&mut self, at: Duration, count: usize) -> Result<(), String> {
        let within = (0..count).map(|_| self.joins.add(at)).last().unwrap_or(0);
        expect(within <= MOST_JOINS, || {
            format!("{within} channels were joined in 10 s")
        })
    }

    /// A message reached Twitch.
    pub(crate) fn note_message(&mut self, at: Duration) -> Result<(), String> {
        let within = self.messages.add(at);
        self.counts.fullest_window = self.counts.fullest_window.max(within);
        expect(within <= MOST_MESSAGES, || {
            format!("{within} messages were sent in 30 s")
        })
    }

    /// What must hold at every moment.
    pub(crate) fn check(&self, now: Duration) -> Result<(), String> {
        expect(now <= self.validated_at + HOUR, || {
            "the token was not validated for more than an hour".to_owned()
        })?;
        let is_back = self.joined.len() == self.channels.len();
        expect(is_back || now <= self.healthy_since + BACK_WITHIN, || {
            let missing: Vec<_> = self.channels.difference(&self.joined).collect();
            format!("long after the last fault the bot is not in {missing:?}")
        })
    }

    /// What must hold when the day is over and nothing is under way any more.
    pub(crate) fn check_end(&self) -> Result<(), String> {
        let wrong = self.pings.iter().find(|(_, outcomes)| **outcomes != 1);
        expect(wrong.is_none(), || {
            format!("each !ping has one outcome, but not this one: {wrong:?}")
        })
    }
}

impl Window {
    fn new(length: Duration) -> Self {
        Self {
            length,
            moments: VecDeque::new(),
        }
    }

    /// Counts one more and says how many there are within the window now.
    fn add(&mut self, at: Duration) -> usize {
        self.moments.push_back(at);
        while self
            .moments
            .front()
            .is_some_and(|first| at >= *first + self.length)
        {
            self.moments.pop_front();
        }
        self.moments.len()
    }
}

fn expect(holds: bool, sentence: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(sentence()) }
}

const HOUR: Duration = Duration::from_secs(60 * 60);
/// The longest pause between two attempts, and then all channels by 20 in 10 s; nobody says here that the network is back.
const BACK_WITHIN: Duration = Duration::from_secs(60 + 30);
/// Twitch's limits of an ordinary account.
const MOST_JOINS: usize = 20;
const MOST_MESSAGES: usize = 20;
