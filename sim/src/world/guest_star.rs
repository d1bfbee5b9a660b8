//! Guest Star: a broadcaster's settings, the session that runs, who was asked, and who sits where.

use std::collections::BTreeMap;
use std::time::Duration;

use types::{Timestamp, UserId};

/// What a channel has of it.
#[derive(Debug, Clone)]
pub(crate) struct GuestStar {
    pub(crate) settings: GuestStarSettings,
    pub(crate) session: Option<Session>,
}

/// How sessions of a channel are held.
#[derive(Debug, Clone)]
pub(crate) struct GuestStarSettings {
    pub(crate) may_moderators_send_live: bool,
    pub(crate) slot_count: u32,
    pub(crate) has_browser_source_audio: bool,
    pub(crate) layout: String,
    pub(crate) browser_source_token: String,
}

/// A session; the host sits in slot 0.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) slots: BTreeMap<u32, Guest>,
    /// Since when somebody is asked.
    pub(crate) invites: BTreeMap<UserId, Timestamp>,
}

/// Somebody in a slot.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) user: UserId,
    pub(crate) assigned_at: Timestamp,
    pub(crate) is_live: bool,
    pub(crate) volume: u32,
    pub(crate) has_audio: bool,
    pub(crate) has_video: bool,
}

/// How far somebody who was asked has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InviteState {
    Invited,
    Accepted,
    Ready,
}

impl GuestStar {
    /// What a channel has that never held a session.
    pub(crate) fn new(browser_source_token: String) -> Self {
        Self {
            settings: GuestStarSettings {
                may_moderators_send_live: true,
                slot_count: 4,
                has_browser_source_audio: true,
                layout: "TILED_LAYOUT".to_owned(),
                browser_source_token,
            },
            session: None,
        }
    }
}

impl Guest {
    /// Somebody who has just sat down.
    pub(crate) fn new(user: UserId, now: Timestamp) -> Self {
        Self {
            user,
            assigned_at: now,
            is_live: false,
            volume: 100,
            has_audio: true,
            has_video: true,
        }
    }
}

impl InviteState {
    /// Everybody who is asked comes: they accept after a while, and are ready after another.
    pub(crate) fn of(invited_at: Timestamp, now: Timestamp) -> Self {
        let waited = now.since(invited_at);
        if waited < TIME_TO_ACCEPT {
            Self::Invited
        } else if waited < TIME_TO_ACCEPT * 2 {
            Self::Accepted
        } else {
            Self::Ready
        }
    }

    /// Twitch's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invited => "INVITED",
            Self::Accepted => "ACCEPTED",
            Self::Ready => "READY",
        }
    }
}

const TIME_TO_ACCEPT: Duration = Duration::from_secs(5);
