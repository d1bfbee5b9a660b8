//! What became of a line that was to be said, in words and as an object. How it is said stands in `speaker`.

use serde_json::{Value, json};
use types::{Login, MessageId};

use crate::failure::{Failure, Status};

/// What became of a line. Every line ends in exactly one of these.
#[derive(Debug)]
pub(super) struct Outcome {
    /// Where it was to be said; nothing if that is not clear.
    pub channel: Option<Login>,
    /// The line.
    pub text: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of it.
#[derive(Debug)]
pub(super) enum Fate {
    /// It stands in the chat.
    Said {
        /// Who said it.
        by: Login,
        /// Its id.
        id: Option<MessageId>,
    },
    /// It does not stand in the chat.
    NotSaid {
        /// Twitch's code, or ours.
        code: String,
        /// Why, and what to do.
        failure: Failure,
    },
    /// Nobody can say; it is not sent again, because it may be there already.
    Unknown(Failure),
}

impl Outcome {
    /// The status of a program that had nothing else to do, if this is a failure.
    pub(super) fn trouble(&self) -> Option<Status> {
        match &self.fate {
            Fate::Said { .. } => None,
            Fate::NotSaid { failure, .. } | Fate::Unknown(failure) => Some(failure.status()),
        }
    }

    /// For scripts; the names are a contract.
    pub(super) fn object(&self) -> Value {
        let mut object = match &self.fate {
            Fate::Said { by, id } => json!({"event": "said", "as": by, "message_id": id}),
            Fate::NotSaid { code, failure } => {
                let mut object = failure.to_json();
                object["event"] = "not_said".into();
                object["code"] = code.as_str().into();
                object
            }
            Fate::Unknown(failure) => {
                let mut object = failure.to_json();
                object["event"] = "perhaps_said".into();
                object
            }
        };
        object["channel"] = json!(self.channel);
        object["text"] = self.text.as_str().into();
        object
    }

    /// For people.
    pub(super) fn words(&self) -> String {
        match (&self.fate, &self.channel) {
            (Fate::Said { by, .. }, Some(channel)) => {
                format!("{by} said it in the chat of {channel}.")
            }
            (Fate::Said { by, .. }, None) => format!("{by} said it."),
            (Fate::NotSaid { failure, .. } | Fate::Unknown(failure), _) => failure.to_string(),
        }
    }
}
