//! The ids of what a chat has shown lately, so that nothing is shown twice. It keeps no texts.

use std::collections::{HashSet, VecDeque};

use types::MessageId;

/// A bounded number of ids.
#[derive(Debug, Default)]
pub(super) struct Known {
    ids: HashSet<MessageId>,
    /// In the order in which they came.
    order: VecDeque<MessageId>,
}

impl Known {
    /// Remembers an id; the oldest one makes room. False if it is known already.
    pub(super) fn note(&mut self, id: &MessageId) -> bool {
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
pub(super) const MOST_IDS: usize = 512;
