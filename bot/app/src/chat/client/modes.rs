//! How a chat is set up: slow, for followers, for subscribers, emotes only, nothing twice. Twitch tells all at first and then what changes.

use std::time::Duration;

use super::hearing::ModesChanged;
use crate::spoken;

/// The modes of a chat.
#[derive(Debug, Default)]
pub(super) struct Modes(ModesChanged);

impl Modes {
    /// Takes over what was told.
    pub(super) fn change(&mut self, change: ModesChanged) {
        let now = &mut self.0;
        now.room_id = change.room_id.or_else(|| now.room_id.take());
        now.slow = change.slow.or(now.slow);
        now.followers = change.followers.or(now.followers);
        now.subscribers = change.subscribers.or(now.subscribers);
        now.emotes = change.emotes.or(now.emotes);
        now.unique = change.unique.or(now.unique);
    }

    /// The modes that are on, in words.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(wait) = self.0.slow.filter(|wait| !wait.is_zero()) {
            words.push(format!("slow {}", spoken::exactly(wait)));
        }
        match self.0.followers.flatten() {
            Some(Duration::ZERO) => words.push("followers only".to_owned()),
            Some(needed) => words.push(format!("followers of {} only", spoken::exactly(needed))),
            None => {}
        }
        for (is_on, word) in [
            (self.0.subscribers, "subscribers only"),
            (self.0.emotes, "emotes only"),
            (self.0.unique, "unique chat"),
        ] {
            if is_on == Some(true) {
                words.push(word.to_owned());
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_stays_as_it_was() {
        let mut modes = Modes::default();
        modes.change(ModesChanged {
            slow: Some(Duration::from_secs(10)),
            followers: Some(Some(Duration::from_secs(600))),
            emotes: Some(true),
            ..ModesChanged::default()
        });
        modes.change(ModesChanged {
            emotes: Some(false),
            unique: Some(true),
            ..ModesChanged::default()
        });
        let slow = format!("slow {}", spoken::exactly(Duration::from_secs(10)));
        assert_eq!(modes.words()[0], slow);
        assert!(modes.words()[1].starts_with("followers of"));
        assert_eq!(modes.words()[2..], ["unique chat"]);
        modes.change(ModesChanged {
            slow: Some(Duration::ZERO),
            followers: Some(None),
            ..ModesChanged::default()
        });
        assert_eq!(modes.words(), ["unique chat"]);
    }
}
