//! The one world behind every door: people, channels, applications and tokens. It holds state; the doors decide.

pub(crate) mod blueprint;
mod broadcast;
mod build;
pub(crate) mod category;
pub(crate) mod channel;
pub(crate) mod client;
pub(crate) mod community;
pub(crate) mod discipline;
pub(crate) mod entitlement;
pub(crate) mod event_subscription;
pub(crate) mod extension;
mod furnish;
pub(crate) mod guest_star;
pub(crate) mod issue;
pub(crate) mod library;
mod people;
mod read;
pub(crate) mod schedule;
pub(crate) mod social;
pub(crate) mod team;
pub(crate) mod token;
pub(crate) mod user;
mod usual_community;

use std::collections::BTreeMap;
use std::time::Duration;

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use types::{ClientId, Timestamp, UserId};

use channel::Channel;
use client::ApiClient;
use community::Community;
use discipline::Discipline;
use entitlement::Entitlement;
use event_subscription::EventRecords;
use extension::Extensions;
use guest_star::GuestStar;
use library::Library;
use schedule::Schedule;
use social::Social;
use token::{AccessToken, Tokens};
use user::{User, Users};

/// Everything that exists in this Twitch.
///
/// All maps are ordered, so that one seed gives one run.
#[derive(Debug)]
pub(crate) struct World {
    /// The moment it is here; only the clock's owner moves it.
    pub(crate) now: Timestamp,
    /// The only source of chance.
    pub(crate) random: ChaCha12Rng,
    pub(crate) users: Users,
    /// Every user's channel, by the broadcaster's id.
    pub(crate) channels: BTreeMap<UserId, Channel>,
    pub(crate) clients: BTreeMap<ClientId, ApiClient>,
    pub(crate) tokens: Tokens,
    /// What happens in channels beside chat, by the broadcaster's id; nothing so far where there is no entry.
    pub(crate) communities: BTreeMap<UserId, Community>,
    /// What moderators decided, by the broadcaster's id; nothing so far where there is no entry.
    pub(crate) disciplines: BTreeMap<UserId, Discipline>,
    pub(crate) social: Social,
    pub(crate) library: Library,
    pub(crate) schedules: BTreeMap<UserId, Schedule>,
    /// Made when somebody first asks for one.
    pub(crate) stream_keys: BTreeMap<UserId, String>,
    pub(crate) event_records: EventRecords,
    pub(crate) extensions: Extensions,
    pub(crate) entitlements: Vec<Entitlement>,
    pub(crate) guest_stars: BTreeMap<UserId, GuestStar>,
    pub(crate) cast: Cast,
    /// How wrong the time is that is told in the header `Date`.
    pub(crate) skew: Skew,
}

/// How a clock is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skew {
    Fast(Duration),
    Slow(Duration),
}

/// Whom clients under test are shown.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub(crate) broadcaster: UserId,
    pub(crate) bot: UserId,
}

impl World {
    /// An empty world.
    fn new(now: Timestamp, seed: u64) -> Self {
        Self {
            now,
            random: ChaCha12Rng::seed_from_u64(seed),
            users: Users::default(),
            channels: BTreeMap::new(),
            clients: BTreeMap::new(),
            tokens: Tokens::default(),
            communities: BTreeMap::new(),
            disciplines: BTreeMap::new(),
            social: Social::default(),
            library: Library::default(),
            schedules: BTreeMap::new(),
            stream_keys: BTreeMap::new(),
            event_records: EventRecords::default(),
            extensions: Extensions::default(),
            entitlements: Vec::new(),
            guest_stars: BTreeMap::new(),
            cast: Cast {
                broadcaster: UserId::new(""),
                bot: UserId::new(""),
            },
            skew: Skew::Fast(Duration::ZERO),
        }
    }

    /// The access token of that text, if it is good at this moment and its owner is too.
    pub(crate) fn valid_token(&self, text: &str) -> Option<&AccessToken> {
        let token = self.tokens.valid(text, self.now)?;
        let owner = token.user.as_ref();
        owner
            .is_none_or(|user| self.is_active(user))
            .then_some(token)
    }

    /// What happens in a channel beside chat.
    pub(crate) fn community(&mut self, channel: &UserId) -> &mut Community {
        self.communities.entry(channel.clone()).or_default()
    }

    /// What holds in a channel, to be changed.
    pub(crate) fn discipline(&mut self, channel: &UserId) -> &mut Discipline {
        self.disciplines.entry(channel.clone()).or_default()
    }

    /// Whether somebody must acknowledge a warning before they may speak.
    pub(crate) fn is_warned(&self, channel: &UserId, user: &UserId) -> bool {
        let discipline = self.disciplines.get(channel);
        discipline.is_some_and(|discipline| discipline.warnings.contains_key(user))
    }

    /// Whether an account answers.
    pub(crate) fn is_active(&self, user: &UserId) -> bool {
        self.users.get(user.as_str()).is_some_and(User::is_active)
    }
}
