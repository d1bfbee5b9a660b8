//! The books of a login service: which tokens it gave to whom, which still work, and what it was asked. Opens no port.
//!
//! A token names its owner and its number, so that whoever finds one anywhere can tell how new it is.

use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

use types::Secret;

/// What the service knows.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    people: BTreeMap<u32, Person>,
    /// When which pair was made, and for whom.
    made: HashMap<(u32, u32), Made>,
    /// How long an access token still lives, as a validation tells it; short enough, and it is refreshed at once.
    pub(crate) remaining: u64,
    /// Refreshes that were asked for.
    pub(crate) posts: u64,
    /// Refreshes that were granted.
    pub(crate) rotations: u64,
    /// Refresh tokens that were refused.
    pub(crate) refusals: u64,
    pub(crate) validations: u64,
}

/// How a pair came about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    pub(crate) at: SystemTime,
    /// The number of the process that asked for it.
    pub(crate) asked_by: u32,
}

/// One account at the service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    /// The number of the newest pair.
    pub(crate) newest: u32,
    /// Access tokens below this number have ended.
    lives_from: u32,
    uses: Uses,
}

/// How often a refresh token works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uses {
    /// Once, as a public client's.
    Once,
    /// Again and again, as a confidential client's.
    Many,
}

/// Which token of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Serial {
    pub(crate) person: u32,
    pub(crate) number: u32,
}

/// A pair as an answer carries it.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) access: Secret,
    pub(crate) refresh: Secret,
}

impl Ledger {
    /// Books of a service whose tokens live this many more seconds whenever they are looked at.
    pub(crate) fn new(remaining: u64) -> Self {
        Self {
            remaining,
            ..Self::default()
        }
    }

    /// A login: a new pair, and no refresh token from before works any more.
    pub(crate) fn log_in(&mut self, person: u32, uses: Uses) -> Pair {
        let entry = self.people.entry(person).or_insert(Person {
            newest: 0,
            lives_from: 0,
            uses,
        });
        entry.newest += 1;
        entry.pair(person)
    }

    /// A refresh that this process asks for; `None` if the refresh token does not work.
    pub(crate) fn refresh(&mut self, refresh: &str, asked_by: u32) -> Option<Pair> {
        self.posts += 1;
        let serial = Serial::read(refresh, REFRESH);
        let owner = serial.and_then(|serial| Some((serial, self.people.get_mut(&serial.person)?)));
        match owner {
            Some((serial, owner)) if owner.takes(serial.number) => {
                self.rotations += 1;
                owner.newest += 1;
                let at = SystemTime::now();
                self.made
                    .insert((serial.person, owner.newest), Made { at, asked_by });
                Some(owner.pair(serial.person))
            }
            _ => {
                self.refusals += 1;
                None
            }
        }
    }

    /// Whose access token it is, if it lives.
    pub(crate) fn validate(&mut self, access: &str) -> Option<u32> {
        self.validations += 1;
        let serial = Serial::read(access, ACCESS)?;
        self.is_alive(serial).then_some(serial.person)
    }

    /// Ends all access tokens of an account, as time would.
    pub(crate) fn expire(&mut self, person: u32) {
        if let Some(person) = self.people.get_mut(&person) {
            person.lives_from = person.newest + 1;
        }
    }

    /// How a refresh made this pair.
    pub(crate) fn made(&self, Serial { person, number }: Serial) -> Option<Made> {
        self.made.get(&(person, number)).copied()
    }

    pub(crate) fn is_alive(&self, serial: Serial) -> bool {
        self.person(serial.person)
            .is_some_and(|owner| (owner.lives_from..=owner.newest).contains(&serial.number))
    }

    /// Whether a refresh with this token would be granted.
    pub(crate) fn takes(&self, refresh: &Secret) -> bool {
        Serial::of_refresh(refresh).is_some_and(|serial| {
            self.person(serial.person)
                .is_some_and(|owner| owner.takes(serial.number))
        })
    }

    pub(crate) fn person(&self, person: u32) -> Option<Person> {
        self.people.get(&person).copied()
    }
}

impl Person {
    fn takes(self, number: u32) -> bool {
        match self.uses {
            Uses::Once => number == self.newest,
            Uses::Many => number <= self.newest,
        }
    }

    fn pair(self, person: u32) -> Pair {
        pair(Serial {
            person,
            number: self.newest,
        })
    }
}

impl Serial {
    pub(crate) fn of_access(access: &Secret) -> Option<Self> {
        Self::read(access.expose(), ACCESS)
    }

    pub(crate) fn of_refresh(refresh: &Secret) -> Option<Self> {
        Self::read(refresh.expose(), REFRESH)
    }

    fn read(token: &str, kind: &str) -> Option<Self> {
        let rest = token.strip_prefix(kind)?;
        let (person, rest) = rest.split_once('-')?;
        // What follows the number only makes the token as long as real ones are.
        let (number, _) = rest.split_once('-')?;
        Some(Self {
            person: person.parse().ok()?,
            number: number.parse().ok()?,
        })
    }
}

/// The pair with this number.
pub(crate) fn pair(serial: Serial) -> Pair {
    let Serial { person, number } = serial;
    Pair {
        access: Secret::new(format!("{ACCESS}{person}-{number}-{FILLER}")),
        refresh: Secret::new(format!("{REFRESH}{person}-{number}-{FILLER}")),
    }
}

const ACCESS: &str = "access-";
const REFRESH: &str = "refresh-";
const FILLER: &str = "x0x0x0x0x0x0x0x0x0x0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_that_works_once_is_refused_the_second_time_and_counted() {
        let mut ledger = Ledger::new(60);
        let first = ledger.log_in(7, Uses::Once);
        let second = ledger.refresh(first.refresh.expose(), 1).unwrap();
        assert!(ledger.refresh(first.refresh.expose(), 1).is_none());
        assert!(!ledger.takes(&first.refresh) && ledger.takes(&second.refresh));
        let counted = (ledger.posts, ledger.rotations, ledger.refusals);
        assert_eq!(counted, (2, 1, 1));
    }

    #[test]
    fn a_refresh_token_that_works_often_works_after_a_refresh() {
        let mut ledger = Ledger::new(60);
        let first = ledger.log_in(7, Uses::Many);
        assert!(ledger.refresh(first.refresh.expose(), 1).is_some());
        assert!(ledger.takes(&first.refresh));
    }

    #[test]
    fn an_access_token_lives_until_it_is_ended() {
        let mut ledger = Ledger::new(60);
        let first = ledger.log_in(7, Uses::Once);
        let second = ledger.refresh(first.refresh.expose(), 1).unwrap();
        assert_eq!(ledger.validate(first.access.expose()), Some(7));
        ledger.expire(7);
        assert_eq!(ledger.validate(second.access.expose()), None);
        let third = ledger.refresh(second.refresh.expose(), 1).unwrap();
        assert_eq!(ledger.validate(third.access.expose()), Some(7));
    }
}
