//! What happened in chat, counted for those who judge a bot. Counting changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use types::{MessageId, UserId};

/// Counts since the start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statistics {
    /// Lines that scripted viewers and corpora brought into rooms.
    pub(crate) viewer_lines: u64,
    /// How many of them begin with an exclamation mark, as commands do.
    pub(crate) viewer_commands: u64,
    /// How many lines of all kinds the built-in observer received.
    pub(crate) observed_lines: u64,
    /// Joins beyond the limit.
    pub(crate) joins_dropped: u64,
    /// Logins beyond the limit.
    pub(crate) logins_refused: u64,
    /// What real clients said, by account.
    pub(crate) accounts: BTreeMap<UserId, AccountStatistics>,
}

/// What one account said by IRC and REST.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccountStatistics {
    /// Messages that reached the room.
    pub(crate) sent: u64,
    /// How many of them another client received.
    pub(crate) seen: u64,
    /// Messages that were taken and thrown away.
    pub(crate) dropped: u64,
    /// How many of these because of too many messages.
    pub(crate) over_limit: u64,
    /// Messages that were not taken.
    pub(crate) refused: u64,
    /// Sent, but not yet seen by another client.
    unseen: BTreeSet<MessageId>,
}

impl Statistics {
    /// Notes a line of a viewer.
    pub(crate) fn note_viewer_line(&mut self, text: &str) {
        self.viewer_lines += 1;
        self.viewer_commands += u64::from(text.starts_with('!'));
    }

    /// The counts of an account that is a client's.
    pub(crate) fn account(&mut self, user: &UserId) -> &mut AccountStatistics {
        self.accounts.entry(user.clone()).or_default()
    }

    /// Notes that a client other than the sender's received a message.
    pub(crate) fn note_seen(&mut self, user: &str, message: &str) {
        if let Some(account) = self.accounts.get_mut(user)
            && account.unseen.remove(message)
        {
            account.seen += 1;
        }
    }
}

impl AccountStatistics {
    /// Notes a message that reached the room.
    pub(crate) fn note_sent(&mut self, message: &MessageId) {
        self.sent += 1;
        self.unseen.insert(message.clone());
    }
}
