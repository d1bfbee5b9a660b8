//! What Twitch would drop because it was said a moment ago.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use types::UserId;

use super::outgoing::{Outgoing, length};

/// What appeared last in each channel, for Twitch shows nothing twice in a row within 30 seconds.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    said: BTreeMap<UserId, (Instant, String)>,
}

impl Duplicates {
    /// Learns that a message appeared.
    pub(super) fn note(&mut self, now: Instant, outgoing: &Outgoing) {
        let said = (now, as_compared(&outgoing.text));
        self.said.insert(outgoing.channel.clone(), said);
    }

    /// What appeared last in a channel is not known any more; Twitch says itself what it shows no second time.
    pub(super) fn forget(&mut self, channel: &UserId) {
        self.said.remove(channel);
    }

    pub(super) fn holds(&self, now: Instant, outgoing: &Outgoing) -> bool {
        self.said.get(&outgoing.channel).is_some_and(|(at, text)| {
            now.saturating_duration_since(*at) < TWICE && *text == as_compared(&outgoing.text)
        })
    }
}

/// The same for the eye and another text for Twitch, if there is room for the difference.
///
/// What Twitch said twice before is varied back, for the plain text differs from the varied one as well.
pub(super) fn varied(outgoing: &Outgoing) -> Option<String> {
    let text = match outgoing.text.strip_suffix(VARIATION) {
        Some(plain) => plain.to_owned(),
        None => format!("{}{VARIATION}", outgoing.text),
    };
    (length(&text) <= outgoing.room()).then_some(text)
}

/// A text as Twitch compares it: blanks are collapsed, and ones that nobody sees do not count.
fn as_compared(text: &str) -> String {
    let words: Vec<_> = text
        .split(|letter: char| letter.is_whitespace() || letter == '\u{E0000}')
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// For so long Twitch shows the same text only once.
const TWICE: Duration = Duration::from_secs(30);

/// A letter that nobody sees (U+034F) and that Twitch takes for one. It takes the more usual U+E0000 for none any more.
const VARIATION: &str = " \u{34F}";
