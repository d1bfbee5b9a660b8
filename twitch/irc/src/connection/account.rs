//! What all connections of one account share: how often it may join and log in, and the token that was refused.

use std::time::{Duration, Instant};

use super::refused_token::RefusedToken;
use super::settings::{AccountLimits, Usage};
use super::sliding_log::SlidingLog;

/// One account as the server counts it, across connections and reconnects.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) joins: SlidingLog,
    pub(crate) refused: RefusedToken,
    logins: SlidingLog,
    /// Logins that will be sent as soon as a transport is open. They count as sent: opening takes long or short,
    /// so that logins that began in different windows may arrive in one.
    reserved: usize,
    window: Duration,
}

impl Account {
    /// An account of which this is known.
    pub(crate) fn new(limits: AccountLimits, used: Usage) -> Self {
        let AccountLimits {
            joins,
            logins,
            window,
        } = limits;
        Self {
            joins: SlidingLog::used_up(joins, window, used.joined_at),
            refused: RefusedToken::default(),
            logins: SlidingLog::used_up(logins, window, used.logged_in_at),
            reserved: 0,
            window,
        }
    }

    /// When it last did what Twitch counts.
    pub(crate) fn used(&self) -> Usage {
        Usage {
            joined_at: self.joins.last(),
            logged_in_at: self.logins.last(),
        }
    }

    /// Until when a login has to wait, if it has to.
    pub(crate) fn login_wait(&mut self, now: Instant) -> Option<Instant> {
        if self.logins.room(now) > self.reserved {
            return None;
        }
        // With a limit of none there is never room; asking again at once would be asking without end.
        let pause = if self.reserved > 0 {
            RESERVED_PAUSE
        } else {
            self.window
        };
        Some(self.logins.free_at().unwrap_or(now + pause))
    }

    /// Takes a login that will be sent later.
    pub(crate) const fn reserve_login(&mut self) {
        self.reserved += 1;
    }

    /// A reserved login will not be sent.
    pub(crate) const fn give_login_back(&mut self) {
        self.reserved = self.reserved.saturating_sub(1);
    }

    /// A reserved login is sent.
    pub(crate) fn use_login(&mut self, now: Instant) {
        self.give_login_back();
        self.logins.note(now, 1);
    }
}

/// When to look again while others hold the logins that there are.
const RESERVED_PAUSE: Duration = Duration::from_secs(1);
