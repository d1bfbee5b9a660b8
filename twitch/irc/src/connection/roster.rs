//! The channels that are wanted, and how far each of them is; what is wanted is the truth, what is joined follows it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use types::{Login, UserId};

use super::event::JoinFailure;

/// Every channel that one connection wants, with its place.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    channels: BTreeMap<Login, Channel>,
    /// Channels to be joined, first come first served; some may have another place by now.
    queue: VecDeque<Login>,
    /// When the answers to our JOINs are due, in order; some may have come.
    due: VecDeque<(Instant, Login)>,
    /// When parked channels are tried again.
    parked: BTreeSet<(Instant, Login)>,
    /// Channels that the server was asked to take us out of and has not yet.
    departing: BTreeMap<Login, Departure>,
}

/// What is to be answered about a channel that we left, in the order in which we asked.
#[derive(Debug, Clone, Copy, Default)]
struct Departure {
    /// How many PARTs.
    parts: u32,
    /// And behind them a JOIN.
    is_asked_back: bool,
}

#[derive(Debug, Default)]
struct Channel {
    place: Place,
    /// Why it could not be joined when that was last told, so that the same is not told again.
    told: Option<JoinFailure>,
    /// Its id, which a renaming does not change; known from the first time that it was joined.
    room: Option<UserId>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// In the queue.
    #[default]
    Queued,
    /// Asked for once before, without an answer, and in the queue again.
    QueuedAgain,
    /// A JOIN was sent.
    Asked { until: Instant, attempt: Attempt },
    /// The server confirmed it.
    Joined,
    /// It cannot be joined for now.
    Parked { until: Instant },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    First,
    Second,
}

impl Roster {
    /// A roster of the same channels, all of them to be asked for.
    pub(crate) fn heir(&self) -> Self {
        let channels = self.channels.iter().map(|(login, channel)| {
            let anew = Channel {
                place: Place::default(),
                told: channel.told,
                room: channel.room.clone(),
            };
            (login.clone(), anew)
        });
        let mut heir = Self {
            channels: channels.collect(),
            ..Self::default()
        };
        heir.handle_disconnected();
        heir
    }

    /// Wants a channel; asking again for one that is parked has it tried at once.
    pub(crate) fn want(&mut self, login: Login) {
        match self.channels.get_mut(&login) {
            None => {
                self.channels.insert(login.clone(), Channel::default());
            }
            Some(channel) => {
                // Whoever asks again wants to hear again why not.
                channel.told = None;
                let Place::Parked { until } = channel.place else {
                    return;
                };
                channel.place = Place::default();
                self.parked.remove(&(until, login.clone()));
            }
        }
        self.queue.push_back(login);
    }

    /// Wants a channel no more; true if the server has to be told.
    pub(crate) fn unwant(&mut self, login: &Login) -> bool {
        self.queue.retain(|queued| queued != login);
        match self.channels.remove(login).map(|channel| channel.place) {
            Some(Place::Joined | Place::Asked { .. }) => {
                let departure = self.departing.entry(login.clone()).or_default();
                departure.parts += 1;
                departure.is_asked_back = false;
                true
            }
            Some(Place::Parked { until }) => {
                self.parked.remove(&(until, login.clone()));
                false
            }
            Some(Place::Queued | Place::QueuedAgain) | None => false,
        }
    }

    /// Takes at most so many channels that are to be asked for now.
    pub(crate) fn take_batch(&mut self, now: Instant, room: usize) -> Vec<Login> {
        let mut batch = Vec::new();
        while batch.len() < room {
            let Some(login) = self.queue.pop_front() else {
                break;
            };
            let Some(channel) = self.channels.get_mut(&login) else {
                continue;
            };
            let attempt = match channel.place {
                Place::Queued => Attempt::First,
                Place::QueuedAgain => Attempt::Second,
                // Asked for or joined in the meantime; this is an old entry of the queue.
                Place::Asked { .. } | Place::Joined | Place::Parked { .. } => continue,
            };
            let until = now + ANSWER_TIME;
            channel.place = Place::Asked { until, attempt };
            if let Some(departure) = self.departing.get_mut(&login) {
                departure.is_asked_back = true;
            }
            self.due.push_back((until, login.clone()));
            batch.push(login);
        }
        batch
    }

    /// The server confirmed a channel; true if that is news.
    pub(crate) fn confirm(&mut self, login: &str) -> bool {
        let Some((login, channel)) = self.find(login) else {
            return false;
        };
        let before = std::mem::replace(&mut channel.place, Place::Joined);
        channel.told = None;
        if let Place::Parked { until } = before {
            self.parked.remove(&(until, login));
        }
        before != Place::Joined
    }

    /// The server said which room a channel is.
    pub(crate) fn note_room(&mut self, login: &str, room: &str) {
        if let Some(channel) = self.channels.get_mut(login) {
            channel.room = Some(UserId::new(room));
        }
    }

    /// The server refused a channel that we asked for; true if the reason is news.
    pub(crate) fn refuse(&mut self, now: Instant, login: &str, why: JoinFailure) -> bool {
        match self.channels.get(login).map(|channel| channel.place) {
            Some(Place::Asked { .. }) => self.park(now, login, why),
            _ => false,
        }
    }

    /// The server took us out of a channel.
    pub(crate) fn lose(&mut self, now: Instant, login: &str) {
        let is_asked_back = self.note_departure(login);
        let Some((login, channel)) = self.find(login) else {
            return;
        };
        if channel.place != Place::Joined {
            return;
        }
        if is_asked_back {
            // What was confirmed is the JOIN before the PART; the one after it is still to be answered.
            let until = now + ANSWER_TIME;
            let attempt = Attempt::First;
            channel.place = Place::Asked { until, attempt };
            self.due.push_back((until, login));
        } else {
            channel.place = Place::Queued;
            self.queue.push_back(login);
        }
    }

