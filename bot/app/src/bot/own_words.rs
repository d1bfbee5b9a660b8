//! The messages of the bot that were shown, so that none is shown twice whichever way it is heard of. It shows nothing itself.

use std::collections::VecDeque;

use types::MessageId;

/// The last messages of the bot that were shown.
#[derive(Debug, Default)]
pub(super) struct OwnWords(VecDeque<MessageId>);

impl OwnWords {
    /// Whether a message was not shown yet; from now on it counts as shown.
    pub(super) fn is_news(&mut self, id: &MessageId) -> bool {
        if self.0.contains(id) {
            return false;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id.clone());
        true
    }
}

/// More than can be said while one connection takes over from another.
const REMEMBERED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i03_an_answer_that_both_the_server_and_its_confirmation_tell_of_is_shown_once() {
        let mut words = OwnWords::default();
        let id = |number: usize| MessageId::new(number.to_string());
        for number in 0..2 * REMEMBERED {
            assert!(words.is_news(&id(number)));
            assert!(!words.is_news(&id(number)));
        }
        assert_eq!(words.0.len(), REMEMBERED, "the oldest are forgotten");
    }
}
