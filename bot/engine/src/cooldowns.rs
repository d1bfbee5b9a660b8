//! Commands that rest: for everybody and for the person who used them, by the monotonic clock.

use std::time::{Duration, Instant};

use crate::expiring::{Entry, Expiring, Keys};

/// All commands that rest, in all channels.
#[derive(Debug)]
pub(crate) struct Cooldowns {
    rests: Expiring<()>,
    keys: Keys,
}

/// A use of a command, and how long it makes the command rest.
#[derive(Debug)]
pub(crate) struct Use<'a> {
    pub(crate) channel: &'a str,
    pub(crate) command: &'a str,
    pub(crate) person: &'a str,
    pub(crate) for_all: Duration,
    pub(crate) for_person: Duration,
}

impl Cooldowns {
    pub(crate) fn new(keys: Keys) -> Self {
        Self {
            rests: Expiring::new(CAPACITY),
            keys,
        }
    }

    /// Lets the command rest from now on, or tells how long it still rests.
    pub(crate) fn start(&mut self, now: Instant, usage: &Use<'_>) -> Result<(), Duration> {
        let Use {
            channel,
            command,
            person,
            ..
        } = usage;
        let rests = [
            (self.keys.key(&[channel, command]), usage.for_all),
            (self.keys.key(&[channel, command, person]), usage.for_person),
        ];
        // No rest asked for means exempt, even if an earlier use left one.
        let wanted = rests.iter().filter(|(_, rest)| !rest.is_zero());
        let left = wanted
            .clone()
            .filter_map(|(key, _)| self.rests.find(now, *key))
            .map(|(ends, ())| ends.saturating_duration_since(now))
            .max();
        if let Some(left) = left {
            return Err(left);
        }
        for (key, rest) in wanted {
            let ends = now + *rest;
            self.rests.insert(now, *key, Entry { ends, value: () });
        }
        Ok(())
    }
}

/// Of commands and people at rest in all channels; when there are more, those that rest shortest are let go.
const CAPACITY: usize = 65_536;
