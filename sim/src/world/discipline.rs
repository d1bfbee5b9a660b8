//! What moderators decided about a channel's chat, beside bans and modes: AutoMod, blocked terms, warnings, suspicion, Shield Mode, requests to come back. It holds facts; chat acts on them.

use std::collections::BTreeMap;

use types::{Timestamp, UserId};

/// What holds in one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Discipline {
    pub(crate) automod: AutomodLevels,
    pub(crate) blocked_terms: Vec<BlockedTerm>,
    /// Who was warned and has not acknowledged it yet, and why.
    pub(crate) warnings: BTreeMap<UserId, String>,
    pub(crate) suspicious: BTreeMap<UserId, Suspicion>,
    pub(crate) shield: Shield,
    /// In the order in which they were made.
    pub(crate) unban_requests: Vec<UnbanRequest>,
}

/// How strict AutoMod is, from 0 (lets everything pass) to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AutomodLevels {
    /// Not set if somebody chose the single levels.
    pub(crate) overall: Option<u8>,
    /// One for each of [`CATEGORIES`].
    pub(crate) single: [u8; CATEGORIES.len()],
}

/// A text that nobody may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlockedTerm {
    pub(crate) id: String,
    /// As it was written; a star at an end stands for the rest of a word.
    pub(crate) text: String,
    pub(crate) moderator: UserId,
    pub(crate) created_at: Timestamp,
}

/// How a person is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suspicion {
    /// What they say is shown.
    Monitored,
    /// What they say is shown to nobody but themselves and moderators on the website.
    Restricted,
}

/// Whether Shield Mode is on, and who touched it last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shield {
    pub(crate) is_active: bool,
    pub(crate) moderator: Option<UserId>,
    pub(crate) last_activated_at: Option<Timestamp>,
}

/// Somebody who is banned asks to come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnbanRequest {
    pub(crate) id: String,
    pub(crate) user: UserId,
    pub(crate) text: String,
    pub(crate) created_at: Timestamp,
    /// None as long as nobody answered.
    pub(crate) resolution: Option<Resolution>,
}

/// What a moderator answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolution {
    pub(crate) is_approved: bool,
    pub(crate) moderator: UserId,
    pub(crate) text: String,
    pub(crate) at: Timestamp,
}

impl AutomodLevels {
    /// The single levels that Twitch makes of an overall one; 1 and 3 are known, the others lie around them.
    pub(crate) fn overall(level: u8) -> Self {
        let single = match level {
            0 => [0; CATEGORIES.len()],
            1 => [0, 1, 1, 0, 0, 0, 1, 0],
            2 => [2, 2, 2, 2, 1, 0, 2, 2],
            3 => [3, 3, 3, 3, 2, 0, 3, 3],
            _ => [4; CATEGORIES.len()],
        };
        Self {
            overall: Some(level),
            single,
        }
    }

    /// Whether nothing is looked at.
    pub(crate) fn is_off(&self) -> bool {
        self.single.iter().all(|level| *level == 0)
    }
}

impl Default for AutomodLevels {
    fn default() -> Self {
        Self::overall(0)
    }
}

impl UnbanRequest {
    /// The word for its state.
    pub(crate) fn status(&self) -> &'static str {
        match &self.resolution {
            None => "pending",
            Some(resolution) if resolution.is_approved => "approved",
            Some(_) => "denied",
        }
    }
}

/// What AutoMod looks for, by the names of the REST API.
pub(crate) const CATEGORIES: [&str; 8] = [
    "disability",
    "aggression",
    "sexuality_sex_or_gender",
    "misogyny",
    "bullying",
    "swearing",
    "race_ethnicity_or_religion",
    "sex_based_terms",
];
