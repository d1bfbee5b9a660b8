//! The ids of the messages that were shown lately, so that none is shown twice whichever way it is heard of. It keeps no texts, and shows nothing itself.

use std::collections::{HashSet, VecDeque};

use types::MessageId;

/// A bounded number of ids.
#[derive(Debug, Default)]
pub(crate) struct ShownIds {
    ids: HashSet<MessageId>,
    /// In the order in which they came.
    order: VecDeque<MessageId>,
}

impl ShownIds {
    /// Whether a message was not shown yet; from now on it counts as shown, and the oldest one makes room.
    pub(crate) fn is_news(&mut self, id: &MessageId) -> bool {
        if !self.ids.insert(id.clone()) {
            return false;
        }
        self.order.push_back(id.clone());
        if self.order.len() > MOST_IDS
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

/// What comes twice comes within moments; a busy chat says so much in some seconds.
pub(crate) const MOST_IDS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i03_a_message_that_is_heard_of_twice_is_news_once() {
        let mut shown = ShownIds::default();
        let id = |number: usize| MessageId::new(number.to_string());
        for number in 0..2 * MOST_IDS {
            assert!(shown.is_news(&id(number)));
            assert!(!shown.is_news(&id(number)));
        }
        assert_eq!((shown.ids.len(), shown.order.len()), (MOST_IDS, MOST_IDS));
        assert!(shown.is_news(&id(0)), "the oldest are forgotten");
    }
}