    /// Sees to answers that are overdue and to parked channels whose time has come; returns the channels that were given up.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Vec<Login> {
        let mut given_up = Vec::new();
        while self.due.front().is_some_and(|(until, _)| *until <= now) {
            let Some((due, login)) = self.due.pop_front() else {
                break;
            };
            let Some(channel) = self.channels.get_mut(&login) else {
                continue;
            };
            let attempt = match channel.place {
                Place::Asked { until, attempt } if until == due => attempt,
                // Answered in the meantime.
                _ => continue,
            };
            if attempt == Attempt::First {
                channel.place = Place::QueuedAgain;
                self.queue.push_back(login);
            } else if self.park(now, login.as_str(), JoinFailure::NoAnswer) {
                given_up.push(login);
            }
        }
        while self.parked.first().is_some_and(|(until, _)| *until <= now) {
            let Some((_, login)) = self.parked.pop_first() else {
                break;
            };
            self.requeue(login);
        }
        given_up
    }

    /// The connection is gone, so no channel is joined any more; all wanted ones are to be asked for again.
    pub(crate) fn handle_disconnected(&mut self) {
        self.due.clear();
        self.parked.clear();
        self.departing.clear();
        self.queue.clear();
        // What could not be joined before comes last, so that it holds up nobody.
        let (doubtful, good): (Vec<_>, Vec<_>) = self
            .channels
            .iter()
            .partition(|(_, channel)| channel.told.is_some());
        let order = good.into_iter().chain(doubtful);
        self.queue.extend(order.map(|(login, _)| login.clone()));
        for channel in self.channels.values_mut() {
            channel.place = Place::Queued;
        }
    }

    /// When something is to be done while connected.
    pub(crate) fn timeout(&self) -> Option<Instant> {
        let answer = self.due.front().map(|(until, _)| *until);
        let parked = self.parked.first().map(|(until, _)| *until);
        [answer, parked].into_iter().flatten().min()
    }

    /// Whether channels are to be asked for.
    pub(crate) fn has_queued(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Whether this channel is wanted here.
    pub(crate) fn is_wanted(&self, login: &str) -> bool {
        self.channels.contains_key(login)
    }

    /// Whether the server is still to say that it took us out of this channel.
    pub(crate) fn is_departing(&self, login: &str) -> bool {
        self.departing.contains_key(login)
    }

    /// Whether one of the wanted channels is this room.
    pub(crate) fn has_room(&self, room: &str) -> bool {
        let mut channels = self.channels.values();
        channels.any(|channel| {
            channel
                .room
                .as_ref()
                .is_some_and(|known| known.as_str() == room)
        })
    }

    /// Whether the server confirmed this channel.
    pub(crate) fn is_joined(&self, login: &str) -> bool {
        let channel = self.channels.get(login);
        channel.is_some_and(|channel| channel.place == Place::Joined)
    }

    /// Whether there is nothing left to be tried for this channel at present.
    pub(crate) fn is_settled(&self, login: &str) -> bool {
        let channel = self.channels.get(login);
        channel.is_none_or(|channel| matches!(channel.place, Place::Joined | Place::Parked { .. }))
    }

    /// Why this channel could not be joined when it was last tried.
    pub(crate) fn failure(&self, login: &str) -> Option<JoinFailure> {
        self.channels.get(login).and_then(|channel| channel.told)
    }

    /// Why one of the parked channels cannot be joined, if any is parked.
    pub(crate) fn obstacle(&self) -> Option<JoinFailure> {
        let (_, login) = self.parked.last()?;
        self.failure(login.as_str())
    }

    /// How many channels are wanted, in how many of them we are, and how many are parked.
    pub(crate) fn counts(&self) -> (usize, usize, usize) {
        let parked = self.parked.len();
        (self.channels.len(), self.joined().count(), parked)
    }

    /// The channels that the server confirmed.
    pub(crate) fn joined(&self) -> impl Iterator<Item = &Login> {
        let joined = self.channels.iter();
        joined.filter_map(|(login, channel)| (channel.place == Place::Joined).then_some(login))
    }

    fn find(&mut self, login: &str) -> Option<(Login, &mut Channel)> {
        let (login, _) = self.channels.get_key_value(login)?;
        let login = login.clone();
        let channel = self.channels.get_mut(&login)?;
        Some((login, channel))
    }

    /// A PART was answered; whether a JOIN behind it is still to be.
    fn note_departure(&mut self, login: &str) -> bool {
        let Some(departure) = self.departing.get_mut(login) else {
            return false;
        };
        departure.parts -= 1;
        let Departure {
            parts,
            is_asked_back,
        } = *departure;
        if parts == 0 {
            self.departing.remove(login);
        }
        is_asked_back
    }

    fn requeue(&mut self, login: Login) {
        if let Some(channel) = self.channels.get_mut(&login) {
            channel.place = Place::Queued;
            self.queue.push_back(login);
        }
    }

    /// Gives a channel up for a while; true if the reason is news.
    fn park(&mut self, now: Instant, login: &str, why: JoinFailure) -> bool {
        let Some((login, channel)) = self.find(login) else {
            return false;
        };
        let until = now + PARKED_TIME;
        channel.place = Place::Parked { until };
        let is_news = channel.told.replace(why) != Some(why);
        self.parked.insert((until, login));
        is_news
    }
}

/// How long the server may take to confirm a JOIN; it does not answer at all for channels that do not exist.
const ANSWER_TIME: Duration = Duration::from_secs(10);

/// When a channel that cannot be joined is tried again: bans end and names come into use.
const PARKED_TIME: Duration = Duration::from_secs(600);
