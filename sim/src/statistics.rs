//! What this Twitch counted; numbers only.

use std::collections::BTreeMap;

use types::Login;

/// What happened so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Statistics {
    /// Lines that viewers said or a corpus brought, of any kind.
    pub chat_lines: u64,
    /// Lines among them that asked a bot for something.
    pub commands: u64,
    /// What other accounts than the scripted viewers said, by login.
    pub bots: BTreeMap<Login, BotStatistics>,
    /// Refresh tokens that were exchanged.
    pub tokens_refreshed: u64,
    /// HTTP requests answered.
    pub requests: u64,
    /// Chat connections that are open now.
    pub connections: usize,
    /// Rooms in which they are, each counted once for each connection.
    pub joined: usize,
}

/// What one account said through a client.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct BotStatistics {
    /// Messages that the rooms took.
    pub sent: u64,
    /// Messages that another client saw.
    pub seen: u64,
}
