//! The one world behind every door: people, channels, applications and tokens. It holds state; the doors decide.

pub(crate) mod blueprint;
mod build;
pub(crate) mod category;
pub(crate) mod channel;
pub(crate) mod client;
pub(crate) mod issue;
mod people;
pub(crate) mod poll;
mod read;
pub(crate) mod token;
pub(crate) mod user;

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use types::{ClientId, Timestamp, UserId};

use channel::Channel;
use client::ApiClient;
use poll::Poll;
use token::Tokens;
use user::Users;

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
    /// Polls by the broadcaster's id, the newest last.
    pub(crate) polls: BTreeMap<UserId, Vec<Poll>>,
    pub(crate) cast: Cast,
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
            polls: BTreeMap::new(),
            cast: Cast {
                broadcaster: UserId::new(""),
                bot: UserId::new(""),
            },
        }
    }
}
