//! What people are to each other outside of channels: blocks and whispers, and the extensions that they installed. It judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use types::{Timestamp, UserId};

/// Everything of this kind.
#[derive(Debug, Default)]
pub(crate) struct Social {
    /// Whom each person blocks.
    pub(crate) blocks: BTreeMap<UserId, BTreeSet<UserId>>,
    pub(crate) whispers: Whispers,
    /// The active extensions of each channel, by their places.
    pub(crate) extensions: BTreeMap<UserId, BTreeMap<Slot, Placed>>,
}

/// Who whispered to whom.
#[derive(Debug, Default)]
pub(crate) struct Whispers {
    /// The first whisper of a day to each person, by sender and recipient.
    today: BTreeMap<(UserId, UserId), Timestamp>,
    /// How many whispers each pair exchanged, the smaller id first.
    threads: BTreeMap<(UserId, UserId), u64>,
    /// Who ever whispered to whom.
    known: BTreeSet<(UserId, UserId)>,
}

/// A place for an extension: `panel`, `overlay` or `component`, and its number.
pub(crate) type Slot = (String, String);

/// An extension in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) id: String,
    /// Where a component stands on the video.
    pub(crate) position: Option<(i64, i64)>,
}

/// An extension that can be activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) id: &'static str,
    pub(crate) version: &'static str,
    pub(crate) name: &'static str,
    /// The kinds of places that it can take.
    pub(crate) kinds: &'static [&'static str],
}

impl Social {
    /// Whether `owner` wants nothing of `other`.
    pub(crate) fn is_blocked(&self, owner: &UserId, other: &UserId) -> bool {
        let blocked = self.blocks.get(owner);
        blocked.is_some_and(|blocked| blocked.contains(other))
    }
}

impl Whispers {
    /// Notes a whisper, and tells which one of its thread it is; `None` if the sender had too many recipients within a day.
    pub(crate) fn note(&mut self, now: Timestamp, from: &UserId, to: &UserId) -> Option<u64> {
        self.today
            .retain(|_, first| now.since(*first) < RECIPIENTS_WITHIN);
        let pair = (from.clone(), to.clone());
        let recipients = self.today.keys().filter(|(sender, _)| sender == from);
        if !self.today.contains_key(&pair) && recipients.count() >= MOST_RECIPIENTS {
            return None;
        }
        self.today.entry(pair.clone()).or_insert(now);
        self.known.insert(pair);
        let count = self.threads.entry(thread(from, to)).or_default();
        *count += 1;
        Some(*count)
    }

    /// Whether `from` ever whispered to `to`.
    pub(crate) fn is_known(&self, from: &UserId, to: &UserId) -> bool {
        self.known.contains(&(from.clone(), to.clone()))
    }
}

/// The two people of a thread, whoever began it.
pub(crate) fn thread(one: &UserId, other: &UserId) -> (UserId, UserId) {
    let number = |id: &UserId| (id.as_str().len(), id.clone());
    if number(one) <= number(other) {
        (one.clone(), other.clone())
    } else {
        (other.clone(), one.clone())
    }
}

/// The extensions that everybody has installed; they exist nowhere else.
pub(crate) const INSTALLED: [Extension; 3] = [
    Extension {
        id: "s1mext0leaderb0ard0panel000001",
        version: "1.2.0",
        name: "Leaderboard of the Simulator",
        kinds: &["panel"],
    },
    Extension {
        id: "s1mext0alerts0overlay000000002",
        version: "0.9.1",
        name: "Alerts of the Simulator",
        kinds: &["overlay"],
    },
    Extension {
        id: "s1mext0dice0everywhere00000003",
        version: "2.0.3",
        name: "Dice of the Simulator",
        kinds: &["component", "mobile", "panel", "overlay"],
    },
];

const MOST_RECIPIENTS: usize = 40;
const RECIPIENTS_WITHIN: Duration = Duration::from_secs(86_400);
