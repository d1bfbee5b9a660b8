//! What a connection is told at its birth.

use std::time::{Duration, Instant};

use types::Login;

/// How a connection behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Who logs in.
    pub identity: Identity,
    /// What Twitch allows this account.
    pub limits: AccountLimits,
    /// Whether to hear who comes and goes in small channels.
    pub membership: bool,
    /// Whether messages come in batches, as [`Event::Messages`](crate::Event::Messages), and not one by one.
    pub in_batches: bool,
    /// The channels to be in from the start.
    pub channels: Vec<Login>,
    /// How many channels a [`Fleet`](crate::Fleet) has on one connection at most.
    /// Twitch names no limit; with few of them, a connection that has to be replaced is back in all of them soon.
    pub channels_per_connection: usize,
    /// What a predecessor did in the name of the same account shortly before, which counts towards its limits.
    pub used: Usage,
}

/// Who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Nobody: reads without a token and cannot write.
    Anonymous,
    /// An account; its token is asked for before each login.
    Account {
        /// The account's login. The server goes by the token, so [`Event::Ready`](crate::Event::Ready) tells the true one.
        login: Login,
    },
}

/// How often an account may do what Twitch counts.
///
/// The windows stay above Twitch's own, because lines reach the server later than they were sent, and not all equally
/// late. Logins stay below in number as well, as they are asked for over connections that open at any speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountLimits {
    /// How many channels may be joined per [`window`](Self::window).
    pub joins: usize,
    /// How many logins may be tried per [`window`](Self::window).
    pub logins: usize,
    /// In which time.
    pub window: Duration,
}

/// When an account last did what Twitch counts.
///
/// Whoever takes the place of a [`Fleet`](crate::Fleet) that is gone does nothing of that kind until a whole window has passed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// When a channel was last asked for.
    pub joined_at: Option<Instant>,
    /// When a login was last tried.
    pub logged_in_at: Option<Instant>,
}

impl Usage {
    /// It has done nothing yet.
    pub const NONE: Self = Self {
        joined_at: None,
        logged_in_at: None,
    };
}

impl Settings {
    /// The settings of an ordinary account without channels.
    pub const fn new(identity: Identity) -> Self {
        Self {
            identity,
            limits: AccountLimits::NORMAL,
            membership: false,
            in_batches: false,
            channels: Vec::new(),
            channels_per_connection: CHANNELS_PER_CONNECTION,
            used: Usage::NONE,
        }
    }
}

impl AccountLimits {
    /// An ordinary account: 20 joins and 20 logins per 10 s.
    pub const NORMAL: Self = Self {
        joins: 20,
        logins: 18,
        window: Duration::from_millis(12_500),
    };

    /// A verified bot: 2,000 joins and 200 logins per 10 s.
    pub const VERIFIED: Self = Self {
        joins: 1_900,
        logins: 190,
        window: Duration::from_millis(12_500),
    };
}

/// What clients of Twitch commonly put on one connection.
const CHANNELS_PER_CONNECTION: usize = 50;
