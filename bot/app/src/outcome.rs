//! What became of a message, in one of five ways, with the words for it. It decides nothing; who finds out is `outbound`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use types::{Login, MessageId, UserId};

use crate::drop_code::{self, ours};
use crate::outbox::outgoing::Outgoing;
use crate::outbox::{Refusal, Wait};

/// What became of a message. Every message ends in exactly one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Twitch took it.
    Sent {
        /// Its id, where Twitch tells one.
        id: Option<MessageId>,
    },
    /// Twitch did not let it appear.
    Dropped {
        /// Twitch's code as it came; where Twitch gave none, one of ours.
        code: String,
        /// Twitch's own words.
        text: String,
    },
    /// Nobody can say; it is not sent again, because it may be there already.
    Unknown {
        /// What went wrong.
        reason: String,
    },
    /// It waited so long that nobody would have understood it.
    Expired {
        /// What for.
        wait: Wait,
    },
    /// It was not even tried.
    Refused {
        /// Twitch's code for what would have become of it; where there is none, one of ours.
        code: String,
        /// How that is known, where it is because of the message before.
        said: Option<String>,
    },
}

/// The message that an outcome is told of.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    /// The name of its channel, if it is known.
    pub channel: Option<&'a str>,
    /// The id of its channel.
    pub channel_id: &'a UserId,
    /// Its text.
    pub text: &'a str,
    /// The chat line that led to it.
    pub cause: &'a MessageId,
}

impl Outcome {
    /// The kind in one word, as it stands in events; the words are a contract.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Dropped { .. } => "dropped",
            Self::Unknown { .. } => "unknown",
            Self::Expired { .. } => "expired",
            Self::Refused { .. } => "refused",
        }
    }

    /// Why, as a code: Twitch's where there is one, else ours.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Dropped { code, .. } | Self::Refused { code, .. } => code,
            Self::Unknown { .. } => "unknown",
            Self::Expired { wait: Wait::Limits } => ours::TOO_LATE,
            Self::Expired { wait: Wait::Answer } => ours::TOO_SLOW,
        }
    }

    /// What Twitch or the network said about it, or about the one before.
    pub(crate) fn said(&self) -> Option<&str> {
        match self {
            Self::Dropped { text, .. } => Some(text),
            Self::Unknown { reason } => Some(reason),
            Self::Refused { said, .. } => said.as_deref(),
            Self::Sent { .. } | Self::Expired { .. } => None,
        }
    }

    /// What it means, if that is known.
    pub(crate) fn meaning(&self) -> Option<&'static str> {
        match self {
            Self::Sent { .. } => None,
            Self::Unknown { .. } => Some(UNKNOWN),
            Self::Dropped { .. } | Self::Expired { .. } | Self::Refused { .. } => {
                drop_code::find(self.code()).map(|known| known.meaning)
            }
        }
    }

    /// What a person can do about it, if anything is known.
    pub(crate) fn mend(&self) -> Option<&'static str> {
        drop_code::find(self.code()).map(|known| known.mend)
    }

    /// The outcome for scripts while the bot runs; the names are a contract.
    pub(crate) fn event(&self, outgoing: &Outgoing, channel: Option<&Login>, count: u64) -> Value {
        let mut event = self.object(&Message {
            channel: channel.map(Login::as_str),
            channel_id: &outgoing.channel,
            text: &outgoing.text,
            cause: &outgoing.cause,
        });
        event["count"] = count.into();
        event
    }

    /// The outcome of a message for scripts; the names are a contract.
    pub(crate) fn object(&self, message: &Message<'_>) -> Value {
        let id = match self {
            Self::Sent { id } => id.as_ref(),
            _ => None,
        };
        json!({
            "event": "outcome",
            "channel": message.channel,
            "channel_id": message.channel_id,
            "text": message.text,
            "cause": message.cause,
            "outcome": self.kind(),
            "id": id,
            "code": self.code(),
            "was_tried": !matches!(self, Self::Expired { .. } | Self::Refused { .. }),
            "said": self.said(),
            "meaning": self.meaning(),
            "mend": self.mend(),
        })
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        let (code, said) = match refusal {
            Refusal::Full => (ours::TOO_MANY.to_owned(), None),
            Refusal::Duplicate => ("msg_duplicate".to_owned(), None),
            Refusal::Resting(reason) => (reason.code, Some(reason.said)),
        };
        Self::Refused { code, said }
    }
}

/// How many messages ended with each code.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<String, u64>);

impl Tally {
    /// Counts one, and says how many of its code there are now.
    pub(crate) fn count(&mut self, outcome: &Outcome) -> u64 {
        let code = outcome.code();
        // Twitch may make codes up as it likes; they must not fill the memory.
        let code = if self.0.len() < MOST_CODES || self.0.contains_key(code) {
            code
        } else {
            OTHERS
        };
        let count = self.0.entry(code.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// The counts as one line, the codes by name.
    pub(crate) fn summary(&self) -> String {
        let counts = self.0.iter().map(|(code, count)| format!("{code} {count}"));
        counts.collect::<Vec<_>>().join(", ")
    }
}

/// What it means that the fate of a message is unknown.
pub(crate) const UNKNOWN: &str = "nobody can say whether it appeared, so it is not sent again";

const MOST_CODES: usize = 100;
const OTHERS: &str = "others";

#[cfg(test)]
mod tests {
    use super::*;

    fn dropped(code: &str) -> Outcome {
        Outcome::Dropped {
            code: code.to_owned(),
            text: "Twitch's words".to_owned(),
        }
    }

    #[test]
    fn s04_a_code_that_nobody_knows_is_told_as_it_came() {
        let outcome = dropped("Foo");
        let outgoing = Outgoing {
            channel: UserId::new("1"),
            text: "hello".to_owned(),
            reply_to: None,
            priority: engine::Priority::Reply,
            cause: MessageId::new("cause"),
        };
        let event = outcome.event(&outgoing, None, 1);
        assert_eq!(event["outcome"], "dropped");
        assert_eq!(event["code"], "Foo");
        assert_eq!(event["said"], "Twitch's words");
        assert_eq!(event["meaning"], Value::Null);
    }

    #[test]
    fn s04_codes_without_end_are_counted_in_bounded_room_and_the_sum_is_right() {
        let mut tally = Tally::default();
        for number in 0..10_000 {
            tally.count(&dropped(&format!("code_{number}")));
        }
        assert_eq!(tally.0.len(), MOST_CODES + 1);
        assert_eq!(tally.0.values().sum::<u64>(), 10_000);
    }

    #[test]
    fn s09_a_known_code_comes_with_its_meaning_and_what_mends_it() {
        let outcome = dropped("msg_followersonly");
        assert!(outcome.meaning().expect("known").contains("followers"));
        assert!(outcome.mend().expect("known").contains("moderator"));
    }
}
