//! Who has chatted lately, for completing names. How they are written where is the business of `completion`.

use std::collections::HashMap;

/// Who has chatted lately.
#[derive(Debug, Default)]
pub(super) struct Chatters {
    by_login: HashMap<String, Chatter>,
    count: u64,
}

#[derive(Debug)]
struct Chatter {
    name: String,
    /// The higher, the later.
    last: u64,
}

impl Chatters {
    /// Somebody said something.
    pub(super) fn note(&mut self, login: &str, name: &str) {
        self.count += 1;
        let last = self.count;
        match self.by_login.get_mut(login) {
            Some(chatter) => {
                chatter.last = last;
                if chatter.name != name {
                    name.clone_into(&mut chatter.name);
                }
            }
            None => {
                let name = name.to_owned();
                self.by_login
                    .insert(login.to_owned(), Chatter { name, last });
            }
        }
        if self.by_login.len() > 2 * MOST_CHATTERS {
            self.forget_the_oldest();
        }
    }

    /// Those whose login or name begins like this, the latest first: login and name.
    pub(super) fn beginning_with(&self, beginning: &str) -> Vec<(&str, &str)> {
        let beginning = beginning.to_lowercase();
        let fits = |(login, chatter): &(&String, &Chatter)| {
            login.starts_with(&beginning) || chatter.name.to_lowercase().starts_with(&beginning)
        };
        let mut found: Vec<_> = self.by_login.iter().filter(fits).collect();
        found.sort_by_key(|(_, chatter)| std::cmp::Reverse(chatter.last));
        let found = found.into_iter();
        found
            .map(|(login, chatter)| (login.as_str(), chatter.name.as_str()))
            .collect()
    }

    fn forget_the_oldest(&mut self) {
        let mut lasts: Vec<u64> = self.by_login.values().map(|chatter| chatter.last).collect();
        lasts.sort_unstable();
        let since = lasts
            .get(lasts.len().saturating_sub(MOST_CHATTERS))
            .copied()
            .unwrap_or(0);
        self.by_login.retain(|_, chatter| chatter.last >= since);
    }
}

/// So many are known for sure; nobody completes the name of somebody who spoke longer ago.
const MOST_CHATTERS: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_come_first_and_names_of_any_script_are_found() {
        let mut chatters = Chatters::default();
        for (login, name) in [
            ("ann", "Ann"),
            ("annika", "Annika"),
            ("bob", "アン"),
            ("ann", "Ann"),
        ] {
            chatters.note(login, name);
        }
        assert_eq!(
            chatters.beginning_with("AN"),
            [("ann", "Ann"), ("annika", "Annika")]
        );
        assert_eq!(chatters.beginning_with("アン"), [("bob", "アン")]);
    }

    #[test]
    fn l04_a_crowd_does_not_fill_the_memory() {
        let mut chatters = Chatters::default();
        for number in 0..10 * MOST_CHATTERS {
            chatters.note(&format!("viewer{number}"), "");
        }
        assert!(chatters.by_login.len() <= 2 * MOST_CHATTERS);
        assert_eq!(chatters.beginning_with("viewer9999").len(), 1);
    }
}
