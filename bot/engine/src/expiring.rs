//! A map that forgets: every entry ends at its moment, and there are never more than a fixed number of them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::time::Instant;

/// Turns names into keys of fixed size, differently for each seed, so that nobody can choose names that collide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys {
    seed: u64,
}

/// A map with an end for each entry and a bound for all of them.
#[derive(Debug)]
pub(crate) struct Expiring<Value> {
    // The hasher has no random state, so that two runs with one seed decide the same; the keys are hashes already.
    entries: HashMap<u64, Entry<Value>, BuildHasherDefault<DefaultHasher>>,
    capacity: usize,
}

/// What is kept under a key, and until when.
#[derive(Debug)]
pub(crate) struct Entry<Value> {
    pub(crate) ends: Instant,
    pub(crate) value: Value,
}

impl Keys {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    pub(crate) fn key(self, parts: &[&str]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.seed.hash(&mut hasher);
        parts.hash(&mut hasher);
        hasher.finish()
    }
}

impl<Value> Expiring<Value> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: HashMap::default(),
            capacity,
        }
    }

    /// Puts an entry in place of one with that key; if there is no room, those that end first have to go.
    pub(crate) fn insert(&mut self, now: Instant, key: u64, entry: Entry<Value>) {
        if self.entries.len() >= self.capacity && !self.entries.contains_key(&key) {
            self.make_room(now);
        }
        self.entries.insert(key, entry);
    }

    /// The entry and when it ends, unless it has ended.
    pub(crate) fn find(&self, now: Instant, key: u64) -> Option<(Instant, &Value)> {
        let entry = self.entries.get(&key)?;
        (entry.ends > now).then_some((entry.ends, &entry.value))
    }

    /// Frees at least a quarter, so that a flood pays for the work once in many inserts.
    fn make_room(&mut self, now: Instant) {
        self.entries.retain(|_, entry| entry.ends > now);
        let wanted = self.capacity - self.capacity / 4;
        if self.entries.len() <= wanted {
            return;
        }
        let mut order: Vec<_> = self
            .entries
            .iter()
            .map(|(key, entry)| (entry.ends, *key))
            .collect();
        let surplus = order.len() - wanted;
        order.select_nth_unstable(surplus - 1);
        for (_, key) in &order[..surplus] {
            self.entries.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "virtual time has to begin somewhere"
    )]
    fn start() -> Instant {
        Instant::now()
    }

    #[test]
    fn an_entry_is_gone_when_its_moment_has_come() {
        let now = start();
        let mut map = Expiring::new(4);
        let ends = now + Duration::from_secs(5);
        map.insert(now, 1, Entry { ends, value: "one" });
        assert!(map.find(now + Duration::from_secs(4), 1).is_some());
        assert!(map.find(now + Duration::from_secs(5), 1).is_none());
    }

    #[test]
    fn l04_a_million_people_find_room_in_a_bounded_map() {
        let now = start();
        let mut map = Expiring::new(1_000);
        for person in 0..1_000_000_u64 {
            let ends = now + Duration::from_micros(person + 1);
            map.insert(now, person, Entry { ends, value: () });
            assert!(map.entries.len() <= 1_000);
        }
        assert!(
            map.find(now, 999_999).is_some(),
            "those that last longest stay"
        );
    }

    #[test]
    fn keys_tell_the_parts_apart_and_differ_by_seed() {
        let keys = Keys::new(1);
        assert_ne!(keys.key(&["ab", "c"]), keys.key(&["a", "bc"]));
        assert_ne!(keys.key(&["a"]), Keys::new(2).key(&["a"]));
        assert_eq!(keys.key(&["a"]), Keys::new(1).key(&["a"]));
    }
}
